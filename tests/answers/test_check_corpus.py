"""What the articles say word for word is shown, and a date has a verdict only where it is told of
that very event and of nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers.check import check
from bot.answers.desk import Desk
from bot.publish.build import build
from bot.store.facts import FactStore
from bot.store.models import Filters, Told
from bot.wording.wording import load
from tests.answers.make import SAY, TODAY, shown
from tests.answers.test_check import outcome, untouched

PROJECT = Path(__file__).parents[2]
ROWS = 50


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Somebody who asks of the facts that the project comes with."""
    path = build(PROJECT / "facts", None, tmp_path_factory.mktemp("bundled")).path
    facts = asyncio.run(FactStore.open(path))
    yield Desk(facts, SAY, TODAY, "UTC")
    asyncio.run(facts.close())


def facts_of(desk: Desk) -> list[Told]:
    """Every fact that there is."""
    found: dict[str, Told] = {}
    for listing in ("timeline", "figures", "quotes"):
        offset = 0
        while rows := desk.facts.page(listing, Filters(), offset, ROWS).rows:
            found |= {told.id: told for row in rows for told in row.facts}
            offset += ROWS
    return list(found.values())


def texts_of(told: Told) -> list[str]:
    """Its words in the article; of an event its line, too."""
    return [told.fact.quote, *((told.fact.what,) if told.kind == "event" else ())]


def test_what_the_articles_say_word_for_word_is_shown(desk: Desk) -> None:
    """Each quote and each event's line leads to its fact, or to another one of the same words; the
    headline that the articles do not say is for none of them."""
    facts = facts_of(desk)
    assert len(facts) > 200
    missed = []
    for told in facts:
        for text in texts_of(told):
            answer = check(text, desk)
            words = {(one.article, one.fact.quote) for one in answer.facts}
            if not answer.found or (told.article, told.fact.quote) not in words:
                missed.append((told.id, text))
    assert missed == []


def test_what_the_articles_say_word_for_word_differs_from_nothing_they_date(desk: Desk) -> None:
    """No event is called different, and "the same" is only said of events of that very date."""
    wrong = []
    for told in facts_of(desk):
        for text in texts_of(told):
            answer = check(text, desk)
            events = {one.id: one.event.when for one in answer.facts if one.kind == "event"}
            for key, verdict in outcome(answer).items():
                if verdict == "different":
                    wrong.append((text, key))
                if verdict == "same" and key in events and told.kind == "event":
                    assert events[key] == told.event.when, (text, key)
    assert wrong == []


SCO, IRAN = "valori-2022/sco-established", "valori-2022/iran-joins-sco"
JOINED, UZBEKISTAN = "valori-2022/india-pakistan-join-sco", "valori-2022/uzbekistan-joins-sco"
SIGNED, SIGNED_TOO = "valori-2022/treaty-signed", "beijing-2024/treaty-signed"
EXTENDED, EAEU = "valori-2022/treaty-extended", "valori-2022/eaeu-established"
INVASION, DISSOLVED = "ukraine-2023/invasion-of-ukraine", "beijing-2024/soviet-dissolution"
BUYER_RANK = "ukraine-2023/largest-buyer-rank"
RECOGNISED, RELATIONS = "kortunov-2024/soviet-recognition", "shahid-2024/relations-established"
XI_VISITS, XI_VISITS_TOO = "kortunov-2024/xi-visits-moscow", "shahid-2024/xi-visits-russia"

PLAIN: list[tuple[str, dict[str, str]]] = [
    ("The SCO was founded in 2001.", {SCO: "different"}),
    ("The SCO was established on 26 April 1996 in Shanghai.", {SCO: "same"}),
    ("ШОС была основана в 2001 году.", {SCO: "different"}),
    ("ШОС была создана 15 июня 2001 года в Шанхае.", {SCO: "different"}),
    ("上海合作组织成立于2001年。", {SCO: "different"}),
    ("The Eurasian Economic Union was founded in 2014.", {EAEU: "different"}),
    ("Евразийский экономический союз создан 1 января 2015 года.", {EAEU: "same"}),
    ("Договор о добрососедстве был подписан 16 июля 2001 года.",
     {SIGNED: "different", SIGNED_TOO: "compatible"}),
    ("Договор о добрососедстве был подписан 19 июля 2001 года.",
     {SIGNED: "same", SIGNED_TOO: "compatible"}),
    ("睦邻友好条约于2001年7月16日签署。", {SIGNED: "different", SIGNED_TOO: "compatible"}),
    ("The treaty of good-neighbourliness was extended on 1 July 2021.", {EXTENDED: "different"}),
    ("The treaty of good-neighbourliness was extended on 28 June 2021.", {EXTENDED: "same"}),
    ("Договор о добрососедстве был продлён 1 июля 2021 года.", {EXTENDED: "different"}),
    ("《睦邻友好合作条约》于2021年7月1日延期。", {EXTENDED: "different"}),
    ("Iran joined the SCO in 2023.", {IRAN: "different"}),
    ("Иран вступил в ШОС в 2023 году.", {IRAN: "different"}),
    ("伊朗2023年加入上合组织。", {IRAN: "different"}),
    ("Узбекистан вступил в ШОС в 2001 году, Иран в 2023 году.",
     {UZBEKISTAN: "same", IRAN: "different"}),
    ("The Soviet Union collapsed in 1991.", {DISSOLVED: "same"}),
    ("СССР распался в 1990 году.", {DISSOLVED: "different"}),
    ("СССР признал КНР 3 октября 1949 года.",
     {RECOGNISED: "different", RELATIONS: "-"}),
    # In another year it may have been another one.
    ("Russia invaded Ukraine in 2014.", {INVASION: "-"}),
    ("Россия вторглась в Украину в 2014 году.", {INVASION: "-"}),
    ("俄罗斯2014年入侵乌克兰。", {INVASION: "-"}),
    ("The Soviet Union recognised the Republic of China on 31 May 1924.", {}),
    ("Russia and China established diplomatic relations on 3 October 1949.",
     {RECOGNISED: "-", RELATIONS: "compatible"}),
    ("China was the largest buyer of Russian oil in 2023.", {BUYER_RANK: "no"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), PLAIN)
def test_a_date_that_is_plainly_told_of_an_event_is_held_against_the_events(
    desk: Desk, text: str, facts: dict[str, str]
) -> None:
    """In each of the languages, by the event's own verb or noun."""
    assert outcome(check(text, desk)) == facts


OTHERS = """
    A film about Russia's invasion of Ukraine came out in 2023.
    The book on Russia's invasion of Ukraine was published in 2024.
    In 2024 the UN condemned Russia's invasion of Ukraine.
    Ten years before Russia invaded Ukraine, in 2012, Putin was re-elected.
    By 2025 Russia's invasion of Ukraine had cost many lives.
    Poland opposed Russia's invasion of Ukraine from 2022 to 2024.
    Since Russia's invasion of Ukraine sanctions were imposed, the last in December 2023.
    Ukraine invaded Russia in 2024.
    В 2023 году вышел фильм о вторжении России на Украину.
    The SCO Development Bank was established in 2025.
    The SCO Business Council was founded in 2006.
    SCO's anti-terror centre was established in 2004.
    The SCO Secretariat was established in Beijing in January 2004.
    A museum on how the SCO was founded opened in 2015.
    Банк развития ШОС был основан в 2025 году.
    上合组织秘书处成立于2004年。
    The SCO, established in Shanghai, held its summit in Samarkand in 2022.
    The SCO, established in Shanghai, admitted Iran in 2023.
    Putin says the SCO was founded in 2001.
    It is false that the SCO was founded in 2001.
    Is it true that the SCO was founded in 2001?
    If the SCO had been founded in 1999, things would differ.
    Putin was president when the SCO was founded in 2001.
    Iran applied to join the SCO in 2008.
    Iran was refused when it asked to join the SCO in 2010.
    Nobody remembers that Iran joined the SCO in 2015.
    Иран подал заявку на вступление в ШОС в 2008 году.
    伊朗2008年申请加入上合组织。
    Turkey wanted to join the SCO in 2016, as India and Pakistan did.
    India and Pakistan, which fought a war in 1999, joined the SCO.
    In 2017 India and Pakistan joined the SCO, in 2021 Iran.
    The treaty of good-neighbourliness, signed in Moscow, was ratified in 2002.
    Договор о добрососедстве был ратифицирован в 2002 году.
    Turkmenistan signed a Treaty of Good-Neighbourliness with Russia in 1992.
    The treaty was signed in 1992.
    The Amur gas plant's second line went into operation on 30 November 2021.
    The Eurasian Economic Union and Vietnam established a free trade zone in 2015.
    The Eurasian Economic Union's court was established in 2016.
    China and Kazakhstan established a strategic partnership in 2005, after that with Russia.
    Xi visited Moscow in May 2023.
    习近平2023年6月访俄。
"""


@pytest.mark.parametrize("text", [line.strip() for line in OTHERS.strip().splitlines()])
def test_a_date_of_something_else_gets_no_verdict_beside_an_event(desk: Desk, text: str) -> None:
    """Of what has to do with the event, is denied, asked, supposed or told by others, or is another
    thing of a longer name; what it calls to mind may be shown."""
    verdicts = outcome(check(text, desk))
    assert {"same", "different"}.isdisjoint(verdicts.values())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The SCO Development Bank was established in 2025."),
        ("ru", "Банк развития ШОС был основан в 2025 году."),
        ("zh", "上合组织秘书处成立于2004年。"),
    ],
)
def test_an_event_without_a_verdict_says_why(desk: Desk, language: str, text: str) -> None:
    """It is shown with its words and date, and in the reader's language why no more is said."""
    say = load(language)
    answer = check(text, Desk(desk.facts, say, TODAY, "UTC"))
    assert [told.id for told in answer.facts] == [SCO]
    assert say.say("check.not-plain") in shown(answer, say)


def test_a_name_that_the_vocabulary_has_not_leads_to_the_few_facts_that_have_it(
    desk: Desk,
) -> None:
    """And is then not listed as looked for in vain."""
    for text in ("Gas from Yamal flows to China.", "Power of Siberia", "Yamal"):
        answer = check(text, desk)
        assert answer.found
        assert "Yamal" not in untouched(answer)
        assert "Siberia" not in untouched(answer)
