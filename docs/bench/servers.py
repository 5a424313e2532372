"""Web servers of one worker, and meters of what a worker does: time or instructions."""

# ruff: noqa: S603

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 600
PERF_SECONDS = 0.5

Act = Callable[[], None]


class Meter(Protocol):
    """Measures a worker while something is asked of it."""

    name: str
    unit: str
    # What is written before the command of a server that is to be measured.
    under: tuple[str, ...]

    def begin(self, worker: int) -> None:
        """Get ready; the worker is warm from here on."""

    def spent(self, worker: int, act: Act) -> float:
        """What the worker, which has one thread, did while `act` ran."""


class Time:
    """Processor time, the kernel's included, as the kernel keeps it."""

    name = "processor time"
    unit = "ms"
    under = ()

    def begin(self, worker: int) -> None:
        """There is nothing to get ready."""

    def spent(self, worker: int, act: Act) -> float:
        before = self._read(worker)
        act()
        return self._read(worker) - before

    def _read(self, worker: int) -> float:
        return int(Path(f"/proc/{worker}/schedstat").read_text().split()[0]) / 1e6


class Perf:
    """Instructions of the process's own, as the processor counts them."""

    name = "instructions, by perf"
    unit = "M"
    under = ()
    event = "instructions:u"

    @classmethod
    def can_count(cls) -> bool:
        """Many virtual machines are not let at the counters of their processor."""
        if not shutil.which("perf"):
            return False
        command = ["perf", "stat", "-x", ",", "-e", cls.event, "true"]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        return found.stderr.partition(",")[0].strip().isdigit()

    def begin(self, worker: int) -> None:
        """There is nothing to get ready."""

    def spent(self, worker: int, act: Act) -> float:
        command = ["perf", "stat", "-x", ",", "-e", self.event, "-p", str(worker)]
        counter = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        time.sleep(PERF_SECONDS)
        act()
        counter.send_signal(signal.SIGINT)
        return float(counter.communicate()[1].partition(",")[0]) / 1e6


class Valgrind:
    """Instructions of the process's own, counted by a machine in software: they repeat."""

    name = "instructions, by valgrind"
    unit = "M"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dumps = 0
        # Forked workers can be spoken to only with --trace-children.
        options = ("--trace-children=yes", "--instr-atstart=no", "--quiet")
        out = f"--callgrind-out-file={folder}/calls.%p"
        self.under = ("valgrind", "--tool=callgrind", *options, out)

    @classmethod
    def can_count(cls) -> bool:
        return shutil.which("valgrind") is not None

    def begin(self, worker: int) -> None:
        self._tell(worker, "--instr=on")

    def spent(self, worker: int, act: Act) -> float:
        self._tell(worker, "--zero")
        act()
        self._tell(worker, "--dump")
        newest = max(self.folder.glob(f"calls.{worker}.*"), key=lambda path: int(path.suffix[1:]))
        # What was done since the counters were zeroed; the file's "totals" add what valgrind has
        # left standing of functions that ran before, which is the more the larger the paper is.
        summary = next(
            line for line in newest.read_text().splitlines() if line.startswith("summary:")
        )
        return int(summary.split()[1]) / 1e6

    def _tell(self, worker: int, order: str) -> None:
        command = ["callgrind_control", order, str(worker)]
        subprocess.run(command, check=True, capture_output=True)


@dataclass
class Server:
    """A gunicorn of one worker."""

    port: int
    process: subprocess.Popen

    def ask(self, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    @property
    def worker(self) -> int:
        pid = self.process.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def start(application: str, port: int, meter: Meter, **environment: str) -> Server:
    """A server that answers; the order of sets, by which instructions vary, is always the same."""
    command = [*meter.under, sys.executable, "-m", "gunicorn", application]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--log-level", "error"]
    command += ["--timeout", str(START_SECONDS), "--pythonpath", "docs/bench"]
    with socket.socket() as probe:
        if not probe.connect_ex(("127.0.0.1", port)):
            raise SystemExit(f"Something else answers at port {port}.")
    every = os.environ | {"PYTHONHASHSEED": "0"} | environment
    server = Server(port, subprocess.Popen(command, cwd=ROOT, env=every))
    deadline = time.monotonic() + START_SECONDS
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            server.ask("/", {})
        except OSError:
            time.sleep(0.2)
        else:
            return server
    server.stop()
    raise SystemExit(f"{application} does not answer.")
