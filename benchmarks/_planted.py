"""Are copies found whole, to the letter, whatever was done to their setting? Texts made from a seed.

Words of an invented language drawn by rank, a third of them words of grammar, in sentences, paragraphs and lines of at
most 100 characters. Into each questioned text one passage of 30 to 400 words is put from one source, at its beginning,
in its middle or at its end, cut anywhere, set in one of the ways of ``SETTINGS``.
"""

import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import asdict, dataclass

from kembar.analysis.pan_measures import Reuse, granularity, recall
from kembar.analysis.text_reuse import find

WORDS = "yang dan di ke dari untuk dengan pada dalam adalah ini itu sebagai oleh akan tidak juga atau bahwa telah"
GRAMMAR = WORDS.split()
Draw = random.Random
MISREAD = {"l": "1", "o": "0", "m": "rn", "i": "l", "e": "c", "s": "5", "n": "ri", "a": "o"}


def _hyphenated(text: str, draw: Draw) -> str:
    split = lambda found: found[0][:3] + "-\n" + found[0][3:] if draw.random() < 0.12 else found[0]  # noqa: E731
    return re.sub(r"[a-z]{6,}", split, text)


def _sometimes(sign: str, instead: str, share: float) -> Callable[[str, Draw], str]:
    return lambda text, draw: "".join(instead if one == sign and draw.random() < share else one for one in text)


SETTINGS: dict[str, Callable[[str, Draw], str]] = {
    "as it stands": lambda text, _: text,
    "on one line": lambda text, _: " ".join(text.split()),
    "lines anew": lambda text, _: textwrap.fill(text, 61, break_long_words=False),
    "other punctuation": lambda text, draw: "".join(draw.choice(",;. –") if c in ",.;" else c for c in text),
    "capitals": lambda text, _: text.upper(),
    "titles": lambda text, _: text.title(),
    "hyphens at ends of lines": _hyphenated,
    "non-breaking spaces": _sometimes(" ", "\u00a0", 0.3),
    "soft hyphens": lambda text, _: re.sub(r"([a-z]{4})(?=[a-z]{3})", "\\1\u00ad", text),
    "ligatures": lambda text, _: text.replace("fi", "\ufb01"),
    "look-alike letters": lambda text, _: text.translate(str.maketrans("aeo", "\u0430\u0435\u043e")),
    "notes after sentences": lambda text, draw: re.sub(r"(?<=[a-z])\.", lambda _: f"{draw.randint(1, 99)}.", text),
    "one letter in fifty misread": lambda text, draw: "".join(
        MISREAD.get(c, c) if draw.random() < 0.02 else c for c in text
    ),
}


@dataclass(frozen=True)
class Found:
    """Shares of characters, and of passages whose ends are right to two characters."""

    n: int
    recall: float
    precision: float
    granularity: float
    exact_ends: float


def _text(draw: Draw, shelf: list[str], ranks: list[float], count: int) -> str:
    words = [
        draw.choice(GRAMMAR) if draw.random() < 0.35 else word
        for word in draw.choices(shelf, cum_weights=ranks, k=count)
    ]
    paragraphs, sentence, paragraph = [], [], []  # type: ignore[var-annotated]
    for word in words:
        sentence.append(word)
        if len(sentence) > 5 and draw.random() < 0.08:
            paragraph.append(" ".join(sentence).capitalize() + ".")
            sentence = []
            if draw.random() < 0.15:
                paragraphs.append(textwrap.fill(" ".join(paragraph), 100))
                paragraph = []
    rest = " ".join([*paragraph, " ".join(sentence).capitalize() + "."])
    return "\n\n".join([*paragraphs, textwrap.fill(rest, 100)])


def measure(each: int = 40, seed: int = 1) -> dict[str, dict[str, float]]:
    """Per setting, and over all: n, recall and precision by characters of both sides, passages per case, exact ends."""
    draw = random.Random(seed)
    syllables = [a + b for a in "bcdfghjklmnprstwy" for b in "aiueo"]
    shelf = ["".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(20_000)]
    ranks, total = [], 0.0
    for rank in range(1, len(shelf) + 1):
        total += 1 / rank
        ranks.append(total)
    sources = [_text(draw, shelf, ranks, draw.randint(600, 3000)) for _ in range(60)]
    texts, cases = [], []
    for setting, change in SETTINGS.items():
        for _ in range(each):
            source = draw.randrange(len(sources))
            spans = [found.span() for found in re.finditer(r"\S+", sources[source])]
            size = draw.randint(30, 400)
            first = draw.randrange(len(spans) - size)
            begin, end = spans[first][0], spans[first + size - 1][1]
            passage = change(sources[source][begin:end], draw)
            own = _text(draw, shelf, ranks, draw.randint(200, 900)).split("\n\n")
            at = draw.choice([0, len(own) // 2, len(own)])
            before = "".join(part + draw.choice(["\n", "\n\n"]) for part in own[:at])
            texts.append(before + passage + "\n" + "\n\n".join(own[at:]))
            cases.append(
                Reuse(str(len(texts) - 1), len(before), len(before) + len(passage), str(source), begin, end, setting)
            )
    detections = [
        Reuse(str(one.text), one.begin, one.end, str(one.source), one.source_begin, one.source_end)
        for one in find(texts, sources)
    ]
    kinds = {kind: [case for case in cases if case.kind == kind] for kind in SETTINGS}
    return {kind: asdict(_found(mine, detections)) for kind, mine in {**kinds, "all": cases}.items()}


def _found(cases: list[Reuse], detections: list[Reuse]) -> Found:
    asked = {case.text for case in cases}
    mine = [one for one in detections if one.text in asked]
    exact = sum(
        any(one.text == case.text and abs(one.begin - case.begin) <= 2 and abs(one.end - case.end) <= 2 for one in mine)
        for case in cases
    )
    return Found(len(cases), recall(cases, mine), recall(mine, cases), granularity(cases, mine), exact / len(cases))
