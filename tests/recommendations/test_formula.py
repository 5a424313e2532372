"""
The score worked out once more, by the formula of scoring.py alone: dictionaries, pair by pair.

Whole numbers are taken where the engine takes them, so that ties are ties for both.
"""

import math
from collections import Counter
from random import Random

import pytest

from recommendations.paper import Paper
from recommendations.scoring import KINDS, Settings
from recommendations.terms import words
from tests.recommendations.papers import document

SEEDS = range(30)
TAG_UNIT, TEXT_UNIT, HEAVIEST = 2**20, 2**15, 200
SHARE_OF_KIND = {"show": 2, "person": 1, "theme": 1}


def made_up_paper(random):
    """Texts and tags by article, of so few different ones that much is shared and much ties."""
    vocabulary = [f"word{number}" for number in range(random.randint(5, 90))]
    tags = [f"{kind}:{number}" for kind in KINDS for number in range(random.randint(1, 8))]
    tags.append("theme:everybody")
    days = [random.randint(0, 4) for _ in range(40)]
    return {
        number: {
            "text": " ".join(
                random.choices(vocabulary, k=random.choice([0, random.randint(0, 60)]))
            ),
            "tags": {"theme:everybody", *random.sample(tags, random.randint(0, len(tags) // 2))},
            "day": days[number],
        }
        for number in sorted(random.sample(range(40), random.randint(1, 40)))
    }


def tag_weights(paper):
    carriers = Counter(tag for article in paper.values() for tag in article["tags"])
    return {
        tag: round(SHARE_OF_KIND[tag.split(":")[0]] * math.log((len(paper) + 1) / df) * TAG_UNIT)
        for tag, df in carriers.items()
    }


def text_vectors(paper):
    """For each article its heaviest words that some other article has too, as a unit vector."""
    counts = {number: Counter(words(article["text"])) for number, article in paper.items()}
    df = Counter(word for counted in counts.values() for word in counted)
    vectors = {}
    for number, counted in counts.items():
        weights = {
            word: (1 + math.log(tf)) * math.log((len(paper) + 1) / df[word])
            for word, tf in counted.items()
            if df[word] > 1
        }
        assert len(weights) <= HEAVIEST
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1
        vectors[number] = {
            word: round(weight / length * TEXT_UNIT) for word, weight in weights.items()
        }
    return vectors


def ranked(paper, source, threshold=0.25):
    """The articles related to `source`, best first, with their scores."""
    weights, vectors = tag_weights(paper), text_vectors(paper)
    tags, text = {}, {}
    for other in paper.keys() - {source}:
        shared = paper[source]["tags"] & paper[other]["tags"]
        points = sum(weights[tag] for tag in shared)
        if points / TAG_UNIT >= threshold:
            tags[other] = points
            mine, theirs = vectors[source], vectors[other]
            text[other] = sum(mine[word] * theirs[word] for word in mine.keys() & theirs.keys())
    most_tags, most_text = max(tags.values(), default=0), max(text.values(), default=0)
    scores = {x: tags[x] / most_tags + (text[x] / most_text if most_text else 0) for x in tags}
    order = sorted(scores, key=lambda x: (-scores[x], -paper[x]["day"], -x))
    return [(x, scores[x]) for x in order]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_ranks_as_the_formula_says(seed):
    paper = made_up_paper(Random(seed))  # noqa: S311
    documents = [
        document(number, " ".join(article["tags"]), article["text"], days=article["day"])
        for number, article in paper.items()
    ]
    engine = Paper(documents, Settings())

    for source in paper:
        expected = ranked(paper, source)
        found = [(match.target, match.score) for match in engine.matches(source)]
        assert [x for x, _ in found[:4]] == [x for x, _ in expected[:4]]
        assert found == [(x, pytest.approx(score, abs=1e-9)) for x, score in expected]


def test_in_the_made_up_papers_much_ties_and_much_is_not_related():
    """Else the test above would say little."""
    ties = unrelated = 0
    for seed in SEEDS:
        paper = made_up_paper(Random(seed))  # noqa: S311
        for source in paper:
            scores = [score for _, score in ranked(paper, source)[:5]]
            ties += len(scores) > len(set(scores))
            unrelated += len(scores) < len(paper) - 1
    assert min(ties, unrelated) > 20
