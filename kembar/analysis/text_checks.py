"""What in a text contradicts itself: its citations and its bibliography, its sources and its events, its counts?

Each check takes lines (from 1) and returns findings; a finding carries a code, plain data for a sentence in any
language, and places: line and the term that stands there. A finding is a question for a reader, never a verdict.
Checks on the form of the manuscript (figures, template text, method, window of years) are in ``text_form``; all are
reached from here.
"""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from kembar.analysis.text_bibliography import YEAR, Reference, bibliography, key, without_bibliography
from kembar.analysis.text_citations import Citation, citations
from kembar.analysis.text_counts import material_counts, number_value, two_counts
from kembar.analysis.text_form import (
    case_studies,
    leftover_template,
    method_against_use,
    missing_figures,
    publication_window,
    stated_window,
    studies_counted,
)
from kembar.analysis.text_lines import Finding, JoinedLines, paragraphs
from kembar.analysis.text_numbers import check_marks, marks_cited

__all__ = [
    "Citation", "Finding", "Reference", "bibliography", "case_studies", "check_citations", "citations", "citations_of",
    "leftover_template", "material_counts", "method_against_use", "missing_figures", "number_value", "older_than_event",
    "paragraphs", "publication_window", "stated_window", "studies_counted", "two_counts",
]  # fmt: skip


def citations_of(lines: Sequence[str]) -> list[Finding]:
    """What ``check_citations`` finds in a text, and for one that cites by numbers or labels what ``check_marks`` does:
    there a name with a year in the sentence is no citation, and only the marks are held against the entries."""
    listed = bibliography(lines)
    if marks_cited(lines, listed):
        anew = len({ref.mark for ref in listed}) < len(listed)  # numbered anew in each chapter
        return [*check_marks(lines, listed), *([] if anew else _listed_twice(listed))]
    return check_citations(citations(lines), listed)


# --- citations against the bibliography ------------------------------------------------------------------------------


def _same_name(cited: str, listed: str) -> bool:
    """ "Andre Lecours" is "Lecours"; "Qisty Adinda" is "Qisty Adinda"; an organisation may be cited by its first
    words.
    """
    one, other = key(cited), key(listed)
    if one == other:
        return True
    if cited.isupper() and " " in listed and one == _initials(listed):  # "BPS" is "Badan Pusat Statistik"
        return True
    last_cited, last_listed = key(cited.split()[-1]), key(listed.split()[-1])
    return last_cited == other or one == last_listed or (len(one) > 7 and other.startswith(one))


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()).casefold()


def _near_name(cited: str, listed: str) -> bool:
    """One or two letters apart (Levenshtein at most 2, names of five letters or more, same first letter)."""
    one, other = key(cited), key(listed)
    return min(len(one), len(other)) >= 5 and one[0] == other[0] and 0 < Levenshtein.distance(one, other) <= 2


def _listing(citation: Citation, references: Sequence[Reference], same: bool) -> list[Reference]:
    """References by the cited first author; failing that, by any author when more than one is cited (order turned
    round).
    """
    test = _same_name if same else _near_name
    first = [ref for ref in references if ref.authors and test(citation.authors[0], ref.authors[0])]
    if first or not same:
        return first
    if citation.authors[0].isupper():  # "AFPA" in "American Forest and Paper Association (AFPA). (2005)"
        abbreviation = re.compile(rf"\b{re.escape(citation.authors[0])}\b")
        first = [ref for ref in references if ref.year == citation.year and abbreviation.search(ref.text[:150])]
        if first:
            return first
    # "(OpenSees, Mazzoni et al. 2006)": what is spoken of stands before who wrote of it.
    return [
        ref
        for ref in references
        if len(citation.authors) > 1
        and (
            all(any(_same_name(a, b) for b in ref.authors) for a in citation.authors)
            or (ref.year == citation.year and any(_same_name(a, ref.authors[0]) for a in citation.authors[1:]))
        )
    ]


def _who(ref: Reference) -> str:
    """What of an entry stands on its line: its first author, or its first words when it names none."""
    return ref.authors[0] if ref.authors else " ".join(ref.text.split()[:3])


def _data(citation: Citation, refs: Sequence[Reference]) -> dict[str, object]:
    return {
        "authors": citation.authors,
        "year": "" if citation.year is None else f"{citation.year}{citation.suffix}",
        "listed_years": tuple(sorted({ref.year for ref in refs if ref.year})),
        "listed_authors": tuple(dict.fromkeys(_who(ref) for ref in refs)),
    }


def _places(citation: Citation, refs: Sequence[Reference]) -> tuple[tuple[int, str], ...]:
    return ((citation.line, citation.text), *((ref.line, _who(ref)) for ref in refs))


def _judge(citation: Citation, references: Sequence[Reference]) -> Finding | None:
    refs = _listing(citation, references, same=True)
    if citation.named:
        if refs or any(_same_name(citation.authors[0], author) for ref in references for author in ref.authors):
            return None
        return Finding("citations", "named_not_listed", _data(citation, ()), ((citation.line, citation.text),))
    dated = [ref for ref in refs if ref.year == citation.year]
    if dated:
        return _judge_details(citation, dated)
    variants = [ref for ref in _listing(citation, references, same=False) if ref.year == citation.year]
    if variants:
        return Finding("citations", "name_variant", _data(citation, variants), _places(citation, variants))
    if refs:
        return Finding("citations", "year_mismatch", _data(citation, refs), _places(citation, refs))
    return Finding("citations", "not_listed", _data(citation, ()), ((citation.line, citation.text),))


def _judge_details(citation: Citation, refs: Sequence[Reference]) -> Finding | None:
    if citation.suffix and len(refs) == 1 and not refs[0].suffix:
        return Finding("citations", "letter_not_listed", _data(citation, refs), _places(citation, refs))
    counts = {len(ref.authors) for ref in refs}
    alone = len(citation.authors) == 1 and not citation.et_al
    person = len(citation.authors[0].split()) == 1
    if (
        alone and person and 1 not in counts and "(" not in citation.text
    ):  # in a sentence the other may stand further off
        return Finding("citations", "coauthor_dropped", _data(citation, refs), _places(citation, refs))
    return None


def check_citations(
    cited: Sequence[Citation], listed: Sequence[Reference], *, heading_found: bool = True
) -> list[Finding]:
    """Citations that the bibliography does not bear out, and entries that nothing cites.

    Codes: ``not_listed``, ``year_mismatch`` (the author is listed, not that year), ``name_variant`` (one or two letters
    apart), ``named_not_listed`` (a person named as an authority, listed nowhere), ``letter_not_listed`` ("2019a"
    against one 2019), ``coauthor_dropped``, ``not_cited``, ``listed_twice``; ``no_bibliography`` once when there is
    nothing to compare with.
    """
    dated = [citation for citation in cited if not citation.named]
    if not listed:
        if not dated:
            return []
        data = {"citations": len(dated), "heading": int(heading_found)}
        return [Finding("citations", "no_bibliography", data, ((dated[0].line, dated[0].text),))]
    merged: dict[tuple[object, ...], Finding] = {}
    for citation in cited:
        finding = _judge(citation, listed)
        if finding is None:
            continue
        group = (finding.says_code, tuple(map(key, citation.authors)), citation.year, citation.suffix)
        before = merged.get(group)
        if before is None:
            merged[group] = finding
        else:
            places = tuple(dict.fromkeys((*before.places, *finding.places)))
            merged[group] = Finding(finding.check, finding.says_code, finding.data, places)
    return [*merged.values(), *_not_cited(cited, listed), *_listed_twice(listed)]


def _not_cited(cited: Sequence[Citation], listed: Sequence[Reference]) -> Iterator[Finding]:
    for ref in listed:
        if not ref.authors or any(
            _same_name(name, author) or _near_name(name, author)
            for citation in cited
            for name in citation.authors
            for author in ref.authors[:1] + (ref.authors if len(citation.authors) > 1 else ())
        ):
            continue
        data = {"authors": ref.authors, "year": ref.year or "", "title": ref.title}
        yield Finding("citations", "not_cited", data, ((ref.line, _who(ref)),))


def _listed_twice(listed: Sequence[Reference]) -> Iterator[Finding]:
    seen: dict[tuple[str, int | None], Reference] = {}
    for ref in listed:
        mark = (key(ref.title), ref.year)
        if len(mark[0]) >= 15 and mark in seen:
            first = seen[mark]
            data = {"title": ref.title, "authors": ref.authors, "first_authors": first.authors, "year": ref.year or ""}
            yield Finding("citations", "listed_twice", data, ((first.line, _who(first)), (ref.line, _who(ref))))
        else:
            seen[mark] = ref


# --- a source older than the event -----------------------------------------------------------------------------------


_FUTURE = re.compile(
    r"(target|visi|rencana|proyeksi|menuju|akan|diperkirakan|forecast|expected|planned|will|towards?|"
    r"by)\W+(?:\w+\W+){0,3}$",
    re.I,
)
_EVENT_YEAR = re.compile(
    rf"(?:\b(?:pada|sejak|tahun|di|dari|hingga|sampai|dimulai|in|since|from|until|during|of)\s+(?:\w+\s+){{0,3}}?|"
    rf"\b(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|january|"
    rf"february|march|may|"
    rf"june|july|august|october|december)\s+)(?P<year>{YEAR})\b(?!\s*\()",
    re.I,
)
_DATED_BRACKET = re.compile(rf"\([^()]*{YEAR}[^()]*\)")
_ACT = re.compile(rf"\b(?:nomor|no\.?|number)\s*[\w/.\-]+\s+(?:tahun|of)\s+{YEAR}$", re.I)


def older_than_event(lines: Sequence[str]) -> list[Finding]:
    """Sources that came out before the event they are cited for.

    A citation in brackets answers for the sentences since the citation (or act) in brackets before it, in its
    paragraph; one in the running sentence for the rest of that sentence. A year in them that is later than the
    source's own year cannot come from that source. Years told as plans or targets are left out; the year of an act
    cited by number has its own code (``source_older_than_act``, else ``source_older_than_event``).
    """
    body = without_bibliography(lines)
    findings: list[Finding] = []
    for first, block in paragraphs(body):
        joined = JoinedLines.of(block, first)
        at = 0
        for citation in [one for one in citations(block) if not one.named]:
            if "(" in citation.text:
                begin = joined.text.find(")", citation.start)
                end = min(found.start() for found in re.finditer(r"\.\s|$", joined.text) if found.start() >= begin)
            else:
                brackets = [found.end() for found in _DATED_BRACKET.finditer(joined.text, 0, citation.start)]
                begin, end = max([at, *brackets]), citation.start
            if citation.year is not None:
                findings += _later_years(citation, joined, begin, joined.text[begin:end])
            at = max(at, citation.start)
    return findings


def _later_years(citation: Citation, joined: JoinedLines, at: int, span: str) -> Iterator[Finding]:
    assert citation.year is not None
    own_line = joined.first + citation.line - 1
    for found in _EVENT_YEAR.finditer(span):
        year = int(found["year"])
        if year <= citation.year or _FUTURE.search(span[: found.start("year")]):
            continue
        code = "source_older_than_act" if _ACT.search(span[: found.end("year")]) else "source_older_than_event"
        begin = at + found.start("year")
        lead = joined.text.rfind("\n", 0, begin) + 1
        term = joined.text[max(lead, joined.text.rfind(" ", lead, max(lead, begin - 1)) + 1) : begin + 4]
        data = {"authors": citation.authors, "source_year": citation.year, "event_year": year}
        yield Finding("older_than_event", code, data, ((own_line, citation.text), (joined.line(begin), term)))
