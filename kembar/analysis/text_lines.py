"""What do readers of plain lines share: the bare text of a line, lines joined with a way back, paragraphs, a finding?

Lines count from 1 everywhere.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reader should look at.

    ``check`` names the check, ``says_code`` the sentence to say, ``data`` what the sentence needs; ``places`` are
    (line, term) with the term as it stands on that line.
    """

    check: str
    says_code: str
    data: Mapping[str, object]
    places: tuple[tuple[int, str], ...] = field(default=())


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(text.split())


@lru_cache(maxsize=65536)  # several checks ask for the same lines
def plain(text: str) -> str:
    """The text without markdown emphasis, tags and link brackets; single blanks."""
    text = re.sub(r"<(https?://[^>]*)>", r"\1", text)
    text = re.sub(r"</?(?:b|i|em|strong|sup|sub|u)>|\*+|(?<!\w)_+|_+(?!\w)|`", "", text)
    return re.sub(r"\s+", " ", text).strip()


@dataclass(frozen=True, slots=True)
class JoinedLines:
    """Lines as one string, with the way back from an offset to its line (from 1)."""

    text: str
    starts: tuple[int, ...]
    first: int = 1

    @classmethod
    def of(cls, lines: Sequence[str], first: int = 1) -> "JoinedLines":
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line) + 1
        return cls("\n".join(lines), tuple(starts), first)

    def line(self, offset: int) -> int:
        return self.first + bisect_right(self.starts, offset) - 1

    def on_line(self, begin: int, end: int) -> str:
        """What of ``begin:end`` stands on the line where it begins."""
        return self.text[begin:end].split("\n", 1)[0].strip()


def wrapped_width(lines: Sequence[str]) -> int:
    """The width at which a text is wrapped, as a PDF's is; 0 when its lines are whole paragraphs."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 20:
        return 0
    width = lengths[int(0.9 * len(lengths))]
    return width if width <= 140 and lengths[len(lengths) // 2] >= 40 else 0


_OWN_LINE = re.compile(r"\s*(?:#|[-•*]\s|\d{1,2}[.)]\s|(?:gambar|tabel|grafik|bagan|figure|table)\s*\d)", re.I)


def paragraphs(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Paragraphs as (first line, lines).

    One that begins with a small letter or breaks off in mid sentence goes on over a blank line. In a text that is
    wrapped a line goes on where the one before it is nearly full.
    """
    found: list[tuple[int, list[str]]] = []
    broken = False
    width = wrapped_width(lines)
    previous = ""
    for number, line in enumerate(lines, 1):
        bare = plain(line)
        if not bare:
            if found and not broken:
                last = plain(" ".join(found[-1][1]))
                broken = not re.search(r"[.!?:;)\]”\"]$", last) and not last.startswith("#") and len(last) > 60
            previous = ""
            continue
        full = bool(width and len(previous) >= 0.8 * width and not _OWN_LINE.match(line))
        if full and len(bare) < 0.6 * width and bare[-1] not in ".,;)" and previous.rstrip()[-1:] in ".!?)":
            full = False  # a heading under a paragraph whose last line happens to be full
        if found and not bare.startswith("#") and (bare[0].islower() or broken or full):
            first, body = found[-1]
            body.extend([""] * (number - first - len(body)))
            body.append(line)
        else:
            found.append((number, [line]))
        broken, previous = False, line
    return found
