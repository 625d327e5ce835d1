"""What differs between two states of the corpus: every field, in words, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings

from bot.corpus.dates import Edtf, parse_edtf
from bot.corpus.difference import (
    AFTER,
    Change,
    Difference,
    EventChange,
    FieldChange,
    Remembered,
    Section,
    Side,
    compare,
)
from bot.corpus.fields import differing
from bot.corpus.model import (
    Article,
    ArticleFile,
    Corpus,
    Direction,
    EnglishForms,
    Figure,
    Forms,
    Labels,
    Measure,
    Note,
    Person,
    Publication,
    RussianForms,
    Strict,
    Term,
    Times,
    Unit,
    Vocabulary,
)
from tests.corpus.states import sides
from tests.store.factories import article, event, figure, file, quote, vocabulary

WORDS = vocabulary()


def side(*files: ArticleFile, words: Vocabulary = WORDS) -> Side:
    """A state of the corpus."""
    return Side(words, {each.article.id: each for each in files})


def changes(old: Side, new: Side) -> tuple[Change, ...]:
    """What changed from one to the other."""
    return compare(old, new).changes


def fields(old: Strict, new: Strict) -> dict[str, tuple[str, str]]:
    """The fields that differ between two models."""
    return {name: (was, now) for name, was, now in differing(old, new)}


def told(old: Side, new: Side, **others: list[Remembered]) -> list[EventChange]:
    """The events that anniversaries show otherwise."""
    return list(compare(old, new, {k.replace("_", "-"): v for k, v in others.items()}).events)


def test_a_difference_reads_as_the_files_do() -> None:
    """Articles in the order of the files with their facts, those that are gone last, then words."""
    old = side(
        file("b", event("signed", "2001-07-16", what="Signed."), event("met", "2001")),
        file(
            "a",
            figure("trade", value="146.8", period="2021"),
            quote("hope"),
            quote("fear", what="Fear."),
        ),
        file("c", event("left")),
    )
    new = side(
        file(
            "a",
            event("trade", "2021", what="Trade began."),
            quote("hope", "putin", topics=["gas", "trade"]),
            retired=("fear",),
        ),
        file("a-b", event("new", what="New.")),
        file("b", event("signed", "2001-07-19", what="Signed at last.")),
        words=vocabulary(topics={"gas": {"en": "Gas"}, "trade": {"en": "Trade"}}),
    )
    assert changes(old, new) == (
        Change("article", "a-b", "added", "A-b"),
        Change("event", "a-b/new", "added", "New."),
        Change(
            "event",
            "a/trade",
            "changed",
            "Trade began.",
            (
                FieldChange("kind", "figure", "event"),
                FieldChange("what", "An amount.", "Trade began."),
                FieldChange("quote", "so much", "it"),
                FieldChange("when", "", "2021"),
                FieldChange("status", "measured", "happened"),
                FieldChange("measure", "bilateral-trade", ""),
                FieldChange("value", "146.8", ""),
                FieldChange("relation", "exactly", ""),
                FieldChange("period", "2021", ""),
            ),
        ),
        Change(
            "quote",
            "a/hope",
            "changed",
            "On something.",
            (
                FieldChange("voice", "author", "reported"),
                FieldChange("speaker", "", "putin"),
                FieldChange("topics", "", "gas, trade"),
            ),
        ),
        Change("quote", "a/fear", "retired", "Fear."),
        Change(
            "event",
            "b/signed",
            "changed",
            "Signed at last.",
            (
                FieldChange("what", "Signed.", "Signed at last."),
                FieldChange("when", "2001-07-16", "2001-07-19"),
            ),
        ),
        Change("event", "b/met", "gone", "It happened."),
        Change("article", "c", "gone", "C"),
        Change("event", "c/left", "gone", "It happened."),
        Change(
            "topic",
            "gas",
            "changed",
            "Gas",
            (
                FieldChange("en", "Natural gas", "Gas"),
                FieldChange("ru", "Природный газ", ""),
                FieldChange("zh", "天然气", ""),
                FieldChange("aliases", "газ, LNG", ""),
            ),
        ),
        Change(
            "topic",
            "trade",
            "changed",
            "Trade",
            (
                FieldChange("ru", "Торговля", ""),
                FieldChange("zh", "贸易", ""),
                FieldChange("aliases", "commerce", ""),
            ),
        ),
        Change("topic", "treaty", "gone", "Treaties"),
        Change("topic", "space", "gone", "Space"),
    )


def test_an_article_is_told_by_its_parts() -> None:
    """Its date has a name of its own; of its notes and ignored words, those that differ stand."""
    note = {"text": "Kept.", "source": "A record"}
    old = article(notes=[{"text": "Undated.", "source": "The text"}, note])
    new = article(
        published={"date": "2022-02-16~", "basis": "inferred", "why": "it says so"},
        coverage="partial",
        notes=[note, {"text": "Dated.", "source": "The text"}],
        ignored=[{"words": "two states", "reason": "no measurement"}],
    )
    assert changes(side(file(old)), side(file(new))) == (
        Change(
            "article",
            "one",
            "changed",
            "One",
            (
                FieldChange("published.date", "2022-02-15", "2022-02-16~"),
                FieldChange("published.basis", "stated", "inferred"),
                FieldChange("coverage", "full", "partial"),
                FieldChange("notes", "Undated. (source: The text)", "Dated. (source: The text)"),
                FieldChange("ignored", "", "two states (reason: no measurement)"),
            ),
        ),
    )


def test_notes_are_told_whole() -> None:
    """With their source, what they dispute and the rival date; a change of their order is one."""
    disputing = {"text": "The 16th.", "source": "A", "disputes": "when", "rival": "2001-07-16"}
    plain = {"text": "Once.", "source": "B"}
    one = event("x", "2001-07-19", notes=[disputing])
    two = event("x", "2001-07-19", notes=[disputing, plain])
    turned = event("x", "2001-07-19", notes=[plain, disputing])
    shown = "The 16th. (source: A; disputes: when; rival: 2001-07-16)"
    assert list(differing(event("x", "2001-07-19"), one)) == [("notes", "", shown)]
    assert list(differing(one, two)) == [("notes", "", "Once. (source: B)")]
    assert list(differing(two, turned)) == [
        ("notes", shown, "Once. (source: B)"),
        ("notes", "Once. (source: B)", shown),
    ]


def test_white_space_that_yaml_folds_is_no_change() -> None:
    """Nor is a label that was left out, and is now given as the English one."""
    old = side(file("one", event("x", what="It  happened\n  here.")))
    new = side(file("one", event("x", what="It happened here.")))
    bare = vocabulary(topics={"gas": {"en": "Gas"}})
    full = vocabulary(topics={"gas": {"en": "Gas", "ru": "Gas", "zh": "Gas"}})
    assert compare(old, new) == Difference((), ())
    assert compare(side(words=bare), side(words=full)) == Difference((), ())
    assert compare(side(words=bare), side(words=vocabulary(topics={"gas": {"en": "LNG"}}))) == (
        Difference(
            (Change("topic", "gas", "changed", "LNG", (FieldChange("en", "Gas", "LNG"),)),), ()
        )
    )


def test_digits_are_a_change_also_where_the_number_is_the_same() -> None:
    """They say how exact it is, and are shown."""
    assert fields(figure("x", value="1.5"), figure("x", value="1.50")) == {"value": ("1.5", "1.50")}


def test_a_list_is_told_with_its_own_commas_marked() -> None:
    """`a, b` is one alias or two."""
    one, two = Term(en="A", aliases=("x, y",)), Term(en="A", aliases=("x", "y"))
    assert fields(one, two) == {"aliases": ('"x, y"', "x, y")}


def test_order_is_told_by_what_was_moved() -> None:
    """Lists follow the order of words and facts; what makes room for a moved one was not moved."""
    keys = ("a", "b", "c", "d", "e")
    old = vocabulary(topics={key: {"en": key} for key in keys})
    new = vocabulary(topics={key: {"en": key} for key in ("d", "a", "new", "b", "c")})
    assert changes(side(words=old), side(words=new)) == (
        Change("topic", "d", "changed", "d", (FieldChange(AFTER, "c", ""),)),
        Change("topic", "new", "added", "new"),
        Change("topic", "e", "gone", "e"),
    )
    facts = [event(key) for key in keys]
    moved = [facts[0], facts[3], facts[4], facts[1], facts[2]]
    assert changes(side(file("one", *facts)), side(file("one", *moved))) == (
        Change("event", "one/d", "changed", "It happened.", (FieldChange(AFTER, "c", "a"),)),
    )


def test_an_id_that_was_retired_is_told_where_it_was_no_fact() -> None:
    """With a fact it is told of the fact."""
    none = side(file("one"))
    held = side(file("one", event("x"), retired=("y",)))
    retired = side(file("one", retired=("x", "y")))
    assert changes(held, retired) == (Change("event", "one/x", "retired", "It happened."),)
    assert changes(retired, held) == (Change("event", "one/x", "added", "It happened."),)
    assert changes(none, retired) == (
        Change("article", "one", "changed", "One", (FieldChange("retired", "", "x, y"),)),
    )


def test_an_event_is_told_on_its_days_before_and_after() -> None:
    """A month only where no account knows the day, and none of what is about right or a period."""
    old = side(file("a", event("x", "2001-07-19", topics=["gas"]), event("y", "2004-02-29")))
    new = side(file("a", event("x", "2001-08", topics=["trade"]), event("y", "2004-02-29~")))
    assert told(old, new) == [
        EventChange("a/x", "changed", "It happened.", ((7, 19),), (8,), ("gas", "trade"), False),
        EventChange("a/y", "changed", "It happened.", ((2, 29),), (), (), False),
    ]


def test_an_account_is_told_with_all_accounts_of_its_happening() -> None:
    """Also with those of articles that did not change; and in both where it went to another."""
    mine = {"happening": "treaty-signed"}
    note = {"text": "No.", "source": "A", "disputes": "when"}
    old = side(file("a", event("x", "2001-07", notes=[note], **mine)))
    new = side(file("a", event("x", "2001-07", what="Signed.", notes=[note], **mine)))
    others = [
        Remembered(parse_edtf("2001-07-16"), ("treaty",), disputed=False),
        Remembered(None, ("space",), disputed=False),
    ]
    both = ("space", "treaty")
    assert told(old, new, treaty_signed=others) == [
        EventChange("a/x", "changed", "Signed.", ((7, 16),), (), both, True)
    ]
    assert told(old, new) == [EventChange("a/x", "changed", "Signed.", (), (7,), (), True)]
    alone = side(file("a", event("x", "2001-07", notes=[note])))
    assert told(old, alone, treaty_signed=others) == [
        EventChange("a/x", "changed", "It happened.", ((7, 16),), (7,), both, False)
    ]


def test_what_was_moved_along_is_told_on_its_days() -> None:
    """It is no change by itself, but posts tell the events of a day in the order of the files."""
    old = [event("a", "2001-07-19"), event("b", "2001-07-20"), event("c"), event("d", "1990-07-19")]
    new = [old[2], old[3], old[0], old[1]]
    difference = compare(side(file("one", *old)), side(file("one", *new)))
    assert [change.id for change in difference.changes] == ["one/c"]
    assert {each.id: each.days for each in difference.events} == {
        "one/c": (),
        "one/d": ((7, 19),),
    }


def test_a_kind_that_changed_takes_an_event_away() -> None:
    """The event that was there is told no more; a figure is told on no day."""
    old = side(file("a", event("x", "2001-07-19")))
    new = side(file("a", figure("x", period="2001-07-20")))
    assert told(old, new) == [
        EventChange("a/x", "changed", "An amount.", ((7, 19),), (), (), False)
    ]


def test_what_posts_show_of_an_article_changes_all_its_events() -> None:
    """Its date does, its coverage does not."""
    facts = (event("x", "2001-07-19"), figure("n"))
    old = side(file(article(), *facts))
    assert told(old, side(file(article(coverage="partial"), *facts))) == []
    assert told(old, side(file(article(author="Anna"), *facts))) == [
        EventChange("one/x", "changed", "It happened.", ((7, 19),), (), (), False)
    ]
    other = {"date": "2022-02-15", "basis": "stated", "why": "it says so elsewhere"}
    assert told(old, side(file(article(published=other), *facts))) == []


OTHER: dict[Any, Any] = {
    "id": "other", "kind": "person", "status": "ongoing", "relation": "about", "voice": "direct",
    "basis": "filed", "coverage": "partial", "language": "ru", "url": "https://example.org/",
    "disputes": "when",
}  # fmt: skip
"""Another value than the plain models have, of fields that take only some."""

LABELS: dict[str, Any] = {"en": "A", "ru": "Б", "zh": "中"}

PLAIN: tuple[Strict, ...] = (
    event("x"),
    figure("x"),
    quote("x"),
    article(),
    Term(**LABELS),
    Person(kind="body", **LABELS),
    Measure(unit="u", **LABELS),
    Unit(**LABELS),
)


def values(model: Strict, name: str) -> Any:
    """What a field can be besides."""
    match (model, name):
        case (Article(), "kind"):
            return "news"
        case (Figure(), "status"):
            return "forecast"
        case (_, "published"):
            return Publication(date=parse_edtf("1999"), basis="filed", why="So.")
        case (_, "direction"):
            return Direction(en="up")
        case (_, "forms"):
            return {"en": {"one": "a"}, "ru": {"one": "б", "few": "в", "other": "г"}}
        case (_, "times"):
            return {"zh": "10"}
        case (_, "notes"):
            return [{"text": "A note.", "source": "S"}]
        case (_, "ignored"):
            return [{"words": "w", "reason": "r"}]
        case (_, "when" | "period" | "as_of"):
            return "1999"
        case (_, "value" | "low" | "high"):
            return "7"
    return OTHER.get(name, "other")


@pytest.mark.parametrize(
    ("model", "name"),
    [(model, name) for model in PLAIN for name in type(model).model_fields],
    ids=lambda part: part if isinstance(part, str) else type(part).__name__,
)
def test_every_field_of_every_model_is_told(model: Strict, name: str) -> None:
    """Whatever is added to the format, its changes are seen; by its name, which is no other's."""
    changed = type(model).model_validate(model.model_dump() | {name: values(model, name)})
    assert getattr(changed, name) != getattr(model, name)
    found = list(differing(model, changed))
    assert {field.partition(".")[0] for field, _, _ in found} == {name}
    assert all(was != now for _, was, now in found)
    assert sorted(differing(changed, model)) == sorted((n, now, was) for n, was, now in found)
    assert name != AFTER


def test_every_model_is_among_those() -> None:
    """Each that the corpus is made of, but for the files themselves and the parts."""
    whole = {Corpus, ArticleFile, Vocabulary}
    parts = {Note, Publication, Direction, Labels, Forms, EnglishForms, RussianForms, Times}
    known: set[type[Strict]] = set()
    left: list[type[Strict]] = [Strict]
    while left:
        found = [
            model
            for model in left.pop().__subclasses__()
            if model.__module__.startswith("bot.corpus.model")
        ]
        known |= {*found}
        left += found
    assert {model.__name__ for model in known - whole - parts - {type(each) for each in PLAIN}} == {
        "Fact",
        "Ignored",
    }
    assert set(ArticleFile.model_fields) == {
        "format", "article", "events", "figures", "quotes", "retired",
    }  # fmt: skip
    assert len(Vocabulary.model_fields) - 1 == 5
    assert len(get_args(Section)) == 1 + 3 + 5


def swapped(change: Change) -> tuple[Any, ...]:
    """A change as it is the other way round, but for its own line."""
    hows = {"added": "gone", "gone": "added", "retired": "added", "changed": "changed"}
    turned = sorted((field.name, field.new, field.old) for field in change.fields)
    return change.section if change.how != "changed" else "", change.id, hows[change.how], turned


def on_days(difference: Difference) -> set[tuple[Any, ...]]:
    """Where the events are told."""
    return {(e.id, e.days, e.months, e.topics, e.disputed) for e in difference.events}


def plainly(change: Change) -> tuple[Any, ...]:
    """A change in the same terms."""
    how = "gone" if change.how == "retired" else change.how
    fields_ = sorted((field.name, field.old, field.new) for field in change.fields)
    return change.section if change.how != "changed" else "", change.id, how, fields_


rigorous = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@rigorous
@given(sides())
def test_a_state_does_not_differ_from_itself(state: Side) -> None:
    """Whatever it holds."""
    again = Side(state.vocabulary.model_copy(deep=True), dict(reversed([*state.articles.items()])))
    assert compare(state, again) == Difference((), ())


@rigorous
@given(sides(), sides())
def test_what_was_added_is_gone_the_other_way_round(one: Side, two: Side) -> None:
    """And what is old is new."""
    there, back = compare(one, two), compare(two, one)
    assert sorted(map(swapped, there.changes), key=repr) == (
        sorted(map(plainly, back.changes), key=repr)
    )
    assert on_days(there) == on_days(back)
    ids = [change.id for change in there.changes if change.section not in ("unit", "measure")]
    assert len(set(ids)) == len(ids)


def exact(state: Side) -> Any:
    """All that a state says: the digits of numbers and the order of words included."""

    def said(value: Any) -> Any:
        match value:
            case Decimal() | Edtf():
                return str(value)
            case Strict():
                return {name: said(getattr(value, name)) for name in type(value).model_fields}
            case dict():
                return [(key, said(item)) for key, item in value.items()]
            case tuple():
                return [said(item) for item in value]
        return value

    files = sorted(state.articles.items())
    return said(state.vocabulary), [
        (slug, said(found.model_copy(update={"retired": tuple(sorted(found.retired))})))
        for slug, found in files
    ]


@rigorous
@given(sides(), sides())
def test_there_are_no_changes_exactly_where_both_say_the_same(one: Side, two: Side) -> None:
    """Nothing that differs goes untold: an editor approves what is told, and that goes live."""
    assert (not compare(one, two).changes) == (exact(one) == exact(two))
    [slug, found] = next(iter(one.articles.items()))
    near = Side(one.vocabulary, {**one.articles, slug: two.articles.get(slug, found)})
    assert (not compare(one, near).changes) == (exact(one) == exact(near))
