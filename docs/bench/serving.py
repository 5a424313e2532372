"""
Measure what a stored page, a 304 and a feed made anew cost, against a bare "hello" view.

    python docs/bench/serving.py [--articles 1000 | --database FILE] [--requests 400]

Two gunicorn servers of one worker each are asked in turn, the same number of times; what counts
is the processor time of their workers, which the kernel keeps. The paper is a made-up one in a
folder that is removed afterwards. The table is written into docs/benchmarks.md.
"""

# ruff: noqa: S603

import argparse
import http.client
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "benchmarks.md"
ROUNDS = 15
READER = {"Accept-Encoding": "gzip, deflate, br"}
TARGETS = {"stored": 0.9, "304": 0.8, "made anew": 25}


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

    def seconds(self) -> float:
        """Processor time of the worker so far, which has one thread."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(Path(f"/proc/{children[0]}/schedstat").read_text().split()[0]) / 1e9


def start(application: str, port: int, **environment: str) -> Server:
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--log-level", "error", "--pythonpath", "docs/bench"]
    server = Server(port, subprocess.Popen(command, cwd=ROOT, env=os.environ | environment))
    for _ in range(100):
        try:
            server.ask("/", {})
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise SystemExit(f"{application} does not answer.")


def manage(*arguments: str, **environment: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True)


def cost(server: Server, count: int, path: str, headers: dict[str, str], before=None) -> float:
    """Milliseconds of processor time per request."""
    start = server.seconds()
    for _ in range(count):
        if before:
            before()
        server.ask(path, headers)
    return (server.seconds() - start) * 1000 / count


def measure(site: Server, hello: Server, count: int, touch) -> dict[str, list[float]]:
    """Costs of each kind of request, round by round, so that a busy machine is busy for all."""
    tags = {path: site.ask(path, READER).getheader("ETag") for path in ("/", "/feed/")}
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        rows = {
            "hello": cost(hello, count, "/", READER),
            "stored page": cost(site, count, "/", READER),
            "stored feed": cost(site, count, "/feed/", READER),
            "304 of a page": cost(site, count, "/", READER | {"If-None-Match": tags["/"]}),
            "304 of a feed": cost(
                site, count, "/feed/", READER | {"If-None-Match": tags["/feed/"]}
            ),
            # Last, as it leaves another tag behind.
            "feed made anew": cost(site, count // 10, "/feed/", READER, before=touch),
        }
        tags = {path: site.ask(path, READER).getheader("ETag") for path in tags}
        for name, value in rows.items():
            found.setdefault(name, []).append(value)
    return found


def table(found: dict[str, list[float]], articles: int) -> str:
    """The lowest of the rounds, which other work on the machine disturbs least."""
    hello = min(found["hello"])
    lines = [
        f"Processor time of the worker, {articles} articles, lowest of {ROUNDS} rounds.",
        "",
        "| answer | ms | × hello | at most |",
        "|---|---|---|---|",
    ]
    for name, values in found.items():
        limit = next((str(limit) for part, limit in TARGETS.items() if part in name), "")
        lines.append(f"| {name} | {min(values):.2f} | {min(values) / hello:.2f} | {limit} |")
    return "\n".join(lines)


def report(text: str) -> None:
    """Put the table under the heading "Serving" of the report, in place of the last one."""
    section = f"## Serving\n\n{text}\n"
    old = REPORT.read_text() if REPORT.exists() else "# Benchmarks\n"
    found = re.search(r"^## Serving\n.*?(?=^## |\Z)", old, re.MULTILINE | re.DOTALL)
    new = old.replace(found[0], f"{section}\n") if found else f"{old.rstrip()}\n\n{section}"
    REPORT.write_text(f"{new.rstrip()}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--database", type=Path, help="an SQLite file in place of a made-up paper")
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--port", type=int, default=8106)
    parser.add_argument("--no-report", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.database:
            shutil.copy(options.database, f"{folder}/db.sqlite3")
        environment = {
            "ALLOWED_HOSTS": "127.0.0.1",
            "CACHE_URL": "locmem://",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DEBUG": "false",
            "ENV_FILE": os.devnull,
            "MEDIA_ROOT": f"{folder}/media",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": f"http://127.0.0.1:{options.port}",
            "STAMP_FILE": f"{folder}/stamp",
        }
        text = run(options, environment)
    sys.stdout.write(f"{text}\n")
    if not options.no_report:
        report(text)


def run(options: argparse.Namespace, environment: dict[str, str]) -> str:
    manage("collectstatic", "--no-input", "-v0", **environment)
    manage("migrate", "-v0", **environment)
    if not options.database:
        manage("make_sample", "--articles", str(options.articles), "-v0", **environment)
        manage("rebuild_recommendations", "-v0", **environment)
    os.environ |= environment
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_project.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from reviews.freshness import touch
    from reviews.models import Article

    servers = []
    try:
        servers.append(start("site_project.wsgi", options.port, **environment))
        servers.append(start("hello:application", options.port + 1000))
        found = measure(*servers, options.requests, touch)
        return table(found, Article.objects.published().count())
    finally:
        for server in servers:
            server.process.terminate()
            server.process.wait()


if __name__ == "__main__":
    main()
