"""The messages with reports in them: for fact editors page by page, and one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.answers.model import Line
from bot.answers.notice import Notice
from bot.interface.layout import LIMIT
from bot.interface.markdown import escape, width
from bot.interface.message import text_view
from bot.interface.notices import notice_text
from bot.interface.report_press import Action, ReportPress
from bot.publish.told_reports import for_editors, for_reporter, mentions
from bot.state.reports import Report
from bot.store.facts import FactStore
from bot.wording.wording import Wording

AT_ONCE = 5
"""Most reports of one message: each has a button, and a row holds five."""

ROOM = LIMIT - 500
"""Characters for the reports of one message."""


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """One page of the open or the closed reports: their numbers and texts, and which page it is.

    `count` is how many there are on all `pages`.
    """

    closed: bool
    numbers: tuple[int, ...]
    texts: tuple[str, ...]
    page: int
    pages: int
    count: int


def reports_page(
    reports: Sequence[Report],
    wanted: int,
    servers: Mapping[int, str],
    facts: FactStore,
    say: Wording,
    *,
    closed: bool,
) -> ReportsPage:
    """A page of these reports, the last one where there are no more; `servers` are names by id."""
    texts = [
        _text(for_editors(report, servers.get(report.filing.guild_id or 0, ""), facts, say), report)
        for report in reports
    ]
    pages = packed([width(text) for text in texts])
    page = min(max(1, wanted), len(pages))
    shown = pages[page - 1]
    numbers = tuple(reports[index].number for index in shown)
    shown_texts = tuple(texts[index] for index in shown)
    return ReportsPage(closed, numbers, shown_texts, page, len(pages), len(reports))


def packed(widths: Sequence[int]) -> list[range]:
    """Texts so wide in pages, by their indexes; at least one page, and one text a page."""
    pages = [range(0)]
    size = 0
    for index, wide in enumerate(widths):
        size += wide + 2
        if pages[-1] and (len(pages[-1]) == AT_ONCE or size > ROOM):
            pages.append(range(index, index))
            size = wide + 2
        pages[-1] = range(pages[-1].start, index + 1)
    return pages


def editors_view(shown: ReportsPage, say: Wording, done: str = "") -> ui.LayoutView:
    """A page for fact editors; `done` says what has just been done."""
    state = "closed" if shown.closed else "open"
    title, scope = say.say(f"reports.title-{state}"), say.say(f"reports.none-{state}")
    if shown.count:
        scope = say.count(f"reports.count-{state}", shown.count)
    if shown.pages > 1:
        place = say.say("page.of", page=shown.page, pages=shown.pages)
        scope = say.say("page.scope", scope=scope, page=place)
    header = f"### {escape(title)}\n-# {escape(scope)}"
    view = text_view(escape(done), header, "\n\n".join(shown.texts))
    here: Action = "c" if shown.closed else "o"
    turn: list[ui.Button[ui.LayoutView]] = []
    if shown.pages > 1:
        back, on = ReportPress(here, page=shown.page - 1), ReportPress(here, page=shown.page + 1)
        turn.append(_button(say.say("button.previous"), back, disabled=shown.page == 1))
        turn.append(_button(say.say("button.next"), on, disabled=shown.page == shown.pages))
    if shown.closed:
        turn.append(_button(say.say("reports.button-open"), ReportPress("o")))
    else:
        turn.append(_button(say.say("reports.button-closed"), ReportPress("c")))
    view.add_item(ui.ActionRow(*turn))
    if shown.numbers and not shown.closed:
        close = (
            _button(
                say.say("reports.button-close", number=number),
                ReportPress("x", number, shown.page),
            )
            for number in shown.numbers
        )
        view.add_item(ui.ActionRow(*close))
    return view


def own_view(reports: Sequence[Report], say: Wording) -> ui.LayoutView:
    """What somebody reported, the newest first, with a button that deletes it all."""
    if not reports:
        return text_view(escape(say.say("report.none")))
    texts = [_text(for_reporter(report, say), report) for report in reports]
    shown = packed([width(text) for text in texts])[0]
    count = say.count("report.own-count", len(reports))
    header = f"### {escape(say.say('report.own-title'))}\n-# {escape(count)}"
    older = len(reports) - len(shown)
    footer = f"-# {escape(say.count('report.own-older', older))}" if older else ""
    view = text_view(header, "\n\n".join(texts[index] for index in shown), footer)
    style = discord.ButtonStyle.danger
    view.add_item(ui.ActionRow(_button(say.say("report.button-delete"), ReportPress("d"), style)))
    return view


def _text(lines: Sequence[Line], report: Report) -> str:
    """A report as it is shown. What was typed mentions nobody: only the small lines do."""
    named = mentions(report)
    return "\n".join(
        notice_text(Notice("", (line,), named if line.kind == "small" else frozenset()))
        for line in lines
    )


def _button(
    label: str,
    press: ReportPress,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    *,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=label, custom_id=press.custom_id(), style=style, disabled=disabled)
