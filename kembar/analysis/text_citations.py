"""Which works does a text cite, at which line, and which does its bibliography list?

Reads author-year citations, in brackets or in the running sentence, people named as authorities without a year, and the
entries of a bibliography, one per line or run together. Works on plain lines; markdown emphasis is looked through.
Lines count from 1. Nothing here judges: ``text_checks`` compares the two lists.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kembar.analysis.text_lines import JoinedLines, plain


@dataclass(frozen=True, slots=True)
class Citation:
    """One work cited at one place.

    ``year`` is None for "n.d." and for a person named without a year (``named`` is then True); ``suffix`` is the
    letter of "2019a"; ``text`` is what stands on that line, as it stands there.
    """

    line: int
    authors: tuple[str, ...]
    year: int | None
    text: str
    suffix: str = ""
    named: bool = False
    et_al: bool = False
    start: int = 0  # offset in the joined text, to tell which sentences lead up to it


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the bibliography: family names in order, year (None for "n.d."), title, and the entry as it
    stands.
    """

    line: int
    authors: tuple[str, ...]
    year: int | None
    title: str
    text: str = ""
    suffix: str = ""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YEAR = r"(?:1[89]|20)\d{2}"
UNDATED = r"n\.\s?d\.?|t\.\s?t\.?|tanpa tahun|no date"
_DATE = rf"(?P<year>{YEAR})(?P<suffix>[a-z]?)|(?P<undated>{UNDATED})"
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w'’.\-]*"  # begins with a letter that is not small
_MONTHS = _words(
    "januari februari maret april mei juni juli agustus september oktober november desember january february "
    "march may june july august october december"
)
_NOT_AUTHORS = re.compile(
    r"\b(nomor|no\.?|tahun|pasal|uu|undang[- ]undang|permen\w*|perda|diolah|diakses|accessed|isbn|issn|vol\.?|"
    r"periode)\b",
    re.I,
)
_INITIAL = re.compile(r"[A-Z]|(?:[A-Z]\.-?)+")
_OFFICES = re.compile(
    r"^(badan|kementerian|kementrian|dinas|biro|bagian|departemen|lembaga|direktorat|pusat|sekretariat|ministry|"
    r"department|"
    r"agency|office|centre|center|institute|bureau)\b",
    re.I,
)
_PLACE_WORDS = _words("di ke dari pada dalam in at from to of sejak since tahun")
_HEADING = re.compile(
    r"^(?:[\divx]+[.)]?\s*)?(daftar\s+(?:pustaka|rujukan|referensi)|referensi|kepustakaan|references|bibliography|"
    r"works cited|"
    r"literature cited)\s*:?$",
    re.I,
)
_INLINE_HEADING = re.compile(r"(?<![a-z])(DAFTAR\s+PUSTAKA|DAFTAR\s+RUJUKAN|REFERENCES|BIBLIOGRAPHY)(?![a-z])")
_AFTER = re.compile(
    r"^(internet sources|lampiran|appendix|appendices|biodata|tentang penulis|about the authors?)\b", re.I
)
_SAYING = (
    r"menyebut(?:kan)?|menyatakan|berpendapat|mengatakan|menjelaskan|mengemukakan|mendefinisikan|menegaskan|berargumen|"
    r"argues?|argued|states?|stated|claims?|claimed|defines?|defined|suggests?|suggested|notes?|noted|writes?|wrote"
)
_NAMED = re.compile(
    rf"(?:(?<=[.!?]\s)|(?<=\n)|^)(?P<subject>{_NAME}(?:\s{_NAME})?)\s+(?:{_SAYING})\b"
    rf"|\b(?:[Mm]enurut|[Aa]ccording to)\s+(?P<by>{_NAME}(?:\s{_NAME}){{0,2}}(?:\s(?:dan|and|"
    rf"&)\s{_NAME}(?:\s{_NAME})?)?)(?=[\s,.;])"
)
# Words that open a sentence with a capital and are no person's name.
_OPENERS = _words(
    "ini itu hal ia dia mereka penulis peneliti penelitian dalam bab kota kabupaten provinsi pemerintah indonesia "
    "data hasil pasal undang undang-undang peraturan sumber the this that it he she they we author authors "
    "research study article table figure paradiplomasi paradiplomacy"
)


@lru_cache(maxsize=16384)  # a bibliography is held against every citation, so each name is asked for many times
def key(name: str) -> str:
    """A name as it is compared: without accents, case, punctuation; letters of every script kept."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in folded if sign.isalnum())


def family(name: str) -> str:
    """The family name of "I. D. Duchacek", "Duchacek, I. D." or "Andre Lecours"; an organisation's whole name."""
    name = name.split(",")[0]
    words = [word for word in name.split() if not _INITIAL.fullmatch(word)]
    if len(words) > 1 and re.fullmatch(r"[A-Z]{2}", words[-1]):  # "Adinda FA": initials written without dots
        words.pop()
    return " ".join(words) or name.strip()


def bibliography_start(lines: Sequence[str]) -> tuple[int, int] | None:
    """Line (from 1) and column where the bibliography begins, after its heading; None without one. The last heading
    counts.
    """
    for number in range(len(lines), 0, -1):
        bare = plain(lines[number - 1]).lstrip("#").strip()
        if _HEADING.match(bare):
            return number + 1, 0
        inline = list(_INLINE_HEADING.finditer(lines[number - 1]))
        if inline:
            return number, inline[-1].end()
    return None


def _split_authors(text: str) -> tuple[tuple[str, ...], bool]:
    et_al = bool(re.search(r"\bet\s?al\b|\bdkk\b", text, re.I))
    text = re.sub(r",?\s*\b(?:et\s?al|dkk)\b\.?", "", text, flags=re.I)
    if _OFFICES.match(text.strip()):
        return (text.strip(" ,"),), et_al
    parts = re.split(r"\s*[,;]\s*(?:&|dan\s|and\s)?\s*|\s*&\s*|\s+(?:dan|and)\s+", text)
    bare = [part.strip() for part in parts if part.strip()]
    return tuple(family(part) for part in bare if not re.fullmatch(r"(?:[A-Z]\.[\s-]?)+|[A-Z]", part)), et_al


def _bracketed(joined: JoinedLines, end: int) -> Iterator[Citation]:
    segment_pattern = re.compile(rf"^(?P<authors>.*?[^\s,])\s*,?\s+(?:{_DATE})(?P<rest>.*)$")
    for found in re.finditer(r"\(([^()]{3,300})\)", joined.text[:end]):
        at = found.start(1)
        for raw in found[1].split(";"):
            begin = at + len(raw) - len(raw.lstrip())
            at += len(raw) + 1
            bare = re.sub(r"-\s*\n\s*", "-", raw)
            match = segment_pattern.match(plain(bare))
            if not match or not _could_be_authors(match["authors"], plain(bare)):
                continue
            authors, et_al = _split_authors(
                re.sub(r"^(?:lihat|see|dalam|in|cf\.|e\.g\.,?)\s+", "", match["authors"], flags=re.I)
            )
            if not authors:
                continue
            text, line = joined.on_line(begin, begin + len(raw.strip())), joined.line(begin)
            dates = [(match["year"], match["suffix"] or "")]
            dates += re.findall(rf"(?:^|,)\s*({YEAR})([a-z]?)(?=\s*(?:,|$))", match["rest"])
            for year, suffix in dates:
                yield Citation(line, authors, int(year) if year else None, text, suffix, False, et_al, found.start())


def _could_be_authors(authors: str, segment: str) -> bool:
    if _NOT_AUTHORS.search(segment) or not re.match(
        rf"{_NAME}|www\.|[a-z0-9-]+\.(?:go|co|com|org|net)\b|[^\x00-\x7f]", authors
    ):
        return re.match(r"(?:www\.|[a-z0-9-]+\.(?:go|co|com|org|net)\b)", authors) is not None
    words = re.findall(r"[^\s,&]+", authors)
    if any(key(word) in _MONTHS for word in words) or re.search(r"\d", authors):
        return False
    if len(words) > 12:
        return False
    comma_before_year = re.search(rf",\s*(?:{YEAR}|{UNDATED})", segment) is not None
    joiners = {"&", "dan", "and", "et", "al", "al.", "dkk", "dkk.", "de", "van", "von", "la", "of"}
    return comma_before_year or all(word[0].isupper() or word in joiners for word in words)


def _in_sentence(joined: JoinedLines, end: int) -> Iterator[Citation]:
    names = rf"{_NAME}(?:(?:,\s|,?\s(?:&|dan|and)\s|\s){_NAME})*(?:\s+\*?et al\.?\*?)?"
    pattern = re.compile(
        rf"(?P<before>\w+[,.]?\s+)?(?P<names>{names})\s+\((?P<year>{YEAR})(?P<suffix>[a-z]?)(?=[,):\s;])"
    )
    for found in pattern.finditer(joined.text[:end]):
        text = re.sub(r"^(?:Menurut|Berdasarkan|According to|Sedangkan|Dalam|Oleh)\s+", "", found["names"])
        before = (found["before"] or "").strip().casefold()
        last = text.split()[-1]
        if (
            before in _PLACE_WORDS
            or re.fullmatch(r"[A-Z]\.", last)
            or _NOT_AUTHORS.search(text)
            or (text.isupper() and " " in text)
        ):
            continue
        if key(last) in _MONTHS:
            continue
        if "," in text and not re.search(r"&|\b(?:dan|and)\b", text):  # "in the regions, Duchacek (1984)" is one name
            text = text.rsplit(",", 1)[1].strip()
        authors, et_al = _split_authors(plain(text))
        begin = found.end("names") - len(text)
        if authors:
            term = joined.on_line(begin, found.end("suffix"))
            yield Citation(
                joined.line(begin),
                authors,
                int(found["year"]),
                term,
                found["suffix"],
                False,
                et_al,
                found.start("year") - 1,
            )


def _named_people(joined: JoinedLines, end: int) -> Iterator[Citation]:
    for found in _NAMED.finditer(joined.text[:end]):
        group = "subject" if found["subject"] else "by"
        text = found[group].rstrip(".,;")
        words = [key(word) for word in text.split()]
        # A word in capitals is an office or a programme (KSP), not a person.
        if (
            not words
            or words[0] in _OPENERS
            or text.isupper()
            or re.match(rf"\s*\(\s*{YEAR}", joined.text[found.end(group) :])
        ):
            continue
        authors, et_al = _split_authors(text)
        yield Citation(joined.line(found.start(group)), authors, None, text, "", True, et_al, found.start(group))


def citations(lines: Sequence[str]) -> list[Citation]:
    """Every author-year citation and every authority named without a year, in reading order, before the
    bibliography.
    """
    joined = JoinedLines.of(lines)
    start = bibliography_start(lines)
    end = (
        len(joined.text)
        if start is None
        else (joined.starts[start[0] - 1] + start[1] if start[0] <= len(lines) else len(joined.text))
    )
    found = [*_bracketed(joined, end), *_in_sentence(joined, end), *_named_people(joined, end)]
    return sorted(found, key=lambda citation: citation.start)


_INITIALS = r"(?:[A-Z]\s?\.?[\s-]?\s?){1,5}(?<=[.A-Z\s])"
_PERSON = rf"[^\W\d_a-z][\w'’\-]*(?:\s[\w'’\-]+){{0,3}},\s{_INITIALS}"
_PEOPLE = rf"{_PERSON}(?:,?\s*(?:&\s*|dan\s|and\s|(?:\.\s?){{3}})?(?:{_PERSON}|(?<=&\s)[^\W\d_a-z][\w'’\-]+))*"
_BODY = r"[^\W\d_a-z][\w'’\-]*(?:\s(?:&\s)?[\w'’\-]+){0,8}(?:,?\s&\s[^\W\d_a-z][\w'’\-]+)?"
_ENTRY = re.compile(
    rf"(?:(?<=^)|(?<=[.\d)\]>/\w]\s))(?P<authors>{_PEOPLE}|{_BODY})[.,]?\s*\((?P<date>{YEAR}[a-z]?(?:,[^)]*)?|"
    rf"{UNDATED})\)"
)


def _reference(line: int, text: str, found: re.Match[str] | None = None) -> Reference | None:
    bare = plain(text)
    match = found or re.match(
        rf"(?P<authors>.{{2,400}}?)[.,]?\s*\(?(?P<date>{YEAR}[a-z]?|{UNDATED})(?:,[^)]{{0,30}})?\)?[.,]?\s", bare + " "
    )
    if match is None:
        return None
    names = [
        part for part in re.split(r"\s*&\s*|,?\s+(?:dan|and)\s+|(?<=\.),\s*", match["authors"]) if part.strip(" .")
    ]
    authors = tuple(family(name.strip(" .,")) for name in names if name.strip(" .,"))
    # "Tjandradewi, & Marcotullio" and "Nuralam" carry no initials; bare initials are no author of their own.
    authors = tuple(name for name in authors if not re.fullmatch(r"(?:[A-Z]\.\s?)+[A-Z]?|[A-Z]", name))
    date = re.match(rf"({YEAR})([a-z]?)", match["date"])
    rest = bare[match.end() :].lstrip(" .)")
    title = re.split(r"\.\s+(?=[^\W\d_a-z\d])|\.\s+\d|(?<=[?!])\s", rest + " ", maxsplit=1)[0].strip(" .")
    return Reference(line, authors, int(date[1]) if date else None, title, bare, date[2] if date else "")


def bibliography(lines: Sequence[str]) -> list[Reference]:
    """The entries after the heading of the bibliography (several headings: the last), in order; [] without a heading.

    Entries marked by a dash, a number or a blank-free line are taken line by line; otherwise the run of text is cut
    where an author list is followed by a year in brackets.
    """
    start = bibliography_start(lines)
    if start is None:
        return []
    block = [lines[start[0] - 1][start[1] :], *lines[start[0] :]] if start[0] <= len(lines) else []
    for number, line in enumerate(block):
        if _AFTER.match(plain(line).lstrip("#").strip()):
            block = block[:number]
            break
    filled = [(number, line) for number, line in enumerate(block, start[0]) if line.strip()]
    marked = [item for item in filled if re.match(r"\s*(?:[-•*]|\[?\d{1,3}[.\])])\s+", item[1])]
    opening = [item for item in filled if _ENTRY.match(plain(item[1]))]
    if len(marked) >= max(1, 0.6 * len(filled)):
        return _entries_by_mark(filled)
    if len(opening) >= max(1, 0.8 * len(filled)):
        return [entry for number, line in filled if (entry := _reference(number, line))]
    return _entries_in_run(filled)


def _entries_by_mark(filled: Sequence[tuple[int, str]]) -> list[Reference]:
    grouped: list[tuple[int, str]] = []
    for number, line in filled:
        mark = re.match(r"\s*(?:[-•*]|\[?\d{1,3}[.\])])\s+", line)
        if mark or not grouped:
            grouped.append((number, line[mark.end() :] if mark else line))
        else:
            grouped[-1] = (grouped[-1][0], f"{grouped[-1][1]} {line}")
    return [entry for number, text in grouped if (entry := _reference(number, text))]


def _entries_in_run(filled: Sequence[tuple[int, str]]) -> list[Reference]:
    pieces = [plain(line) for _, line in filled]
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece) + 1
    text = " ".join(pieces)
    matches = list(_ENTRY.finditer(text))
    entries = []
    ends = [found.start() for found in matches[1:]] + [len(text)]
    for found, end in zip(matches, ends[: len(matches)], strict=True):
        line = filled[bisect_right(starts, found.start()) - 1][0]
        entry = _reference(line, text[found.start() : end])
        if entry:
            entries.append(entry)
    return entries
