"""Which facts a sentence tells in the articles' own words, or by a name that few facts have.

Such a fact is always shown, of whatever kind it is: the articles do say something to the sentence.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bot.answers.checking.claims import Sentence
from bot.answers.desk import Desk
from bot.store.models import Told
from bot.store.text import placed_words

FOUND: Final = 24
"""So many facts that have some of a sentence's words are looked at."""
SHOWN: Final = 3
MOST: Final = 0.75
"""A sentence with such a share of a quote's or a line's words, and `WORDS` of them, tells it."""
WORDS: Final = 5
FEW: Final = 3
"""A sentence of no more words is a name by itself."""
NAMED: Final = 3
"""A name in no more facts than that leads to them."""
TOKENS: Final = 2_048
"""Of so many facts' texts the tokens are kept; of messages none."""


def told_in_own_words(sentence: Sentence, desk: Desk) -> list[Told]:
    """The facts whose words a sentence has, those that fit best first; of one quote once."""
    found = desk.facts.holding_some([word.token for word in sentence.words], FOUND)
    fits = {told.id: _fit(told, sentence) for told in found}
    best = sorted((one for one in found if fits[one.id]), key=lambda one: -fits[one.id])
    quotes = {(one.article, one.fact.quote): one for one in reversed(best)}
    return [one for one in best if quotes[one.article, one.fact.quote] is one][:SHOWN]


def told_by_name(sentence: Sentence, desk: Desk) -> list[Told]:
    """The few facts with a name that a sentence has and the vocabulary has not."""
    found: dict[str, Told] = {}
    alone = () if len(sentence.words) > FEW else (sentence.text.strip(" .!,"),)
    for name in sentence.unknown or alone:
        tokens = [word.token for word in placed_words(name)]
        for told in desk.facts.holding_all(tokens, NAMED):
            if any(name in text for text in (told.fact.quote, told.fact.what)):
                found.setdefault(told.id, told)
    return list(found.values())[:SHOWN]


def _fit(told: Told, sentence: Sentence) -> float:
    """How much of a fact's words and of a sentence's the other has, up to 1; 0 where the sentence
    does not tell the fact in its own words."""
    fit = _fits(tokens_of(told.fact.quote), sentence.tokens)
    if told.kind == "event":
        fit = max(fit, _fits(tokens_of(told.fact.what), sentence.tokens, part=True))
    return fit


def _fits(own: frozenset[str], said: frozenset[str], *, part: bool = False) -> float:
    """A `part` of a line is enough for a sentence that tells nothing else."""
    common = len(own & said)
    if not common:
        return 0.0
    long = common / len(own) >= MOST and common >= WORDS
    # A quote of few words is told only by a sentence of no other ones.
    short = common == len(own) and common / len(said) >= MOST
    within = part and common == len(said) and common >= WORDS
    return 2 * common / (len(own) + len(said)) if long or short or within else 0.0


@lru_cache(maxsize=TOKENS)
def tokens_of(text: str) -> frozenset[str]:
    """The tokens of a fact's text, which one sentence after another is held against."""
    return frozenset(word.token for word in placed_words(text))
