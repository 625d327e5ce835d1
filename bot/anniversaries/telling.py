"""What the managers of a server are told of its daily posts: plain data, as answers are."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.anniversaries.outlook import YEAR, Coming, Outlook
from bot.answers.model import Line
from bot.answers.notice import channel, person, role
from bot.state.deliveries import Delivery
from bot.state.plans import Plan
from bot.store.facts import FactStore
from bot.wording.dates import full_day_text
from bot.wording.wording import Wording

WHAT = 150
"""How many characters of what a post is about are told."""

TOPICS = 12
"""How many topics are named."""


def link(delivery: Delivery) -> str:
    """The address of a post."""
    place = f"{delivery.guild_id}/{delivery.channel_id}/{delivery.message_id}"
    return f"<https://discord.com/channels/{place}>"


def mentions(plan: Plan | None, deliveries: tuple[Delivery, ...] = ()) -> frozenset[str]:
    """What the lines about a plan and its deliveries mention."""
    found: set[str] = set()
    if plan is not None:
        found |= {channel(plan.channel_id), person(plan.changed_by)}
    if plan is not None and plan.role_id is not None:
        found.add(role(plan.role_id))
    for delivery in deliveries:
        found |= {channel(delivery.channel_id), link(delivery)}
    return frozenset(found)


def clock_text(plan: Plan, say: Wording) -> str:
    """When a plan posts: `09:00, Europe/Berlin`."""
    at = plan.slot.at.isoformat("minutes")
    return say.say("anniversaries.slot", time=at, zone=plan.slot.zone)


def settings(plan: Plan, facts: FactStore, say: Wording) -> tuple[Line, ...]:
    """What was chosen, one line a setting."""
    told = {
        "channel": channel(plan.channel_id),
        "time": clock_text(plan, say),
        "when-nothing": say.say(f"anniversaries.when-nothing.{plan.when_nothing}"),
        "leap-day": say.say(f"anniversaries.leap-day.{plan.leap_rule}"),
        "disputed": say.say(f"anniversaries.disputed.{plan.disputed}"),
        "topics": topics_text(plan.topics, facts, say),
        "role": role(plan.role_id) if plan.role_id else say.say("anniversaries.no-role"),
    }
    return tuple(
        Line("head", told[name], lead=say.say(f"anniversaries.field.{name}"))
        for name in (
            "channel", "time", "when-nothing", "leap-day", "disputed", "topics", "role",
        )
    )  # fmt: skip


def topics_text(topics: tuple[str, ...], facts: FactStore, say: Wording) -> str:
    """The topics by their labels; one that the facts no longer have by its key."""
    if not topics:
        return say.say("anniversaries.all-topics")
    known = facts.vocabulary.topics
    names = [say.label(known[key]) if key in known else key for key in topics[:TOPICS]]
    if len(topics) > TOPICS:
        names.append(say.count("anniversaries.more-topics", len(topics) - TOPICS))
    return say.join(names)


def chosen_by(plan: Plan, say: Wording) -> Line:
    """Who chose last, and when, by the plan's own clock."""
    return Line(
        "head",
        say.say(
            "anniversaries.by",
            person=person(plan.changed_by),
            when=_when(plan.changed_at, plan, say),
        ),
        lead=say.say("anniversaries.field.by"),
    )


def paused(plan: Plan, say: Wording) -> tuple[Line, ...]:
    """Why nothing is posted, where that is so."""
    if plan.paused is None:
        return ()
    why = say.say(f"anniversaries.paused.{plan.paused}")
    return (Line("head", why, lead=say.say("anniversaries.field.paused")),)


async def outlook_lines(
    plan: Plan, seen: Outlook | None, facts: FactStore, say: Wording
) -> tuple[Line, ...]:
    """The next posts, and how often there is one; `seen` is None where that took too long."""
    if seen is None:
        return (Line("text", say.say("anniversaries.slow")),)
    often = Line("text", _often(plan, seen, say))
    if not seen.coming:
        return (often,)
    lead = "anniversaries.next" if plan.paused is None else "anniversaries.next-if-resumed"
    heading = Line("text", say.count(lead, len(seen.coming)))
    return (
        heading,
        *[await _coming(each, plan, facts, say) for each in seen.coming],
        often,
    )


def _often(plan: Plan, seen: Outlook, say: Wording) -> str:
    if not seen.days:
        return say.say("anniversaries.never")
    if plan.when_nothing == "next":
        return say.say("anniversaries.every-day")
    if seen.exact:
        return say.count("anniversaries.often", seen.days, of=YEAR)
    return say.count("anniversaries.often-at-most", seen.days, of=YEAR)


async def _coming(coming: Coming, plan: Plan, facts: FactStore, say: Wording) -> Line:
    what = await _what(coming, facts, say)
    if not coming.known:
        what = say.say(f"anniversaries.instead.{plan.when_nothing}", what=what)
    return Line("head", what, lead=_when(coming.day.due_at, plan, say))


async def _what(coming: Coming, facts: FactStore, say: Wording) -> str:
    """What a post is about, in a few words: its first fact."""
    first = (
        await facts.run(partial(facts.fact, coming.post.facts[0])) if coming.post.facts else None
    )
    if first is None:
        return say.say("anniversaries.a-post")
    what = first.fact.what
    return what if len(what) <= WHAT else f"{what[: WHAT - 1].rstrip()}…"


def _when(at: datetime, plan: Plan, say: Wording) -> str:
    """A moment by the plan's own clocks."""
    local = at.astimezone(ZoneInfo(plan.slot.zone))
    return say.say(
        "anniversaries.moment",
        day=full_day_text(local.date(), say),
        time=local.time().isoformat("minutes"),
    )


def last_post(deliveries: tuple[Delivery, ...], now: datetime, say: Wording) -> tuple[Line, ...]:
    """What became of the latest days, the latest first."""
    if not deliveries:
        return (Line("head", say.say("anniversaries.no-last"), lead=say.say("anniversaries.last")),)
    return tuple(
        Line(
            "head",
            result(delivery, now, say),
            lead=say.say("anniversaries.last-of", day=full_day_text(delivery.date, say)),
        )
        for delivery in deliveries
    )


def result(delivery: Delivery, now: datetime, say: Wording) -> str:
    """What became of a day, in words."""
    place = channel(delivery.channel_id)
    if delivery.state == "claimed" and delivery.reason is not None:
        return say.say("anniversaries.held", channel=place, reason=reason(delivery.reason, say))
    # Of one that is over by now it is only asked whether it arrived.
    over = delivery.state == "claimed" and delivery.until <= now
    state = "unknown" if over else delivery.state
    told = say.say(f"anniversaries.state.{state}", channel=place)
    if delivery.state == "delivered" and delivery.message_id is not None:
        return say.say("anniversaries.with-link", text=told, link=link(delivery))
    if delivery.reason is None:
        return told
    return say.say("anniversaries.with-reason", text=told, reason=reason(delivery.reason, say))


REASONS = (
    "channel-gone", "outage", "stopped", "no-answer", "no-history", "forbidden", "rejected",
)  # fmt: skip
"""The codes that the courier and the sender give, but for that of missing permissions."""


def reason(code: str, say: Wording) -> str:
    """A reason's code in words."""
    kind, _, names = code.partition(":")
    if kind == "permissions":
        return say.say("anniversaries.reason.permissions", names=permissions(names.split(), say))
    for known in REASONS:
        if kind == known:
            return say.say(f"anniversaries.reason.{known}")
    return say.say("anniversaries.reason.rejected")


PERMISSIONS = (
    "view_channel", "send_messages", "send_messages_in_threads", "embed_links",
    "read_message_history", "mention_everyone",
)  # fmt: skip
"""What posts need, and what mentions of any role do, by discord.py's names."""


def permissions(names: list[str] | tuple[str, ...], say: Wording) -> str:
    """Permissions as Discord's settings call them."""
    return say.join([say.say(f"permission.{name}") for name in PERMISSIONS if name in names])
