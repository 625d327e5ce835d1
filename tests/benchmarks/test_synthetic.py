"""The made-up corpus: the same everywhere, valid, and skewed as real ones are."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path

import pytest

from bot.corpus.model import ArticleFile, Corpus, Fact, Figure, Vocabulary
from bot.store.grouping import when
from bot.store.text import index_words
from tests.benchmarks.compiled import compiled
from tests.benchmarks.synthetic import articles
from tests.benchmarks.vocabulary import sizes, vocabulary

_FACTS = 4_000
_DIGEST = """
import hashlib
from itertools import islice
from tests.benchmarks.synthetic import articles
from tests.benchmarks.vocabulary import vocabulary
digest = hashlib.sha256(vocabulary(2000, 1).model_dump_json().encode())
for file in islice(articles(2000, 1), 10):
    digest.update(file.model_dump_json().encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def files() -> tuple[ArticleFile, ...]:
    """A corpus of 4,000 facts."""
    return tuple(articles(_FACTS, 7))


def _facts(files: tuple[ArticleFile, ...]) -> list[Fact]:
    return [fact for file in files for _, fact in file.facts()]


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_a_seed_gives_the_same_corpus_in_every_process(hash_seed: str) -> None:
    """However that process hashes strings; another seed gives another corpus."""
    environment = {**os.environ, "PYTHONPATH": ".", "PYTHONHASHSEED": hash_seed}
    made = subprocess.run(
        [sys.executable, "-c", _DIGEST], env=environment, capture_output=True, check=True
    )
    digest = hashlib.sha256(vocabulary(2000, 1).model_dump_json().encode())
    for file in islice(articles(2000, 1), 10):
        digest.update(file.model_dump_json().encode())
    assert made.stdout.decode().strip() == digest.hexdigest()
    assert next(articles(2000, 2)) != next(articles(2000, 1))


def test_it_is_valid(files: tuple[ArticleFile, ...]) -> None:
    """It reads back as itself, its keys are in the vocabulary, and its ids are its own."""
    words = vocabulary(_FACTS, 7)
    assert Vocabulary.model_validate_json(words.model_dump_json()) == words
    for file in files:
        assert ArticleFile.model_validate_json(file.model_dump_json()) == file
        assert file.article.person is None or file.article.person in words.people
        ids = [fact.id for _, fact in file.facts()]
        assert len(set(ids)) == len(ids)
    for fact in _facts(files):
        assert set(fact.topics) <= words.topics.keys()
        assert {*fact.people, *fact.speaker} <= words.people.keys()
        assert fact.happening is None or fact.happening in words.happenings
        assert not isinstance(fact, Figure) or fact.measure in words.measures
    assert {measure.unit for measure in words.measures.values()} <= words.units.keys()
    assert len({file.article.id for file in files}) == len(files)


@pytest.mark.parametrize("count", [1, 49, 1000, 1234])
def test_it_has_exactly_so_many_facts(count: int) -> None:
    """In articles of some fifty."""
    found = [len(file.facts()) for file in articles(count, 3)]
    assert sum(found) == count
    assert len(found) == max(1, count // 50)


def test_few_topics_people_and_measures_are_frequent_and_many_are_rare(
    files: tuple[ArticleFile, ...],
) -> None:
    """The commonest topic is in more than a fifth of the facts, the middle one in few."""
    facts = _facts(files)
    topics = Counter(key for fact in facts for key in fact.topics)
    people = Counter(key for fact in facts for key in fact.people)
    measures = Counter(fact.measure for fact in facts if isinstance(fact, Figure))
    for counts, most, middle in ((topics, 5, 50), (people, 5, 100), (measures, 50, 100)):
        ordered = sorted(counts.values(), reverse=True)
        assert ordered[0] > len(facts) / most
        assert ordered[len(ordered) // 2] < len(facts) / middle


def test_words_grow_with_the_square_root_of_the_text(files: tuple[ArticleFile, ...]) -> None:
    """Heaps' law: four times the text has about twice the words."""
    texts = [text for fact in _facts(files) for text in (fact.what, fact.quote)]
    distinct = [
        len({word for text in texts[: len(texts) // part] for word, _ in index_words(text)})
        for part in (4, 1)
    ]
    assert 1.6 < distinct[1] / distinct[0] < 2.6


def test_sizes_are_those_of_the_bundled_facts(files: tuple[ArticleFile, ...]) -> None:
    """Means of the words of texts, and of topics and people a fact."""
    facts = _facts(files)

    def mean(values: list[int]) -> float:
        return sum(values) / len(facts)

    assert mean([len(fact.what.split()) for fact in facts]) == pytest.approx(11.5, rel=0.1)
    assert mean([len(fact.quote.split()) for fact in facts]) == pytest.approx(12.6, rel=0.1)
    assert mean([len(fact.topics) for fact in facts]) == pytest.approx(1.74, rel=0.1)
    assert mean([len(fact.people) for fact in facts]) == pytest.approx(1.98, rel=0.1)
    assert mean([len(fact.notes) for fact in facts]) == pytest.approx(0.64, rel=0.15)
    documents = [len(fact.model_dump_json(exclude_defaults=True)) for fact in facts]
    assert mean(documents) == pytest.approx(520, rel=0.15)


def test_happenings_are_told_by_one_to_six_articles(files: tuple[ArticleFile, ...]) -> None:
    """By few as a rule, by six now and then; an account in seven facts."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for file in files:
        for _, fact in file.facts():
            if fact.happening:
                told[fact.happening].add(file.article.id)
    assert sorted({len(by) for by in told.values()}) == [1, 2, 3, 4, 5, 6]
    assert 1.8 < sum(map(len, told.values())) / len(told) < 3
    accounts = sum(fact.happening is not None for fact in _facts(files))
    assert len(_facts(files)) / 9 < accounts < len(_facts(files)) / 6


def test_dates_are_of_all_precisions(files: tuple[ArticleFile, ...]) -> None:
    """Over 1900 to 2026; a tenth is undated."""
    dates = [when(fact) for fact in _facts(files)]
    found = [date for date in dates if date is not None]
    assert 0.08 < 1 - len(found) / len(dates) < 0.12
    assert {date.precision.name for date in found} == {"DAY", "MONTH", "SEASON", "YEAR", "DECADE"}
    assert {date.start.year // 10 for date in found if date.start} == set(range(190, 203))
    assert any(date.open_end for date in found)
    assert any(date.open_start for date in found)
    assert any(date.unknown_end for date in found)
    assert any(date.is_interval and date.start and date.end for date in found)


def test_the_vocabulary_grows_less_than_the_facts() -> None:
    """A thousand times the facts have some thirty times the topics."""
    small, large = sizes(1_000), sizes(1_000_000)
    assert (small.topics, small.people) == (60, 200)
    assert (large.topics, large.people) == (2_005, 20_000)


def test_a_database_is_compiled_once(tmp_path: Path) -> None:
    """Then it is taken from the folder."""
    path = compiled(60, 1, tmp_path)
    made = path.stat().st_mtime_ns
    assert compiled(60, 1, tmp_path) == path
    assert path.stat().st_mtime_ns == made
    assert compiled(60, 2, tmp_path) != path


def test_it_makes_a_corpus(files: tuple[ArticleFile, ...]) -> None:
    """The whole is of the models, without a check left out."""
    whole = Corpus(vocabulary=vocabulary(_FACTS, 7), articles=files)
    assert Corpus.model_validate(whole.model_dump()) == whole
