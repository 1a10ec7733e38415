"""Do the numbers or labels by which a text cites ("[12]", "[3, 5-7]", "[BAD10]", superscripts) have an entry each?

Only for bibliographies whose entries are marked so. Lines count from 1; findings as in ``text_checks``.
"""

import re
from collections.abc import Iterator, Sequence

from kembar.analysis.text_bibliography import Reference, without_bibliography
from kembar.analysis.text_lines import Finding

_BRACKET = re.compile(r"\[(?P<inner>[^\[\]]{1,160})\]")
_ROUND = re.compile(r"\((?P<inner>\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\)")
_RAISED = re.compile(r"<sup>(?P<inner>[\d,;\s–-]{1,40})</sup>|(?P<signs>[⁰¹²³⁴-⁹](?:[⁰¹²³⁴-⁹,⁻–-]*[⁰¹²³⁴-⁹])?)")
_PIECE = re.compile(
    r"(?P<first>\d{1,4})(?:\s*[–—-]\s*\[?(?P<last>\d{1,4}))?(?=\s*(?:$|,\s*(?:p|pp|hlm|hal|h|ch|sec)\b|[:,]))"
)
_LOWER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_ENOUGH = 3
"""Citations by number that make a text one that cites so; fewer may be years, exponents, intervals."""
_LONGEST = 60
"""Works in one range: "[3-2019]" is none."""

Places = dict[str, list[tuple[int, str]]]


def marks_cited(lines: Sequence[str], listed: Sequence[Reference]) -> Places:
    """Mark -> where it is cited, in reading order; {} where the text does not cite by the marks of its bibliography."""
    marks = {ref.mark for ref in listed if ref.mark}
    if not marks:
        return {}
    body = without_bibliography(lines)
    if not all(mark.isdecimal() for mark in marks):
        return _enough(_labels(body, marks), marks)
    # Raised numbers and those in round brackets are often something else: asked only where no square ones cite.
    for pattern in (_BRACKET, _RAISED, _ROUND):
        found = _enough(_numbers(body, pattern), marks)
        if found:
            return found
    return {}


def _enough(found: Places, marks: set[str]) -> Places:
    known = [mark for mark in found if mark in marks]
    return found if len(known) >= min(_ENOUGH, len(marks)) and len(known) >= 0.5 * len(found) else {}


def _labels(body: Sequence[str], marks: set[str]) -> Places:
    found: Places = {}
    shapes = {_shape(mark) for mark in marks if re.search(r"\d", mark)}  # "[sic]" looks like a label without a year
    for number, line in enumerate(body, 1):
        for bracket in _BRACKET.finditer(line):
            for piece in re.split(r"\s*[,;]\s*", bracket["inner"]):
                if piece in marks or (piece[:1].isupper() and _shape(piece) in shapes):
                    found.setdefault(piece, []).append((number, bracket[0]))
    return found


def _shape(label: str) -> str:
    """The look of a label: "BAD10" and "LK02" are letters and two digits."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d", "0", label))


def _numbers(body: Sequence[str], pattern: re.Pattern[str]) -> Places:
    found: Places = {}
    for number, line in enumerate(body, 1):
        for bracket in pattern.finditer(line):
            for mark in _numbers_in(bracket):
                found.setdefault(mark, []).append((number, bracket[0]))
    return found


def _numbers_in(bracket: re.Match[str]) -> Iterator[str]:
    groups = bracket.groupdict()
    inner = (groups.get("inner") or groups.get("signs") or "").translate(_LOWER).strip()
    if not re.match(r"\d", inner) or re.search(r"\d\.\d|[=<>+×/]", inner):
        return
    for piece in re.split(r"\s*;\s*|\s*,\s*(?=\d)", inner):
        told = _PIECE.match(piece)
        if told is None:
            return
        first, last = int(told["first"]), int(told["last"] or told["first"])
        if first and first <= last <= first + _LONGEST:
            yield from map(str, range(first, last + 1))


def check_marks(lines: Sequence[str], listed: Sequence[Reference]) -> list[Finding]:
    """Marks cited without an entry (``mark_not_listed``), and entries that no mark cites (``mark_not_cited``)."""
    cited = marks_cited(lines, listed)
    if not cited:
        return []
    known = {ref.mark for ref in listed}
    highest = max((int(mark) for mark in known if mark.isdecimal()), default=0)
    findings = []
    for mark, places in cited.items():
        # "[0]", "[100]" of an equation or an interval: a number far beyond the list is no citation of it.
        if mark not in known and (not mark.isdecimal() or int(mark) <= 2 * highest + 5):
            data = {"mark": mark, "entries": len(known)}
            findings.append(Finding("citations", "mark_not_listed", data, tuple(dict.fromkeys(places))))
    for ref in listed:
        if ref.mark and ref.mark not in cited:
            first = (ref.text.split() or [ref.mark])[0]
            data = {"mark": ref.mark, "title": ref.title[:120]}
            findings.append(Finding("citations", "mark_not_cited", data, ((ref.line, first),)))
    return findings
