"""Plain text made safe for Discord's markdown: it reads as it is and does nothing."""

from __future__ import annotations

import re
import unicodedata

# What Discord's markdown gives a meaning anywhere in a line; `<` opens mentions, timestamps and
# custom emoji, `[` masked links, `@` the mention of everyone.
_ANYWHERE = re.compile(r"[\\*_~`|<>\[\]@]")
# What has a meaning only where a line begins: headings, lists, quotes, small print.
_AT_START = re.compile(r"[#+\-]|[0-9]+(?=[.)])")
# Colons that make an address of what stands before them, or open an emoji's name (`:smile:`).
# Discord finds an address in the middle of a word too, so what the scheme is does not matter.
# It begins with a letter and not with a look behind it: so it is found in a tenth of the time.
_COLON = re.compile(r":(?<!::):*+(?=//|[^\s:]+:)")
_COLON_BEFORE_LINK = re.compile(r":(?=//|[^\s:]*(?::|$))")
# An address as people write it: brackets only in pairs, the sentence's own marks left outside.
_MARKS_OUTSIDE = r"\s<>()\[\]“”„«»，。、；：！？（）《》【】「」『』"
_LINK = re.compile(
    rf"https?://(?:[^{_MARKS_OUTSIDE}]|\([^{_MARKS_OUTSIDE}]*\))+"
    rf"(?:(?<=\))|(?<![.,;:!?\"'’…]))",
)
_SHOWN_LINK = re.compile(r"<(https?://(?:www\.)?([A-Za-z0-9.-]+)/[^\s>]+)>")
_SYMBOLS = ("So", "Sk", "Sm")
_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_NO_BREAK = "\u00a0"


def escape(text: str) -> str:
    """`text` so that it is shown as it is: no markup, no mention, no link, one line."""
    return _without_start(_inactive(_one_line(text), _COLON))


def escape_with_links(text: str) -> str:
    """Like `escape`, but web addresses stay links; only for what fact editors wrote."""
    shown = _one_line(text)
    if "://" not in shown:
        return _without_start(_inactive(shown, _COLON))
    parts: list[str] = []
    end = 0
    for match in _LINK.finditer(shown):
        parts += [_inactive(shown[end : match.start()], _COLON_BEFORE_LINK), f"<{match[0]}>"]
        end = match.end()
    parts.append(_inactive(shown[end:], _COLON))
    return _without_start("".join(parts))


def escape_with_named_links(text: str) -> str:
    """Like `escape_with_links`, but an address is shown as its host alone, a link to the whole.

    A host that is more than letters, digits, points and hyphens is not shortened.
    """
    shown = escape_with_links(text)
    return _SHOWN_LINK.sub(r"[\2](<\1>)", shown) if "://" in shown else shown


def width(text: str) -> int:
    """The length that counts against Discord's limits, taken as UTF-16 units to be safe."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _inactive(shown: str, colon: re.Pattern[str]) -> str:
    """A visible line's text without anything that acts in the middle of a line."""
    if ":" not in shown:
        return _ANYWHERE.sub(_escaped, shown)
    marked = colon.sub(lambda match: "\0:" * len(match[0]), shown)
    return _ANYWHERE.sub(_escaped, marked).replace("\0", "\\")


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]


def _without_start(shown: str) -> str:
    """A line's text without what acts only where a line begins."""
    match = _AT_START.match(shown)
    if match is None:
        return shown
    mark, rest = match[0], shown[match.end() :]
    # A number is a list only with its point: escape the point by escaping before it.
    return f"{mark}\\{rest}" if mark.isdigit() else f"\\{mark}{rest}"


def _one_line(text: str) -> str:
    """Without control and invisible format characters, which could hide or turn text round.

    Spaces are one each; where a no-break space is among them, that one.
    """
    if _NO_BREAK in text:
        return _NO_BREAK.join(line for part in text.split(_NO_BREAK) if (line := _one_line(part)))
    if text.isprintable():
        return " ".join(text.split())
    kept = (character for index, character in enumerate(text) if _is_shown(text, index))
    return " ".join("".join(kept).split())


def _is_shown(text: str, index: int) -> bool:
    character = text[index]
    if character == _JOINER:
        return _joins_emoji(text[index - 1 : index], text[index + 1 : index + 2])
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def _joins_emoji(before: str, after: str) -> bool:
    """Whether a zero-width joiner stands inside an emoji such as a family or a flag."""
    return (
        bool(before and after)
        and (before == _EMOJI_STYLE or unicodedata.category(before) in _SYMBOLS)
        and unicodedata.category(after) in _SYMBOLS
    )
