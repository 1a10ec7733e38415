"""What do readers of plain lines share: the bare text of a line, lines joined with a way back, paragraphs, a finding?

Lines count from 1 everywhere.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


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


def paragraphs(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Paragraphs as (first line, lines). One that begins with a small letter or breaks off in mid sentence goes on."""
    found: list[tuple[int, list[str]]] = []
    broken = False
    for number, line in enumerate(lines, 1):
        bare = plain(line)
        if not bare:
            if found and not broken:
                previous = plain(" ".join(found[-1][1]))
                broken = (
                    not re.search(r"[.!?:;)\]”\"]$", previous) and not previous.startswith("#") and len(previous) > 60
                )
            continue
        goes_on = found and not bare.startswith("#") and (bare[0].islower() or broken)
        if goes_on:
            first, body = found[-1]
            body.extend([""] * (number - first - len(body)))
            body.append(line)
        else:
            found.append((number, [line]))
        broken = False
    return found
