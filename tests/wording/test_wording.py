"""Sentences by key: filled with values that are never read as templates."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.model import Direction, Term
from bot.wording.wording import Wording, load

SAY = load()

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"

msgid "greeting"
msgstr "{{name}}, hello {{name}} {{other}}"

msgid "braces"
msgstr "{{{{literal}}}} {{name}}"

msgid "sly"
msgstr "{{name.__class__}}"

msgid "slyer"
msgstr "{{name[0]}}"

msgid "numbered"
msgstr "{{}}"

msgid "empty"
msgstr ""

#, fuzzy
msgid "guessed"
msgstr "a guess"

msgid "things"
msgid_plural "things"
msgstr[0] "{{n}} one of {{name}}"
msgstr[1] "{{n}} few of {{name}}"
msgstr[2] "{{n}} many of {{name}}"

msgid "half"
msgid_plural "half"
msgstr[0] "one"
msgstr[1] ""
msgstr[2] ""
"""
RUSSIAN = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)


def made(language: str = "ru", plural: str = RUSSIAN) -> Wording:
    """The wording of a small catalogue."""
    text = PO.format(language=language, plural=plural)
    catalogue: Catalog = read_po(io.BytesIO(text.encode()), locale=language)
    return Wording(catalogue, Locale.parse(language))


RU = made()


def test_a_sentence_is_filled_by_name() -> None:
    """Every place with its value, as often as it stands there."""
    assert RU.say("greeting", name="Wang", other=3) == "Wang, hello Wang 3"
    assert RU.say("braces", name="x") == "{literal} x"


@given(st.text())
def test_a_value_is_never_a_template(value: str) -> None:
    """What a person typed stays what it is, with any braces in it."""
    for text in (value, f"{{{value}}}", "{other}", "{name.__class__}", "{0}", "{"):
        assert RU.say("greeting", name=text, other="o") == f"{text}, hello {text} o"
        assert RU.count("things", 1, name=text) == f"1 one of {text}"


@pytest.mark.parametrize("key", ["sly", "slyer", "numbered"])
def test_a_sentence_can_not_look_into_a_value(key: str) -> None:
    """A catalogue has plain places only: no attributes, no indices, no numbers."""
    with pytest.raises(KeyError):
        RU.say(key, name="x")


def test_a_place_without_a_value_is_an_error() -> None:
    """It is not left empty without notice."""
    with pytest.raises(KeyError):
        RU.say("greeting", name="x")


@pytest.mark.parametrize("key", ["", "nothing", "empty", "guessed", "things"])
def test_what_the_catalogue_does_not_say_is_an_error(key: str) -> None:
    """An unknown key, one not translated, a guess, and a plural asked for without its number."""
    with pytest.raises(KeyError):
        RU.say(key, name="x", other="x")


@pytest.mark.parametrize("key", ["", "nothing", "greeting", "half"])
def test_only_a_plural_counts(key: str) -> None:
    """An unknown key, a sentence without plural forms, one that lacks some of them."""
    with pytest.raises(KeyError):
        RU.count(key, 2, name="x", other="x")


def test_the_keys_are_those_that_can_be_said() -> None:
    """Without the header, and without what is not translated."""
    keys = {"greeting", "braces", "sly", "slyer", "numbered", "things"}
    assert RU.keys() == keys


@pytest.mark.parametrize(
    ("n", "form"),
    [(1, "1 one"), (3, "3 few"), (5, "5 many"), (11, "11 many"), (21, "21 one"), (0, "0 many")],
)
def test_a_plural_takes_the_form_of_its_language(n: int, form: str) -> None:
    """Russian has three."""
    assert RU.count("things", n, name="x") == f"{form} of x"


def test_english_plurals() -> None:
    """One and all else; the number as the language writes it."""
    assert [SAY.count("scope.results", n) for n in (0, 1, 2, 12345)] == [
        "0 results",
        "1 result",
        "2 results",
        "12,345 results",
    ]
    assert SAY.count("scope.articles", 5, some=3) == "3 of 5 articles"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0", "0"),
        ("7", "7"),
        ("2021", "2021"),
        ("9999", "9999"),
        ("9999.5", "9999.5"),
        ("10000", "10,000"),
        ("-10000", "−10,000"),
        ("-2.50", "−2.50"),
        ("146.8", "146.8"),
        ("146.80", "146.80"),
        ("0.000", "0.000"),
        ("1234567.125", "1,234,567.125"),
        ("1E+3", "1000"),
        (
            "123456789012345678901234567890.123456789",
            "123,456,789,012,345,678,901,234,567,890.123456789",
        ),
    ],
)
def test_a_number_is_written_with_every_digit_it_was_given(number: str, shown: str) -> None:
    """Nothing is rounded, no digit added; thousands are grouped from five digits on."""
    assert SAY.number(Decimal(number)) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_no_number_loses_a_digit(number: Decimal) -> None:
    """Read back without its grouping, a number is the same, and so is its precision."""
    if number.as_tuple().exponent < -30 or number.is_zero():  # type: ignore[operator]
        return
    back = Decimal(SAY.number(number).replace(",", "").replace("−", "-"))
    assert back == number
    assert back.as_tuple().exponent == min(0, int(number.as_tuple().exponent))


def test_numbers_are_written_as_the_language_does() -> None:
    """Russian has a comma for the point, and groups by a space that does not break."""
    assert RU.number(Decimal("146.80")) == "146,80"
    assert RU.number(12345) == "12\u00a0345"
    assert RU.count("things", 12345, name="x") == "12\u00a0345 many of x"


def test_labels_are_of_the_language_and_else_english() -> None:
    """Terms and directions have labels in three languages."""
    for made_of in (Term, Direction):
        label = made_of(en="energy", ru="энергетика", zh="能源")
        shown = [made(language).label(label) for language in ("en", "ru", "zh_Hans_CN", "de")]
        assert shown == ["energy", "энергетика", "能源", "energy"]


@pytest.mark.parametrize(
    ("parts", "shown"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "{c}"], "a, b and {c}")],
)
def test_parts_are_joined_as_people_do(parts: list[str], shown: str) -> None:
    """The last one by a word."""
    assert SAY.join(parts) == shown


@pytest.mark.parametrize(
    ("parts", "shown"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "{c}"], "a, b or {c}")],
)
def test_a_choice_is_put_as_people_do(parts: list[str], shown: str) -> None:
    """The last one by a word."""
    assert SAY.either(parts) == shown


def test_parts_stand_behind_one_another_by_the_catalogues_marks() -> None:
    """Commas, semicolons and quotation marks are a language's own, and values no templates."""
    parts = ["a", "{first}", "c"]
    assert (SAY.commas([]), SAY.commas(["a"])) == ("", "a")
    assert SAY.commas(parts) == SAY.narrowed(parts) == "a, {first}, c"
    assert SAY.semicolons(parts) == "a; {first}; c"
    assert SAY.quoted("{text}") == "“{text}”"


def test_a_language_is_named_by_its_code() -> None:
    """Without its territory."""
    assert (SAY.language, made("zh_Hans_CN").language) == ("en", "zh")
