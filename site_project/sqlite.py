"""How a connection to a SQLite file is opened when several processes open it at once."""

import sqlite3
import time
from typing import Any

PAUSE_SECONDS = 0.01


class WriteAheadConnection(sqlite3.Connection):
    """
    A connection to a file in WAL mode, which readers go on reading during a write.

    The change of a fresh or restored file to WAL does not wait for `timeout` as other statements
    do: while another connection writes, SQLite refuses it at once, so it is asked for again here.
    Raises sqlite3.OperationalError when the file stays locked for `timeout` seconds.
    """

    def __init__(self, *args: Any, timeout: float, **options: Any) -> None:
        super().__init__(*args, timeout=timeout, **options)
        deadline = time.monotonic() + timeout
        while not self._begin_write_ahead(last_try=time.monotonic() >= deadline):
            time.sleep(PAUSE_SECONDS)
        # Safe with WAL: a power cut may lose the last commits but cannot damage the file.
        self.execute("PRAGMA synchronous=NORMAL")

    def _begin_write_ahead(self, *, last_try: bool) -> bool:
        try:
            self.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if last_try or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                self.close()
                raise
            return False
        return True
