"""An answer as text for a terminal."""

from __future__ import annotations

import unicodedata

from bot.answers.model import Answer, Line
from bot.wording.wording import Wording


def plain(answer: Answer, say: Wording) -> str:
    """The answer as lines of text, without colour or markup."""
    lines = [answer.title]
    scope = list(answer.scope)
    if answer.pages > 1:
        page = say.say("page.of", page=answer.page, pages=answer.pages)
        scope[0:1] = [say.say("page.scope", scope=scope[0], page=page)] if scope else [page]
    lines += [f"  {line}" for line in scope]
    for entry in answer.entries:
        lines.append("")
        lines += [_line(line, say) for line in entry.lines]
    if answer.footnotes:
        lines.append("")
        lines += [f"  [{note.number}] {note.text}" for note in answer.footnotes]
    if answer.closing:
        lines.append("")
        lines += [f"  {text}" for text in answer.closing]
    return "\n".join(printable(line) for line in lines)


def line_text(line: Line, say: Wording) -> str:
    """A line by itself, as one line of text."""
    return printable(_line(line, say))


def _line(line: Line, say: Wording) -> str:
    marks = "".join(f" [{number}]" for number in line.marks)
    lead = f"{line.lead} " if line.lead else ""
    match line.kind:
        case "head" | "text":
            return f"{lead}{' ' if lead else ''}{line.text}{marks}"
        case "quote" | "around":
            return f"    > {line.text}{marks}"
        case "direct":
            return f"    > {say.say('quote.direct', words=line.text)}{marks}"
    return f"    {lead}{line.text}{marks}"


def printable(line: str) -> str:
    """A line that stays one, without the control and format characters that a terminal would
    obey."""
    if line.isprintable():
        return line
    spaced = (" " if character.isspace() else character for character in line)
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
