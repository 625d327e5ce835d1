"""The models: what each field takes, and that the JSON Schema agrees for an editor's YAML."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import BaseModel, ValidationError

from bot.corpus.dates import parse_edtf
from bot.corpus.model import ArticleFile, Figure, Strict, Vocabulary, public_id
from bot.corpus.proof import SealFile
from bot.corpus.tree import parse
from tests.corpus.make import (
    ARTICLE,
    SLUG,
    VOCABULARY,
    event,
    facts_folder,
    figure,
    quote,
    read_corpus,
    replaced,
)

MODELS: dict[str, type[Strict]] = {"article": ArticleFile, "vocabulary": Vocabulary}


def as_an_editor_sees_it(text: str) -> Any:
    """What an ordinary YAML loader makes of a file: numbers, booleans, null; dates as text, for
    the YAML 1.2 that editors speak has none.
    """
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def schema_refuses(model: type[BaseModel], text: str) -> list[str]:
    found = validator(model).iter_errors(as_an_editor_sees_it(text))
    return [error.message for error in found]


@cache
def validator(model: type[BaseModel]) -> jsonschema.Draft202012Validator:
    schema = model.model_json_schema(mode="validation")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def reader_refuses(folder: Path, name: str, text: str) -> list[str]:
    article = text if name == "article" else ARTICLE
    vocabulary = text if name == "vocabulary" else VOCABULARY
    found = read_corpus(facts_folder(folder, {SLUG: article}, vocabulary)).problems
    return [str(problem) for problem in found]


@pytest.mark.parametrize(("name", "text"), [("article", ARTICLE), ("vocabulary", VOCABULARY)])
def test_the_schema_takes_the_full_sample(name: str, text: str) -> None:
    """Lists and single keys, numbers, dates, empty values: nothing good is underlined."""
    assert schema_refuses(MODELS[name], text) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("article", "title: Rivers and borders", "title: 1984"),
        ("article", "title: Rivers and borders", "title: yes"),
        ("article", "title: Rivers and borders", "title:"),
        ("article", "when: 2022-06-10", "when: '2022-06-10'"),
        ("article", "date: 2023-03-01~", "date: 2023"),
        ("article", "value: 190", "value: 190.50"),
        ("article", "value: 190", 'value: "190"'),
        ("article", "speaker: ministry", "speaker: [ministry]"),
        ("article", "speaker: [li]", "speaker:\n      - li\n      - ministry"),
        ("article", "retired: [old-ferry]", "retired: old-ferry"),
        ("article", "retired: [old-ferry]", "retired:"),
        ("article", "    topics: border\n", "    topics: 2022\n"),
        ("article", ("  ignored:\n    - words: the two neighbours\n      reason: Not a measurement;"
         " the two states.\n"), "  ignored:\n"),
        ("article", "relation: claim", "relation: claim\n    voice:\n    low:\n    status:"),
        ("article", "format: 1", 'format: "1"'),
        ("vocabulary", "aliases: frontier", "aliases: [frontier, 38]"),
        ("vocabulary", "aliases: frontier", "aliases: "),
        ("vocabulary", "kind: person\n    en: Li", "kind: person\n    en: no"),
        ("vocabulary", "happenings:\n", "happenings:\n  2022: {en: a, ru: b, zh: c}\n"),
        ("vocabulary", "units:\n", "units:\n  t:\n    en: t\n    forms:\n    times:\n"),
        ("vocabulary", "units:\n", "units:\n  t:\n    en: t\n    times:\n      ru:\n"),
        ("vocabulary", "units:\n", 'units:\n  t: {en: t, times: {zh: "100", ru: 0.01}}\n'),
        ("vocabulary", "units:\n", "units:\n  t:\n    en: t\n    forms: {en: {one: t}}\n"),
    ],
)  # fmt: skip
def test_the_schema_takes_what_the_reader_takes(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    """However an editor's YAML types it."""
    text = replaced(ARTICLE if name == "article" else VOCABULARY, old, new)
    assert reader_refuses(tmp_path, name, text) == []
    assert schema_refuses(MODELS[name], text) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("article", "retired: [old-ferry]", "retire: [old-ferry]"),
        ("article", "  outlet:\n", "  outlets:\n"),
        ("article", "    when: 2024\n", "    wen: 2024\n"),
        ("article", "        rival: 2022-06-11", "        rivals: 2022-06-11"),
        ("article", "format: 1", "format: 2"),
        ("article", "format: 1", "format:"),
        ("article", "  short: Smith\n", ""),
        ("article", "  short: Smith\n", "  short:\n"),
        ("article", "status: planned", "status: soon"),
        ("article", "short: Smith", "short: [Smith]"),
        ("article", "short: Smith", f"short: {'x' * 81}"),
        ("article", "id: little-known", "id: Little Known"),
        ("article", "speaker: ministry", "speaker: {ministry: x}"),
        ("article", "speaker: [li]", "speaker: [Li]"),
        ("article", "value: 190", "value: [190]"),
        ("article", "when: 2022-06-10", "when: [2022]"),
        ("article", "retired: [old-ferry]", "events: {}"),
        ("vocabulary", "aliases: frontier", "alias: frontier"),
        ("vocabulary", "kind: person\n    en: Li", "kind: someone\n    en: Li"),
        ("vocabulary", "  amur-bridge:", "  Amur Bridge:"),
        ("vocabulary", "topics:\n", "topics:\n  culture:\n"),
        ("vocabulary", "    unit: percent\n", ""),
        ("vocabulary", "units:\n", "units:\n  t: {en: ts, forms: {en: t}}\n"),
        ("vocabulary", "units:\n", "units:\n  t: {en: ts, forms: {zh: {one: t}}}\n"),
        ("vocabulary", "units:\n", "units:\n  t: {en: ts, forms: {en: {one: t, few: t}}}\n"),
        ("vocabulary", "units:\n", "units:\n  t: {en: ts, forms: {ru: {one: t, few: t}}}\n"),
        ("vocabulary", "units:\n", "units:\n  t: {en: ts, times: 10}\n"),
        ("vocabulary", "units:\n", "units:\n  t: {en: ts, times: {zh: [10]}}\n"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    """Unknown keys at every level, missing and wrong values: the editor underlines them."""
    text = replaced(ARTICLE if name == "article" else VOCABULARY, old, new)
    assert reader_refuses(tmp_path, name, text) != []
    assert schema_refuses(MODELS[name], text) != []


def test_the_schema_names_its_dialect_and_tells_what_fields_mean() -> None:
    """An editor shows the descriptions while one types."""
    schema = ArticleFile.model_json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$defs"]["Figure"]["description"].startswith("A measured number")
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("given", "number"),
    [("146.8", "146.8"), ("190", "190"), ("146.80", "146.80"), ("-5", "-5"), ("+5", "5"),
     (190, "190"), (146.8, "146.8"), (Decimal("1.50"), "1.50"), ("9" * 20, "9" * 20)],
    ids=repr,
)  # fmt: skip
def test_a_plain_number_is_taken_digit_by_digit(given: Any, number: str) -> None:
    """146.80 stays 146.80: how many digits an article gives is part of what it says."""
    value = figure(value=given).value
    assert (value, str(value)) == (Decimal(number), number)


@pytest.mark.parametrize(
    "given",
    ["1e3", "1_000", "1,000", "146,8", "nan", "Infinity", "-inf", "", "190 billion", "190%", "0x10",
     "１９０", " 190", ".5", "5.", "9" * 21, "1" + "0" * 10_000, True, [], {}],
    ids=lambda given: repr(given)[:12],
)  # fmt: skip
def test_anything_else_is_no_number(given: Any) -> None:
    """Neither exponents nor separators, and nothing that takes long to work out."""
    with pytest.raises(ValidationError) as caught:
        figure(value=given)
    assert len(str(caught.value.errors()[0]["ctx"]["error"])) < 200


def test_dates_keep_their_precision_and_their_text() -> None:
    """A month is no first day, and comes out as it was written."""
    made = event(when="2001-07~")
    assert made.when == parse_edtf("2001-07~")
    assert made.model_dump()["when"] == "2001-07~"


def test_white_space_in_running_text_is_one_space() -> None:
    """YAML folds lines, and people indent them."""
    made = quote(quote=" the river\n   joins\tus ", what="On\n rivers.")
    assert (made.quote, made.what) == ("the river joins us", "On rivers.")


@pytest.mark.parametrize(
    ("field", "longest"), [("what", 240), ("quote", 1000), ("derived_how", 700), ("occasion", 240)]
)
def test_running_text_has_a_longest_length(field: str, longest: int) -> None:
    """Counted after white space is folded."""
    assert getattr(quote(**{field: "x" * longest + "\n"}), field) == "x" * longest
    with pytest.raises(ValidationError):
        quote(**{field: "x" * (longest + 1)})
    with pytest.raises(ValidationError):
        quote(**{field: " \n"})


@pytest.mark.parametrize("key", ["a", "a-b", "2022", "a1-b2-c3", "x" * 59])
def test_keys_are_small_letters_digits_and_single_hyphens(key: str) -> None:
    """They stand in links."""
    assert quote(id=key).id == key


@pytest.mark.parametrize(
    "key", ["", "-a", "a-", "a--b", "A", "a_b", "a b", "é", "a\n", "a/b", "x" * 60, "٣"]
)
def test_anything_else_is_no_key(key: str) -> None:
    """Not even with a line end behind it, or digits of another script."""
    with pytest.raises(ValidationError):
        quote(id=key)


def test_one_key_may_stand_where_a_list_may() -> None:
    """And nothing is the empty list."""
    assert quote(topics="trade").topics == ("trade",)
    assert quote(topics=["trade", "border"]).topics == ("trade", "border")
    assert quote(topics=None).topics == ()


def test_a_known_key_left_empty_is_left_out_and_an_unknown_one_is_refused() -> None:
    """Nothing after the colon means: not known."""
    assert figure(status=None, low=None) == figure()
    with pytest.raises(ValidationError, match="Extra inputs"):
        figure(lows=None)
    with pytest.raises(ValidationError, match="Field required"):
        figure(measure=None)


def test_facts_come_in_the_files_order_with_their_kind() -> None:
    """Events, then figures, then quotes."""
    file = ArticleFile.model_validate(parse(ARTICLE).value)
    assert [(kind, fact.id) for kind, fact in file.facts()] == [
        ("event", "bridge-opened"),
        ("event", "customs-house"),
        ("figure", "trade-2022"),
        ("figure", "river-share"),
        ("figure", "grain"),
        ("quote", "river-joins"),
        ("quote", "little-known"),
    ]


def test_facts_do_not_change() -> None:
    """A fact that was proved stays what was proved."""
    made = figure()
    with pytest.raises(ValidationError):
        made.value = Decimal(200)  # type: ignore[misc]


def test_a_public_id_is_article_and_fact() -> None:
    """The id that people cite."""
    assert public_id(SLUG, "trade-2022") == "smith-2025/trade-2022"


@pytest.mark.parametrize(
    "seal", ["0-5", "0-5:xyz", f"0-{'9' * 5000}:{'a' * 32}", f"0-٥:{'a' * 32}", f"-1-5:{'a' * 32}"]
)
def test_a_seal_of_another_shape_is_refused(seal: str) -> None:
    """Also one whose numbers Python would refuse to read."""
    with pytest.raises(ValidationError):
        SealFile(format="1", article="a", text="sha256:" + "0" * 64, seals={"x": seal})


def test_figures_carry_their_measure() -> None:
    """A number without its quantity is none."""
    assert "measure" in Figure.model_json_schema()["required"]
