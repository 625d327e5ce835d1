"""Markdown with footnotes: facts, their words and their sources, to paste into a document.

Footnotes as Pandoc, GitHub, Obsidian and others have them. Each is named by its fact's id, so that
pasting several answers into one document mixes nothing up; whoever shows it numbers them.

Whatever comes from an article or a person is text: escaped so that it reads as it is (CommonMark
0.31, "Backslash escapes"; GitHub's and Pandoc's additions: tables, strikethrough, bare addresses,
math, citations).
"""

from __future__ import annotations

import re

from bot.answers import figures, quotes, timeline
from bot.answers.desk import Desk
from bot.answers.export.collect import Export, about
from bot.answers.export.values import visible
from bot.answers.fact import citation
from bot.answers.model import Entry, Verdict
from bot.answers.notes import note_line
from bot.answers.parts import Footnotes, quote_line, reads
from bot.store.models import Row, Told
from bot.wording.languages import language_name

# `&` begins an entity, `$` math, `^` an inline footnote, `@` a citation or an address.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>|~^$&@]")
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
# A heading, a list, a rule, a title block, a definition: only where a line begins. Of a numbered
# list, what stands behind the number makes it one.
_AT_START = re.compile(r"\A(?:[0-9]{1,9}(?=[.)](?:\s|\Z))|(?=[#+\-=%:]))")
# The sentence's own marks stay outside, full-width ones too, which stand close to it.
_LINK = re.compile(
    r"https?://[^\s<>()\[\]“”\"«»;,，。、；：！？（）《》【】「」『』]+(?<![.:!?'’])"
)


def footnoted(export: Export, desk: Desk) -> bytes:
    """The file: each fact with its words and notes, what they are to each other where that was
    compared, and below all of it where they come from."""
    blocks = [f"# {escape(export.title)}", *(escape(line) for line in about(export, desk))]
    blocks += [block for told in export.facts for block in _fact(told, desk)]
    blocks += _verdicts(export, desk)
    blocks += [f"[^{told.id}]: {_source(told, desk)}" for told in export.facts]
    return ("\n\n".join(block for block in blocks if block) + "\n").encode("utf-8", "replace")


def escape(text: str) -> str:
    """`text` as Markdown that reads as it is: one line, no markup, no link, no footnote."""
    return _AT_START.sub(r"\g<0>\\", _inactive(visible(text)))


def escape_with_links(text: str) -> str:
    """The same, but web addresses are links; only for what fact editors wrote."""
    shown, end = visible(text), 0
    parts: list[str] = []
    for match in _LINK.finditer(shown):
        parts += [_inactive(shown[end : match.start()]), f"<{match[0]}>"]
        end = match.end()
    parts.append(_inactive(shown[end:]))
    return _AT_START.sub(r"\g<0>\\", "".join(parts))


def _inactive(text: str) -> str:
    return _ADDRESS.sub(r"\\\g<0>", _ANYWHERE.sub(r"\\\g<0>", text))


def _fact(told: Told, desk: Desk) -> list[str]:
    """A fact's paragraphs: its line with the mark, the words that prove it, the notes."""
    head, *more = (line for line in _entry(told, desk).lines if line.kind in ("head", "small"))
    words = quote_line(told, 1)
    quoted = desk.say.say("quote.direct", words=words.text)
    notes = (note_line(note, desk) for note in told.fact.notes)
    return [
        _line(head.lead, escape(head.text)) + f"[^{told.id}]",
        *(_line(line.lead, escape(line.text)) for line in more),
        "> " + escape(quoted if words.kind == "direct" else words.text),
        *(_line(note.lead, escape_with_links(note.text)) for note in notes),
    ]


def _verdicts(export: Export, desk: Desk) -> list[str]:
    """A comparison's verdicts, each with the marks of its facts; none of another answer."""
    if not export.verdicts:
        return []
    return [
        "## " + escape(desk.say.say("take.verdicts")),
        *(_verdict(verdict) for verdict in export.verdicts),
        *(escape(text) for text in export.unjudged),
    ]


def _verdict(verdict: Verdict) -> str:
    marks = dict.fromkeys(f"[^{told.id}]" for side in verdict.sides for told in side)
    return _line(verdict.line.lead, escape(verdict.line.text)) + "".join(marks)


def _entry(told: Told, desk: Desk) -> Entry:
    """A fact as the list of its kind tells it, by itself."""
    match told.kind:
        case "event":
            # Other articles may tell of the same, and more of it.
            return timeline.happening(Row((told,)), Footnotes(desk), desk, whole=False)
        case "figure":
            return figures.figure(told, Footnotes(desk), desk, named=True)
    return quotes.quote(told, Footnotes(desk), desk)


def _line(lead: str, text: str) -> str:
    return f"**{escape(lead)}** {text}" if visible(lead) else text


def _source(told: Told, desk: Desk) -> str:
    """What a footnote says: author, title, outlet, date and how it is known, id and address; and
    in which language the words are, where that is not the reader's."""
    article = desk.facts.by_slug[told.article].article
    parts = [escape(citation(told, desk, outlet=True))]
    if not reads(article, desk):
        lead = desk.say.say("article.field.language")
        parts.append(escape(f"{lead} {language_name(article.language, desk.say)}"))
    if article.url:
        parts.append(f"<{article.url}>")
    return " · ".join(parts)
