"""Puts the bot together: its client, with all that answers, posts and edits behind it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from bot.anniversaries.clock import Pace, machine_clock
from bot.anniversaries.courier import Courier
from bot.anniversaries.scheduler import A_SECOND, Scheduler
from bot.charts.pictures import Pictures
from bot.config import Settings
from bot.interface.audit import Audit
from bot.interface.client import Footnote
from bot.interface.daily import Composer
from bot.interface.editing import Editing
from bot.interface.editors import Editors, Named, whoever_manages
from bot.interface.languages import Languages
from bot.interface.replies import Replies
from bot.interface.report_list import ReportList
from bot.interface.reporting import Reporting
from bot.interface.sender import DiscordSender
from bot.publish.reloader import Reloader
from bot.publish.served import ServedFacts
from bot.state.commands import SyncedCommands
from bot.state.database import StateDatabase
from bot.state.deliveries import Deliveries
from bot.state.guilds import Guilds
from bot.state.plans import Plans
from bot.state.questions import Questions
from bot.state.reports import Reports
from bot.store.article_texts import ArticleTexts
from bot.wording.wordings import Wordings


def assemble(
    facts: ServedFacts,
    reloader: Reloader,
    state: StateDatabase,
    settings: Settings,
    wordings: Wordings,
    pictures: Pictures,
    *,
    now: Callable[[], datetime],
    local: bool,
) -> Footnote:
    """The client over these facts and this state, with its daily posts and its fact editors.

    A `local` one is nobody's: whoever manages its server edits the facts, and the channel that the
    settings name for the audit is not there.
    """
    clock = machine_clock(now)
    guilds, deliveries = Guilds(state), Deliveries(state, clock.uptime)
    plans = Plans(state, guilds, settings.time_zone)
    languages = Languages(wordings, guilds, lambda guild_id: client.locale_of(guild_id))
    compose = Composer(facts, languages.server)
    questions = Questions(state)
    replies = Replies(
        facts=facts,
        languages=languages,
        guilds=guilds,
        questions=questions,
        plans=plans,
        deliveries=deliveries,
        compose=compose,
        now=now,
        default_zone=settings.time_zone,
        pictures=pictures,
        texts=ArticleTexts(settings.articles) if settings.articles is not None else None,
    )
    if replies.texts is not None:
        replies.handlers["r"] = replies.turn
    client = Footnote(replies, SyncedCommands(state))
    pace = Pace(clock, A_SECOND)
    sender = DiscordSender(client, languages.server, pace.take)
    courier = Courier(plans, deliveries, sender, clock, pace)
    reports = Reports(state)
    prunes = (reports.prune, questions.prune)
    composing = Composer(facts, languages.known_server)
    scheduler = Scheduler(plans, deliveries, guilds, courier, composing, clock, pace, prunes)
    client.post_daily(scheduler, courier)
    named = Named(settings.editors, settings.editor_roles, settings.home_server)
    editors = Editors(named, client.application_info, time.monotonic)
    allowed = whoever_manages if local else editors
    audit = Audit(client, languages, None if local else settings.audit_channel, time.monotonic)
    editing = Editing(replies, reloader, reports, allowed, audit)
    listing = ReportList(replies, reports, allowed)
    client.edit_facts(editing, Reporting(replies, reports, listing, audit.reported))
    return client
