"""Wait until the site at an address answers, or say that it does not: `answering.py BASE`."""

import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

SECONDS = 60


def wait_for(base: str) -> None:
    for _ in range(SECONDS * 4):
        try:
            urlopen(f"{base}/healthz", timeout=5).close()  # noqa: S310
        except URLError:
            time.sleep(0.25)
        else:
            return
    sys.exit(f"{base} does not answer.")


if __name__ == "__main__":
    wait_for(sys.argv[1])
