"""How one line of any answer is shown: escaped, marked up, divided where it is very long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from bot.answers.model import MARKS as AROUND
from bot.answers.model import Entry, Footnote, Line
from bot.interface.markdown import escape, escape_with_named_links, width
from bot.store.models import Told
from bot.wording.wording import Wording

LONGEST = 1200
"""A line longer than this (escaped) is divided, and what is divided says that it goes on."""

LEAD = 300
"""A lead longer than this stands on lines of its own."""

MARKS = 700
"""Most characters of marks and footnotes that one line brings; more marks get lines below it."""

FOOTNOTE = 600
"""Most characters of a footnote; an article's short name and date are far from it."""


class Atom:
    """Something that stays together: text, its width, and the footnotes it needs.

    `facts` are those of the entry that it begins.
    """

    __slots__ = ("facts", "marks", "text", "width")

    def __init__(self, text: str, marks: tuple[int, ...] = ()) -> None:
        self.text = text
        self.marks = marks
        self.width = width(text)
        self.facts: tuple[Told, ...] = ()


def bounded(text: str, limit: int) -> str:
    """A text escaped, and where it would be longer than `limit` shortened with an ellipsis."""
    shown = escape(text)
    if width(shown) <= limit:
        return shown
    end = min(len(text), limit)
    while (over := width(escape(text[:end])) + 1 - limit) > 0:
        end -= max(1, over // 2)  # a character is shown by two at most
    return escape(text[:end]) + "…"


def flow(atoms: Sequence[tuple[Atom, bool]]) -> str:
    """Entries one under the other; with air between them where they have several lines.

    With each atom stands whether it opens an entry.
    """
    airy = not all(opens for _, opens in atoms)
    text = ""
    was_quote = False
    for atom, opens in atoms:
        if text:
            # After a quote, markdown takes a line without a blank one before it into the quote.
            leaves_quote = was_quote and not atom.text.startswith("> ")
            text += "\n\n" if (airy and opens) or leaves_quote else "\n"
        was_quote = atom.text.startswith("> ")
        text += atom.text
    return text


def small(line: str, say: Wording) -> list[str]:
    """A line in small print, in pieces that fit. It may repeat what a person typed: no links."""
    pieces = _divided(line, escape)
    return [
        f"-# {_going_on(piece, say, goes_on=index < len(pieces) - 1)}"
        for index, piece in enumerate(pieces)
    ]


def entry_atoms(entry: Entry, notes: dict[int, str], say: Wording) -> list[Atom]:
    """The lines of an entry; `notes` are the footnotes as they are shown, by number."""
    atoms = [atom for line in entry.lines for atom in _line_atoms(line, notes, say)]
    if atoms:
        atoms[0].facts = entry.facts
    return atoms


def _line_atoms(line: Line, notes: dict[int, str], say: Wording) -> Iterator[Atom]:
    """A line as it is shown: its lead, its text in pieces that fit, its marks."""
    print_ = "-# " if line.kind in ("note", "small") else ""
    lead = escape(line.lead) if line.lead else ""
    if width(lead) > LEAD:
        for piece in _divided(line.lead, escape):
            yield Atom(f"{print_}**{piece}**")
        lead = ""
    first, *more = _shared_out(line.marks, notes)
    show = escape_with_named_links if line.kind in ("note", "text") else escape
    pieces = _divided(line.text, show)
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        marks = first if last else ()
        opening = f"**{lead}** " if lead and index == 0 else ""
        text = _going_on(_words(line, piece, say), say, goes_on=not last)
        prefix = "> " if line.kind in ("quote", "direct", "around") else print_
        yield Atom(f"{prefix}{opening}{text}{_tail(marks)}", marks)
    for marks in more:
        yield Atom(f"-#{_tail(marks)}", marks)


def _words(line: Line, shown: str, say: Wording) -> str:
    """A piece of a line; in quotation marks only where they are a speaker's own words.

    A quote among the words around it is bold as well where the piece holds all of it.
    """
    if line.kind == "around" and [shown.count(mark) for mark in AROUND] == [1, 1]:
        opening, closing = AROUND
        return shown.replace(opening, f"{opening}**").replace(closing, f"**{closing}")
    return say.say("quote.direct", words=shown) if line.kind == "direct" else shown


def _going_on(shown: str, say: Wording, *, goes_on: bool) -> str:
    return say.say("line.goes-on", text=shown) if goes_on else shown


def _tail(marks: tuple[int, ...]) -> str:
    return "".join(f" [{number}]" for number in marks)


def _shared_out(marks: tuple[int, ...], notes: dict[int, str]) -> list[tuple[int, ...]]:
    """A line's marks in shares whose footnotes one message can take; one share as a rule."""
    if len(marks) < 2:
        return [marks]
    shares: list[tuple[int, ...]] = [()]
    size = 0
    for mark in marks:
        cost = width(notes.get(mark, "")) + 1 + width(_tail((mark,)))
        if shares[-1] and size + cost > MARKS:
            shares.append(())
            size = 0
        shares[-1] = (*shares[-1], mark)
        size += cost
    return shares


def _divided(text: str, show: Callable[[str], str]) -> list[str]:
    """A text as shown, in pieces that fit, divided between words; nothing added, nothing lost."""
    whole = show(text)
    if width(whole) <= LONGEST:
        return [whole]
    pieces, piece, size = [], "", 0
    for word in _short_words(text):
        more = width(show(word)) + 1
        if piece and size + more > LONGEST:
            pieces.append(piece)
            piece, size = "", 0
        piece += word
        size += more
    # A piece of invisible characters only would be an empty line.
    return [shown for text in (*pieces, piece) if (shown := show(text))] or [""]


def _short_words(text: str, longest: int = LONGEST // 2 - 10) -> Iterator[str]:
    """The words of a text with the space behind them; one that could fill a message, in pieces."""
    for match in re.finditer(r"\S+\s*", text):
        word, start = match[0], 0
        while len(word) - start > longest:
            end = start + longest
            while end > start + 1 and _belongs(word[end - 1], word[end]):
                end -= 1
            yield word[start:end]
            start = end
        yield word[start:]


def _belongs(before: str, after: str) -> bool:
    """Whether two characters are seen as one: a letter and its accent, the parts of an emoji."""
    joiner = "\u200d"
    return joiner in (before, after) or unicodedata.category(after) in ("Mn", "Mc", "Me", "Sk")


def footnote(note: Footnote) -> str:
    """A footnote's line."""
    return f"-# [{note.number}] {bounded(note.text, FOOTNOTE)}"
