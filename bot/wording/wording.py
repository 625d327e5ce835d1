"""The sentences of one language: a gettext catalogue read by key, filled with values."""

from __future__ import annotations

import copy
import io
import string
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from functools import cache, lru_cache
from gettext import GNUTranslations
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.corpus.model import Direction, Term
from bot.errors import InputProblem

CATALOGUES = Path(__file__).parent
ENGLISH = "en"
MINUS = "\N{MINUS SIGN}"
NUMBERS = 4096
"""How many numbers are kept as they were last written."""


class Wording:
    """Says sentences by key. Raises `KeyError` for a key that the catalogue does not have."""

    def __init__(self, catalogue: Catalog, locale: Locale) -> None:
        self.locale = locale
        self.keeps = True
        """Whether numbers and dates stay in memory as they were last said."""
        # What is not translated, or only guessed at ("fuzzy"), is not in the compiled catalogue.
        said = [message for message in catalogue if message.id and is_said(message)]
        self._plurals = {m.id[0]: forms(m) for m in said if not isinstance(m.id, str)}
        self._sentences = {m.id: str(m.string) for m in said if isinstance(m.id, str)}
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        self._messages = GNUTranslations(compiled)

    def forgetful(self) -> Wording:
        """The same wording, to say what must not stay in memory."""
        other = copy.copy(self)
        other.keeps = False
        return other

    @property
    def language(self) -> str:
        """The language's code, such as `en`."""
        return str(self.locale.language)

    def keys(self) -> frozenset[str]:
        """Every key of the catalogue."""
        return frozenset((*self._plurals, *self._sentences))

    def forms(self, key: str) -> tuple[str, ...]:
        """A sentence with its places unfilled, in each of its plural forms; none for no key."""
        if key in self._sentences:
            return (self._sentences[key],)
        return self._plurals.get(key, ())

    def say(self, key: str, **values: object) -> str:
        """The sentence `key` with its places filled; values are never read as templates."""
        return _fill(self._sentences[key], values)

    def explain(self, problem: InputProblem) -> str:
        """What is wrong with what somebody typed."""
        values = {
            name: self.commas(value) if isinstance(value, tuple) else value
            for name, value in problem.values.items()
        }
        return self.say(problem.key, **values)

    def count(self, key: str, n: int, **values: object) -> str:
        """The sentence `key` in the plural form that `n` takes in this language."""
        if key not in self._plurals:
            raise KeyError(key)
        return _fill(self._messages.ngettext(key, key, n), {"n": self.number(n), **values})

    def number(self, value: Decimal | int) -> str:
        """A number as this language writes it, with every digit it was given."""
        written = _written if self.keeps else _written.__wrapped__
        return written(str(value), self.locale)

    def label(self, term: Term | Direction) -> str:
        """A vocabulary entry's label in this language; a unit's is for `bot.wording.units` to say,
        as it goes with a number of its language's scale."""
        labels = {"ru": term.ru, "zh": term.zh}
        return labels.get(self.language, term.en)

    def join(self, parts: Sequence[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("list.last", first=self.commas(parts[:-1]), last=parts[-1])

    def either(self, parts: Sequence[str]) -> str:
        """`a`, `a or b`, `a, b or c`."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("list.or", first=self.commas(parts[:-1]), last=parts[-1])

    def commas(self, parts: Iterable[str]) -> str:
        """`a, b, c`: things of one kind."""
        return _chained(self, "list.more", parts)

    def narrowed(self, parts: Iterable[str]) -> str:
        """`a, b, c`: what each narrows what the one before it names."""
        return _chained(self, "list.narrowed", parts)

    def semicolons(self, parts: Iterable[str]) -> str:
        """`a; b; c`: clauses, which have commas of their own."""
        return _chained(self, "list.clause", parts)

    def quoted(self, text: str) -> str:
        """A few words in this language's quotation marks."""
        return self.say("list.quoted", text=text)


def _chained(say: Wording, key: str, parts: Iterable[str]) -> str:
    """Any number of parts, by the sentence that puts one behind another."""
    first = ""
    for part in parts:
        first = say.say(key, first=first, next=part) if first else part
    return first


def forms(message: Message) -> tuple[str, ...]:
    """What a catalogue says for a message: one text, or one for each plural form."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ())


def is_said(message: Message) -> bool:
    """Whether a message is translated, and not only guessed at."""
    strings = forms(message)
    return not message.fuzzy and bool(strings) and all(strings)


def load(language: str = ENGLISH) -> Wording:
    """The wording of a language from its catalogue beside this file."""
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return Wording(read_po(file, locale=language), Locale.parse(language))


@lru_cache(maxsize=NUMBERS)
def _written(digits: str, locale: Locale) -> str:
    value = Decimal(digits)
    exponent = value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    # Years and small counts read better ungrouped: English groups from five digits on.
    if -10_000 < value < 10_000:
        pattern = pattern.replace(",", "")
    # A corpus may hold 40 digits, where the decimal context has 28 by default and fails.
    with localcontext(prec=100):
        return with_minus(format_decimal(value, format=pattern, locale=locale))


def with_minus(number: str) -> str:
    """A number that Babel wrote, with a minus sign (U+2212) for the hyphen that CLDR has there: it
    is as wide as a plus, and no line breaks behind it."""
    return number.replace("-", MINUS)


def _fill(template: str, values: Mapping[str, object]) -> str:
    return _plain(template).format_map(values)


def places(template: str) -> frozenset[str] | None:
    """The names of a template's places; None where it has others than plain `{name}`."""
    try:
        parsed = list(string.Formatter().parse(template))
    except ValueError:
        return None
    named = [(name, spec or how) for _, name, spec, how in parsed if name is not None]
    if any(not name.isidentifier() or more for name, more in named):
        return None
    return frozenset(name for name, _ in named)


@cache  # as many as the catalogues have sentences
def _plain(template: str) -> str:
    """A template that only has `{name}` in it. Raises `KeyError` for any look into a value."""
    if places(template) is None:
        raise KeyError(template)
    return template
