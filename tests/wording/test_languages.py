"""Every catalogue says what the English one says: all of it, with the same places, as plainly."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator
from gettext import c2py

import pytest
from babel import Locale
from babel.messages.catalog import Message

from bot.wording.wording import CATALOGUES, ENGLISH, load
from tests.wording.shipped import LANGUAGES, catalogue, forms, messages, places

COUNTS = (*range(1000), 10_000, 10_001, 100_000, 10**6, 10**6 + 1)
"""Whole numbers in which every plural form of any language occurs."""

DESCRIPTION, LABEL = 100, 80
"""Most characters of a command's or option's description and of a choice's name, and of a button's
label (Discord's documentation, "Application Command Structure" and "Button")."""

FORMS = {"form-title": 45, "form-label": 45, "form-hint": 100, "form-example": 100}
"""Most characters of a form's title, of the label, the description and the placeholder of what is
typed into it (Discord's documentation, "Modal", "Label" and "Text Input")."""

DESCRIPTIONS = ("command.", "option.")
CHOICES = ("anniversaries.when-nothing.", "anniversaries.leap-day.", "anniversaries.disputed.")

HAN = r"[\u3400-\u9fff]"

in_every_language = pytest.mark.parametrize("language", LANGUAGES)


def is_written_in_han(language: str) -> bool:
    """Whether a language calls itself by Chinese characters."""
    return re.search(HAN, Locale.parse(language).get_display_name() or "") is not None


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Every sentence and plural form of a language, with its key."""
    for key, message in messages(language).items():
        for text in forms(message):
            yield key, text


def without_places(text: str) -> str:
    """A sentence's own characters, but for underscores in names that people type."""
    return re.sub(r"\{[a-z_]+\}|time_zone|no_role", "", text)


@in_every_language
def test_a_catalogue_has_the_keys_of_the_english_one(language: str) -> None:
    """None is missing, and none is left of what is no longer said."""
    told, wanted = messages(language).keys(), messages().keys()
    file = f"{language}.po"
    assert {"file": file, "missing": wanted - told, "for nothing": told - wanted} == {
        "file": file,
        "missing": set(),
        "for nothing": set(),
    }


@in_every_language
def test_a_catalogue_is_named_by_its_language(language: str) -> None:
    """The file's name is what a language is asked for by, and its header says the same."""
    text = (CATALOGUES / f"{language}.po").read_text(encoding="utf-8")
    assert re.findall(r'^"Language: (.*)\\n"$', text, re.MULTILINE) == [language]
    assert load(language).language == language


@in_every_language
def test_a_catalogue_has_its_languages_plural_forms(language: str) -> None:
    """Whole numbers that CLDR tells apart take different forms, and others do not."""
    form = c2py(catalogue(language).plural_expr)
    category = Locale.parse(language).plural_form
    pairs = {(form(n), category(n)) for n in COUNTS}
    assert {index for index, _ in pairs} == set(range(catalogue(language).num_plurals))
    assert len(pairs) == len({name for _, name in pairs}) == catalogue(language).num_plurals


@in_every_language
def test_a_catalogue_counts_what_the_english_one_counts(language: str) -> None:
    """A plural is one in every language, also where that has one form alone."""
    english = messages()
    wrong = {
        key
        for key, message in messages(language).items()
        if key in english and isinstance(message.id, str) != isinstance(english[key].id, str)
    }
    assert wrong == set()


@in_every_language
def test_every_sentence_can_be_said(language: str) -> None:
    """None is empty or a guess, and every plural has all its forms."""
    wrong = {
        key
        for key, message in messages(language).items()
        if message.fuzzy
        or len([text for text in forms(message) if text.strip()])
        != (1 if isinstance(message.id, str) else catalogue(language).num_plurals)
    }
    assert wrong == set()
    assert load(language).keys() == messages(language).keys()


@in_every_language
def test_a_sentence_has_the_places_of_the_english_one(language: str) -> None:
    """What English says is said in every form; only a form for one alone may leave its number out,
    where English does."""
    form = c2py(catalogue(language).plural_expr)
    one_alone = {form(1)} - {form(n) for n in COUNTS if n != 1}
    english = messages()
    wrong = []
    for key, message in messages(language).items():
        if key not in english:
            continue
        told = [places(text) for text in forms(english[key])]
        for index, text in enumerate(forms(message)):
            optional = set().union(*told) - told[0] if index in one_alone else set()
            if places(text) | optional != set().union(*told) | optional:
                wrong.append((key, index, sorted(places(text) ^ set().union(*told))))
    assert wrong == []


@in_every_language
def test_no_key_is_given_twice(language: str) -> None:
    """The second of two would win without notice."""
    text = (CATALOGUES / f"{language}.po").read_text(encoding="utf-8")
    keys = Counter(re.findall(r'^msgid "(.+)"$', text, re.MULTILINE))
    assert {key for key, count in keys.items() if count > 1} == set()


@in_every_language
def test_a_place_is_a_plain_name(language: str) -> None:
    """No format, index or attribute."""
    wrong = [
        (key, text)
        for key, text in texts(language)
        for _, name, spec, conversion in string.Formatter().parse(text)
        if (name is not None and not name.isidentifier()) or spec or conversion is not None
    ]
    assert wrong == []


@in_every_language
def test_a_sentence_is_plain_text(language: str) -> None:
    """No markup; no space at an end, no two in a row, no-break or not; straight quotes neither."""
    wrong = [
        (key, text)
        for key, text in texts(language)
        if not re.fullmatch(r"\S+([ \u00a0]\S+)*", text)
        or re.search(r"[*_`|~<>\"']", without_places(text))
    ]
    assert wrong == []


@in_every_language
def test_people_do_not_read_our_own_words(language: str) -> None:
    """Happening, generation and delivery are words of the code."""
    pattern = re.compile("happening|generation|deliver", re.IGNORECASE)
    assert [(key, text) for key, text in texts(language) if pattern.search(text)] == []


@in_every_language
def test_descriptions_fit_discord(language: str) -> None:
    """What stands in Discord's own lists and on its buttons is taken by it."""
    wrong = [
        (key, len(text), most)
        for key, text in texts(language)
        if len(text) > (most := _most(key, messages()[key]))
    ]
    assert wrong == []


def _most(key: str, english: Message) -> int:
    """The most characters that a sentence may have."""
    if key.startswith((*DESCRIPTIONS, *CHOICES)):
        return DESCRIPTION
    if (part := key.rpartition(".")[2]) in FORMS:
        return FORMS[part]
    # A label is no sentence; what the press of a button brings is one.
    is_label = not any(text.endswith(".") for text in forms(english))
    return LABEL if "button" in re.split("[.-]", key) and is_label else 10_000


@pytest.mark.parametrize("language", [each for each in LANGUAGES if is_written_in_han(each)])
def test_chinese_is_set_as_chinese(language: str) -> None:
    """Beside a Chinese character stand full-width marks, and no space; Discord's own names are as
    Discord has them."""
    half = re.compile(rf"{HAN}[,;:!?()]|[,;!?()]{HAN}|{HAN} | {HAN}")
    names = [text for key, text in texts(language) if key.startswith("permission.")]
    wrong = []
    for key, text in texts(language):
        own = text
        for name in names:
            own = own.replace(name, "")
        if half.search(own):
            wrong.append((key, text))
    assert wrong == []


def test_the_english_catalogue_is_one_of_them() -> None:
    """The tests above look at the files that there are."""
    assert ENGLISH in LANGUAGES
