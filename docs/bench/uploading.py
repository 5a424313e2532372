"""
Measure how long an upload of 6000 × 4000 pixels takes to be answered, and to be scaled.

    python docs/bench/uploading.py [--rounds 5]

A gunicorn of one worker, without a task worker beside it, gets photographs through the admin's
form as a browser sends them. The paper is an empty one in a folder that is removed afterwards.
The table is written into docs/benchmarks.md.
"""

# ruff: noqa: S603

import argparse
import http.cookiejar
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "benchmarks.md"
PORT = 8741
SITE = f"http://127.0.0.1:{PORT}"
SIZE = (6000, 4000)
FILES_OF_A_PICTURE = 1 + 5 * 3 + 3
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """Keeps cookies and fills in the admin's forms."""

    def __init__(self):
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path):
        return self.opener.open(SITE + path).read()

    def post(self, path, token, fields, file=None):
        border = secrets.token_hex(16)
        head = f"--{border}\r\nContent-Disposition: form-data; name="
        parts = [
            f'{head}"{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"csrfmiddlewaretoken": token.decode(), **fields}.items()
        ]
        if file:
            head += '"upload"; filename="p.jpg"\r\nContent-Type: image/jpeg'
            parts += [f"{head}\r\n\r\n".encode(), file, b"\r\n"]
        body = b"".join(parts) + f"--{border}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={border}", "Referer": SITE}
        request = urllib.request.Request(SITE + path, body, headers)  # noqa: S310
        return self.opener.open(request)


def photograph(number):
    """A JPEG as noisy as a photograph, of which no two are the same."""
    small = Image.effect_noise((SIZE[0] // 8, SIZE[1] // 8), 60 + number).convert("RGB")
    picture = small.resize(SIZE).filter(ImageFilter.GaussianBlur(2))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def processor_seconds(pid):
    """Of the whole process, threads that have ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def most_memory_mb(pid):
    line = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(line[1]) / 1024


def request_seconds(pid):
    """Of the thread that answers requests alone."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e9


def measure(browser, pid, media, number):
    """Seconds until the answer; of the processor for it, and until all files are there."""
    file = photograph(number)
    address = "/admin/reviews/image/add/"
    token = TOKEN.search(browser.get(address))[1]
    wall, request, process = time.perf_counter(), request_seconds(pid), processor_seconds(pid)
    browser.post(address, token, {"alt_text": "Noise", "_save": "1"}, file)
    wall, request = time.perf_counter() - wall, request_seconds(pid) - request
    while sum(1 for _ in media.rglob("*.*")) < FILES_OF_A_PICTURE * (number + 1):
        time.sleep(0.1)
    return wall, request, processor_seconds(pid) - process


def run(folder, rounds):
    password = secrets.token_urlsafe(12)
    environment = os.environ | {
        "DEBUG": "true",
        "SITE_URL": SITE,
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
        "STAMP_FILE": f"{folder}/stamp",
        "DJANGO_SUPERUSER_PASSWORD": password,
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
    superuser = ["createsuperuser", "--no-input", "--username", "a", "--email", "a@example.org"]
    subprocess.run([*manage, *superuser], cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "site_project.wsgi", "--workers", "1"]
    command += ["--bind", f"127.0.0.1:{PORT}", "--log-level", "error"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        return ask(server.pid, Path(folder) / "media", password, rounds)
    finally:
        server.terminate()
        server.wait()


def ask(pid, media, password, rounds):
    browser = Browser()
    for _ in range(300):
        try:
            token = TOKEN.search(browser.get("/admin/login/"))[1]
            break
        except OSError:
            time.sleep(0.1)
    browser.post("/admin/login/?next=/admin/", token, {"username": "a", "password": password})
    worker = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
    found = [measure(browser, worker, media, number) for number in range(rounds)]
    return [statistics.median(column) for column in zip(*found, strict=True)], most_memory_mb(
        worker
    )


def write(medians, memory, rounds):
    wall, request, process = medians
    text = f"""## Uploading

`docs/bench/uploading.py`: {SIZE[0]} × {SIZE[1]} pixels of blurred noise, harder to encode than
most photographs, through the admin's form; SQLite, one process and no task worker; medians of
{rounds}.

| an upload | s |
|---|---|
| until it is answered, over HTTP | {wall:.2f} |
| processor time of the request | {request:.2f} |
| processor time with {FILES_OF_A_PICTURE - 1} copies and crops, written beside | {process:.2f} |

The process took {memory:.0f} MB at most.

"""
    report = REPORT.read_text()
    report = re.sub(r"## Uploading\n.*?(?=\n## |\Z)", "", report, flags=re.DOTALL)
    REPORT.write_text(report.replace("## Recommendations\n", text + "## Recommendations\n", 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        write(*run(folder, rounds), rounds)


if __name__ == "__main__":
    main()
