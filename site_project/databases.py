"""How each kind of database is opened by a server with several processes."""

from pathlib import Path
from typing import Any

CONNECT_TIMEOUT_SECONDS = 5
POOL_TIMEOUT_SECONDS = 10
SQLITE_BUSY_TIMEOUT_SECONDS = 20

# WAL lets readers go on during a write, and NORMAL is safe with it: a power cut may lose the
# last commits but cannot damage the file.
SQLITE_INIT = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"


def tuned(config: dict[str, Any], *, base_dir: Path, pool_size: int) -> dict[str, Any]:
    """Return `config` with the options that a server needs, under those it already has."""
    if config["ENGINE"].endswith("sqlite3"):
        return _sqlite(config, base_dir)
    return _postgresql(config, pool_size)


def _sqlite(config: dict[str, Any], base_dir: Path) -> dict[str, Any]:
    """
    Make writers queue for the lock instead of failing.

    A transaction that begins with a read and then writes gets "database is locked" at once,
    whatever the timeout; IMMEDIATE takes the write lock at its start and so waits for it.
    """
    options = {
        "timeout": SQLITE_BUSY_TIMEOUT_SECONDS,
        "transaction_mode": "IMMEDIATE",
        "init_command": SQLITE_INIT,
    }
    name = config["NAME"]
    if name != ":memory:":
        name = str(base_dir / name)
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    return config | {"NAME": name, "OPTIONS": options | config.get("OPTIONS", {})}


def _postgresql(config: dict[str, Any], pool_size: int) -> dict[str, Any]:
    """Share a pool of connections between the threads of a process."""
    pool = {"min_size": 1, "max_size": pool_size, "timeout": POOL_TIMEOUT_SECONDS}
    options = {"pool": pool, "connect_timeout": CONNECT_TIMEOUT_SECONDS}
    return config | {
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | config.get("OPTIONS", {}),
    }
