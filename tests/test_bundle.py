"""The bundled corpus as files: complete in three languages, with schemas of today's format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.model import ArticleFile, Vocabulary
from bot.corpus.tree import parse

FACTS = Path(__file__).parents[1] / "facts"


@pytest.mark.parametrize(
    ("name", "model"), [("article", ArticleFile), ("vocabulary", Vocabulary)], ids=["a", "v"]
)
def test_the_schemas_for_editors_are_of_todays_format(name: str, model: Any) -> None:
    """Whoever changes the model writes them anew with `python -m bot schema`."""
    kept = json.loads((FACTS / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(model.model_json_schema(mode="validation")))


def test_every_label_stands_in_three_languages() -> None:
    """English may stand in for the others in a team's own corpus, not in this one."""
    vocabulary = parse((FACTS / "vocabulary.yaml").read_text(encoding="utf-8")).value
    missing = [
        f"{group}.{key}"
        for group in ("topics", "people", "units", "measures", "happenings")
        for key, term in vocabulary[group].items()
        for labels in (term, *([term["direction"]] if term.get("direction") else []))
        if not (labels.get("ru") and labels.get("zh"))
    ]
    assert missing == []
