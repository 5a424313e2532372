"""
What a search costs in processor time, on the database that DATABASE_URL names.

Run by `make bench` on a scratch database that `make_sample` filled and `rebuild_search` indexed.
PostgreSQL's own process is counted with this one, as the kernel counts it.
"""

# ruff: noqa: E402, T201

import os
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_project.settings")

import django

django.setup()

from django.db import connection
from django.test import RequestFactory

from reviews.models import Article, SearchEntry
from reviews.search.finding import find
from reviews.search.query import parse
from reviews.search.suggesting import near_names
from reviews.search.views import search

SAMPLED_TEXTS = 300
RUNS = 20
COMMON_MS, RARE_MS = 100, 5


def server_seconds() -> float:
    """Processor time of the database's process for this connection; 0 where it is this one."""
    if connection.vendor != "postgresql":
        return 0.0
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def cost_ms(act) -> float:
    act()
    began = time.process_time() + server_seconds()
    for _ in range(RUNS):
        act()
    return (time.process_time() + server_seconds() - began) * 1000 / RUNS


def words_of_the_sample() -> Counter:
    """In how many of some texts each word stands."""
    texts = SearchEntry.objects.order_by("pk").values_list("text", flat=True)[:SAMPLED_TEXTS]
    return Counter(word for text in texts for word in set(text.split()))


def rarest(counts: Counter) -> str:
    """A word that is found, in as few articles as any of the rare words of the sample."""
    rare = [word for word, count in counts.items() if count == 1][:200]
    found = {word: len(find(parse(word)).pks) for word in rare}
    return min((word for word in rare if found[word]), key=found.get)


def page_of(typed: str):
    request = RequestFactory().get("/search/", {"q": typed})
    return lambda: search(request).render()


def report(name: str, typed: str, limit: int | None = None) -> None:
    query = parse(typed)
    found = find(query)
    alone = cost_ms(lambda: find(query))
    page = cost_ms(page_of(typed))
    verdict = "" if limit is None else f"  (at most {limit}: {'yes' if alone <= limit else 'NO'})"
    count = f"{len(found.pks)}{'+' if found.is_capped else ''}"
    print(f"{name:28} {count:>5} found  {alone:7.2f} ms  page {page:7.2f} ms{verdict}")


def main() -> None:
    counts = words_of_the_sample()
    (common, _), (second, _), *_ = counts.most_common()
    middle = next(word for word, count in counts.items() if count == SAMPLED_TEXTS // 30)
    rare = rarest(counts)
    print(f"{connection.vendor}: {Article.objects.count()} articles, in ms of processor time")
    report("the commonest word", common, COMMON_MS)
    report("the two commonest", f"{common} {second}", COMMON_MS)
    report("the same as a phrase", f'"{common} {second}"')
    report("a word of every thirtieth", middle)
    report("a rare word", rare, RARE_MS)
    report("a rare and the commonest", f"{rare} {common}", RARE_MS)
    report("nothing", "qqqqq", RARE_MS)
    print(f"{'names like a mistyped one':28} {cost_ms(lambda: near_names('solarsi')):20.2f} ms")


if __name__ == "__main__":
    main()
