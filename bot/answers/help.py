"""`/help` and `/privacy`: what can be asked, what the corpus is, and what is stored."""

from __future__ import annotations

from bot.answers.check import MENU
from bot.answers.desk import Desk
from bot.answers.inputs import label_of
from bot.answers.model import Answer, Entry, Line
from bot.answers.parts import corpus_span
from bot.answers.question import COMMANDS, Question
from bot.store.models import ChoiceKind
from bot.wording.dates import day_text

PRIVACY = ("server", "posts", "editors", "questions", "reports", "logs", "never", "delete")


def help_answer(question: Question, desk: Desk) -> Answer:
    """Every command with an example, and what the corpus knows and does not."""
    say, facts = desk.say, desk.facts
    entries = [
        Entry((Line("head", _example(name, desk), lead=f"/{name}"),))
        for name in COMMANDS
        if name not in ("help", "privacy")
    ]
    entries.append(Entry((Line("head", say.say("help.check"), lead="/check"),)))
    menu = say.say("help.in-chat", menu=MENU)
    entries.append(Entry((Line("head", menu, lead=say.say("help.in-chat-lead")),)))
    entries += [
        _about("knows", _knows(desk), desk),
        _about("not-known", say.say("help.not-known"), desk),
        _about("reading", say.say("help.reading"), desk),
        _about("words", _words(desk), desk),
        _about("take", say.say("help.take"), desk),
    ]
    return Answer(
        question=question,
        title=say.count("help.title", len(facts.articles)),
        scope=(say.say("help.scope"),),
        entries=tuple(entries),
        closing=(say.say("help.more"),),
    )


def _about(key: str, text: str, desk: Desk) -> Entry:
    return Entry((Line("text", text, lead=desk.say.say(f"help.{key}-lead")),))


def _words(desk: Desk) -> str:
    """Which buttons show what is behind an answer."""
    say = desk.say
    words, around = say.say("button.words"), say.say("button.around")
    return say.say("help.words", words=words, around=around)


def _knows(desk: Desk) -> str:
    """How much there is, from when to when, and how many articles are opinion."""
    say, facts = desk.say, desk.facts
    told = {
        "events": say.count("count.events", facts.counts["event"]),
        "figures": say.count("count.figures", facts.counts["figure"]),
        "quotes": say.count("count.quotes", facts.counts["quote"]),
        "span": corpus_span(desk),
    }
    if not facts.opinions:
        return say.say("help.knows", **told)
    opinion = say.count("help.opinion", len(facts.articles), some=facts.opinions)
    return say.say("help.knows-opinion", opinion=opinion, **told)


def _example(command: str, desk: Desk) -> str:
    """What a command answers, with an option that this corpus has an answer to."""
    say = desk.say
    text = say.say(f"help.{command}")
    days = desk.facts.days()
    value, option = "", ""
    if command == "timeline":
        option, value = "topic", _most_used("topic", desk)
    elif command == "figures":
        option, value = "what", _most_used("measure", desk)
    elif command == "compare":
        option, value = "what", _comparable(desk)
    elif command == "onthisday" and days:
        option, value = "day", day_text(*days[0], say)
    return say.say("help.try", text=text, option=option, value=value) if value else text


def _comparable(desk: Desk) -> str:
    """The label of what at least two articles tell of; else as `_most_used`."""
    kind_and_key = desk.facts.comparable
    return label_of(*kind_and_key, desk) if kind_and_key else _most_used("measure", desk)


def _most_used(kind: ChoiceKind, desk: Desk) -> str:
    """The label that most facts have; empty where there are none."""
    found = desk.facts.choices.suggest(kind, "", 1, desk.say.language)
    return found[0].label if found else ""


def privacy_answer(question: Question, desk: Desk) -> Answer:
    """What is stored about people and servers, for how long, and how it is deleted."""
    say = desk.say
    entries = tuple(
        Entry((Line("text", say.say(f"privacy.{key}"), lead=say.say(f"privacy.{key}-lead")),))
        for key in PRIVACY
    )
    return Answer(
        question=question,
        title=say.say("privacy.title"),
        scope=(say.say("privacy.scope"),),
        entries=entries,
    )
