"""The supply of questions: seeded, skewed, with many different ones of each kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.store.facts import FactStore
from tests.benchmarks.compiled import compiled
from tests.benchmarks.questions import COMMANDS, Material, Questions, material

FACTS = 600


@pytest.fixture
async def asked(tmp_path: Path) -> Material:
    """What can be asked of a small made-up corpus."""
    store = await FactStore.open(compiled(FACTS, 1, tmp_path))
    try:
        return material(store, 1)
    finally:
        await store.close()


async def test_a_seed_draws_the_same_questions(asked: Material) -> None:
    """And another seed draws others."""
    drawn = [
        [ask for command in COMMANDS for ask in Questions(asked, seed).draw(command, 50)]
        for seed in (1, 1, 2)
    ]
    assert drawn[0] == drawn[1] != drawn[2]


async def test_there_are_many_different_questions_of_each_kind(asked: Material) -> None:
    """So that no answer that was kept answers all of them; help and a few articles set apart."""
    supply = Questions(asked, 1)
    different = {command: len(set(supply.draw(command, 1000))) for command in COMMANDS}
    assert different.pop("help") == 1
    assert different.pop("article") <= FACTS // 50
    assert min(different.values()) > 100, different


async def test_frequent_topics_are_asked_often(asked: Material) -> None:
    """By Zipf's law: the first about twice as often as the second, and every one at times."""
    topics = asked.keys["topic"]
    drawn = Questions(asked, 1).draw("timeline", 4000)
    times = Counter(dict(ask.options)["topic"] for ask in drawn)
    assert 1.6 < times[topics[0]] / times[topics[1]] < 2.5
    assert times.keys() == set(topics)


async def test_what_is_typed_begins_a_name(asked: Material) -> None:
    """A few letters of a label, or of a fact's id or words; sometimes nothing yet."""
    supply = Questions(asked, 1)
    labels = [label.lower() for label in asked.labels["measure"]]
    typed = [supply.typed("measure") for _ in range(300)]
    assert all(any(label.startswith(text) for label in labels) for text in typed)
    assert {len(text) for text in typed} == set(range(8))
