"""Which works does the bibliography of a text list, and on which lines does it stand?

A bibliography begins at its heading and ends at the next chapter, at an appendix or with the text; a text may have
one a chapter. Its entries are told apart by whichever sign parts it best: numbers or dashes, blank lines, hanging
indents, one line each, or author lists followed by a year. An entry gives family names, year, title, in the orders
of APA, Harvard, Chicago, Vancouver, IEEE and of BibTeX's plain styles. Lines count from 1.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kembar.analysis.text_lines import plain, word_set


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the bibliography: family names in order, year (None for "n.d."), title, and the entry as it
    stands; ``mark`` is its number or label where the list is numbered ("12", "BAD10").
    """

    line: int
    authors: tuple[str, ...]
    year: int | None
    title: str
    text: str = ""
    suffix: str = ""
    mark: str = ""


YEAR = r"(?:1[89]|20)\d{2}"
UNDATED = r"n\.\s?d\.?|t\.\s?t\.?|tanpa tahun|no date|in press|forthcoming"
PARTICLES = word_set("de del della der den da du dos la le bin binti ibn ter ten van von")


@lru_cache(maxsize=16384)  # a bibliography is held against every citation, so each name is asked for many times
def key(name: str) -> str:
    """A name as it is compared: without accents, case, punctuation; letters of every script kept."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in folded if sign.isalnum())


def family(name: str) -> str:
    """The family name of "I. D. Duchacek", "Duchacek, I. D." or "Andre Lecours"; an organisation's whole name."""
    name = name.split(",")[0]
    words = [word for word in name.split() if not re.fullmatch(r"[A-Z]|(?:[A-Z]\.-?)+", word)]
    if len(words) > 1 and re.fullmatch(r"[A-Z]{2}", words[-1]):  # "Adinda FA": initials written without dots
        words.pop()
    return " ".join(words) or name.strip()


# --- where it stands -------------------------------------------------------------------------------------------------

_WORDS = (
    r"(?:daftar|list of)\s+(?:pustaka|rujukan|referensi|acuan|kepustakaan|references|works cited)|referensi|"
    r"kepustakaan|references?|reference list|bibliography|bibliografi|pustaka acuan|sumber rujukan|works cited|"
    r"literature cited|cited literature|references and notes|notes and references"
)
_HEADING = re.compile(rf"^(?:(?:[\divxa-h]+(?:\.\d+)*[.)]?\s+)?(?:{_WORDS}))\s*[:.]?$", re.I)
_INLINE_HEADING = re.compile(r"(?<![a-z])(DAFTAR\s+PUSTAKA|DAFTAR\s+RUJUKAN|REFERENCES|BIBLIOGRAPHY)(?![a-z])")
_AFTER = re.compile(
    r"^(?:[\divx]+[.)]\s+)?(internet sources|lampiran|appendix|appendices|supplementary|biodata|"
    r"biografi penulis|riwayat hidup|curriculum vitae|tentang penulis|about the authors?|author biograph|"
    r"acknowledge?ments?|ucapan terima kasih)\b",
    re.I,
)
_CHAPTER = re.compile(r"^(?:bab|chapter|part|bagian)\s+[\divxlc]+\b[^,;]{0,80}$", re.I)
_FURNITURE = re.compile(rf"^(?:\d{{1,4}}|(?:{_WORDS})\s*\d*|\d*\s*(?:{_WORDS}))$", re.I)


def _bare(line: str) -> str:
    return plain(line).lstrip("#").strip()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of bibliography: its first line, the column where it begins, its last line."""

    first: int
    column: int
    last: int


def bibliography_blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Where bibliographies stand: the last heading's, and each earlier one whose lines are entries for the most part
    (the bibliography of a chapter; a table of contents names a heading too and holds no entries)."""
    return _blocks(tuple(lines))


@lru_cache(maxsize=8)
def _blocks(lines: tuple[str, ...]) -> tuple[Block, ...]:
    bare = [_bare(line) if len(line) < 200 else line for line in lines]
    headings = [number for number, text in enumerate(bare, 1) if len(text) < 60 and _HEADING.match(text)]
    if not headings:
        for number in range(len(lines), 0, -1):
            # The end of the line before is looked at too, for a heading in the run of a text may be broken in two.
            before = lines[number - 2][-10:].rstrip() + " " if number > 1 else ""
            found = list(_INLINE_HEADING.finditer(before + lines[number - 1]))
            if found and found[-1].end() > len(before):
                return (Block(number, found[-1].end() - len(before), _end(bare, number)),)
        return ()
    candidates = [Block(number + 1, 0, _end(bare, number)) for number in headings]
    kept: list[Block] = []
    for block, following in zip(candidates, [*headings[1:], 0], strict=True):
        last = min(block.last, following - 1) if following else block.last
        block = replace(block, last=last)
        if not following or _is_entries(lines, block):
            kept.append(block)
    # A heading repeated at the head of a page leaves nothing after the last one; what stood before is the list.
    return tuple(kept) or (candidates[-1],)


def _end(bare: Sequence[str], start: int) -> int:
    for number in range(start + 1, len(bare) + 1):
        text = bare[number - 1]
        if len(text) < 100 and (_AFTER.match(text) or _CHAPTER.match(text)):
            return number - 1
    return len(bare)


def _is_entries(lines: Sequence[str], block: Block) -> bool:
    filled = _filled(lines, block)
    if not filled:
        return False
    good = sum(len(one.text) for one in _split(filled) if one.authors and one.year and len(one.text) < 900)
    return good >= 0.5 * sum(len(line.strip()) for _, line in filled)


def _filled(lines: Sequence[str], block: Block) -> list[tuple[int, str]]:
    """The lines of a block that hold something, without page numbers and running heads; where the text stands on every
    other line, the blank ones between say nothing and are dropped, else they are kept as empty."""
    inside = [(block.first, lines[block.first - 1][block.column :])] if block.first <= len(lines) else []
    inside += [(number, lines[number - 1]) for number in range(block.first + 1, block.last + 1)]
    inside = [(number, "" if _FURNITURE.match(_bare(line)) else line) for number, line in inside]
    return [item for item in inside if item[1].strip()]


def bibliography_start(lines: Sequence[str]) -> tuple[int, int] | None:
    """Line (from 1) and column where the last bibliography begins, after its heading; None without one."""
    blocks = bibliography_blocks(lines)
    return (blocks[-1].first, blocks[-1].column) if blocks else None


def without_bibliography(lines: Sequence[str]) -> list[str]:
    """The lines with those of bibliographies, and all that follows the last, left empty: numbers of lines stay."""
    body = list(lines)
    blocks = bibliography_blocks(lines)
    for block in blocks:
        last = len(body) if block is blocks[-1] else block.last
        for number in range(block.first, last + 1):
            keeps = block.column and number == block.first
            body[number - 1] = body[number - 1][: block.column] if keeps else ""
    return body


def bibliography(lines: Sequence[str]) -> list[Reference]:
    """The entries of all bibliographies of the text, in order; [] without a heading. A work that the lists of several
    chapters have is given once, unless the lists are numbered."""
    found: list[Reference] = []
    before: set[tuple[str, str, int | None]] = set()
    for block in bibliography_blocks(lines):
        filled = _filled(lines, block)
        entries = _split(filled) if filled else []
        found += [one for one in entries if one.mark or _work(one) not in before]
        before |= {_work(one) for one in entries}
    return found


def _work(one: Reference) -> tuple[str, str, int | None]:
    return key("".join(one.authors[:1])), key(one.title), one.year


# --- one entry from the next -----------------------------------------------------------------------------------------

_MARK = re.compile(r"^\s*(?:\[(?P<a>\d{1,4})\]|\((?P<b>\d{1,4})\)|(?P<c>\d{1,4})[.)]|(?P<d>\d{1,4})\t)\s*(?=\S)")
_LABEL = re.compile(r"^\s*\[(?P<label>[^\W\d_][^\]]{1,30})\]\s*(?=\S)")
_DASH = re.compile(r"^\s*[-–—•*·▪]\s+(?=\S)")
_SURNAME = r"[^\W\d_a-zß-öø-ÿ][\w'’ʼ\-]*"
_OPENING = re.compile(
    rf"^(?:(?:(?:{'|'.join(sorted(PARTICLES))})\s)?{_SURNAME}(?:\s{_SURNAME}){{0,3}}\s?,\s+[^\W\d_]"
    rf"|(?:[A-Z]\.[\s-]?){{1,4}}(?:\w+\s){{0,2}}{_SURNAME}\s?[,.&(]"
    rf"|{_SURNAME}(?:\s[\w&'’\-]+){{0,9}}[.,]?\s*[(\[]?(?:{YEAR}|n\.d\.|t\.t\.))",
    re.I,
)
_INITIALS_RUN = r"(?:[A-Z]\s?\.?[\s-]?\s?){1,5}(?<=[.A-Z\s])"
_PERSON = rf"[^\W\d_a-z][\w'’\-]*(?:\s[\w'’\-]+){{0,3}},\s{_INITIALS_RUN}"
_PEOPLE = rf"{_PERSON}(?:,?\s*(?:&\s*|dan\s|and\s|(?:\.\s?){{3}})?(?:{_PERSON}|(?<=&\s)[^\W\d_a-z][\w'’\-]+))*"
_BODY = r"[^\W\d_a-z][\w'’\-]*(?:\s(?:&\s)?[\w'’\-]+){0,8}(?:,?\s&\s[^\W\d_a-z][\w'’\-]+)?"
_ENTRY = re.compile(
    rf"(?:(?<=^)|(?<=[.\d)\]>/\w]\s))(?P<authors>{_PEOPLE}|{_BODY})[.,]?\s*\((?P<date>{YEAR}[a-z]?(?:,[^)]*)?|"
    rf"n\.\s?d\.?|t\.\s?t\.?)\)"
)
Lines = Sequence[tuple[int, str]]
Starts = list[tuple[int, str, str]]  # line, text of the entry, mark


def _split(filled: Lines) -> list[Reference]:
    """The entries under the sign that parts them best."""
    for marked in (_by_number(filled), _by_label(filled), _by_dash(filled)):
        if marked:
            return [_reference(*one) for one in marked]
    tried = [[_reference(*one) for one in way] for way in _ways(filled) if way]
    best = max(tried, key=_quality, default=[])
    if best and _quality(best) >= 0.6 * len(best):
        return best
    return max([best, _in_run(filled)], key=_quality)  # the costliest way last


def _ways(filled: Lines) -> Iterator[Starts]:
    yield from (_by_line(filled), _by_indent(filled, 0), _by_indent(filled, 1), _by_blank(filled), _by_opening(filled))


_DATED = re.compile(rf"\(\s?{YEAR}[a-z]?\s?\)\s?[.:,]")


def _quality(entries: Sequence[Reference]) -> float:
    """Entries that read as one work each, less those that read as none or as several."""
    whole = 0.0
    for one in entries:
        dated = one.year is not None or re.search(UNDATED, one.text[:200], re.I)
        if not one.authors or not dated or not 25 <= len(one.text) <= 1200:
            whole -= 1
        else:
            whole += 1 - len(_DATED.findall(one.text)[1:])
    return whole


def _joined(filled: Lines, starts: Sequence[int]) -> Starts:
    """Entries that begin at these places of ``filled``."""
    pieces = []
    for begin, end in zip(starts, [*starts[1:], len(filled)], strict=True):
        text = ""
        for _, line in filled[begin:end]:
            part = line.strip()
            glued = text[-2:-1].isalpha() and text[-1:] == "-" and part[:1].islower()
            text = text[:-1] + part if glued else f"{text} {part}".strip()
        pieces.append((filled[begin][0], text, ""))
    return pieces


def _by_number(filled: Lines) -> Starts:
    starts: list[int] = []
    marks: list[str] = []
    expected = 1
    for place, (_, line) in enumerate(filled):
        found = _MARK.match(line)
        number = int(next(filter(None, found.groups()))) if found else 0
        if found and (number == expected or (starts and expected < number <= expected + 3)):
            starts.append(place)
            marks.append(str(number))
            expected = number + 1
    if len(starts) < 3 or starts[0] > 2 or len(filled) > 12 * len(starts):
        return []
    return _without_mark(_joined(filled, starts), marks, _MARK)


def _by_label(filled: Lines) -> Starts:
    starts = [place for place, (_, line) in enumerate(filled) if _LABEL.match(line)]
    if len(starts) < 3 or starts[0] > 2 or len(filled) > 12 * len(starts):
        return []
    labels = [found["label"] for place in starts if (found := _LABEL.match(filled[place][1]))]
    return _without_mark(_joined(filled, starts), labels, _LABEL)


def _by_dash(filled: Lines) -> Starts:
    starts = [place for place, (_, line) in enumerate(filled) if _DASH.match(line) or _MARK.match(line)]
    if not starts or starts[0] > 0 or len(starts) < max(1, 0.2 * len(filled)):
        return []
    joined = _joined(filled, starts)
    return [(line, _MARK.sub("", _DASH.sub("", text, count=1), count=1), "") for line, text, _ in joined]


def _without_mark(joined: Starts, marks: Sequence[str], pattern: re.Pattern[str]) -> Starts:
    return [(line, pattern.sub("", text, count=1), mark) for (line, text, _), mark in zip(joined, marks, strict=True)]


def _by_line(filled: Lines) -> Starts:
    return _joined(filled, list(range(len(filled))))


def _by_indent(filled: Lines, slack: int) -> Starts:
    """Hanging indents: an entry begins where a line stands furthest left, give or take ``slack`` blanks."""
    indents = [len(line) - len(line.lstrip()) for _, line in filled]
    least = min(indents)
    starts = [place for place, indent in enumerate(indents) if indent <= least + slack]
    return _joined(filled, starts) if starts and starts[0] == 0 and len(starts) < len(filled) else []


def _by_blank(filled: Lines) -> Starts:
    numbers = [number for number, _ in filled]
    starts = [place for place, number in enumerate(numbers) if not place or number > numbers[place - 1] + 1]
    return _joined(filled, starts) if 1 < len(starts) < len(filled) else []


_ENDED = re.compile(r"[.)\]>”\"]$|\d$|https?://\S+$|doi\S*$")


def _by_opening(filled: Lines) -> Starts:
    """A line opens an entry where it reads as authors and the line before ends one: with a full stop, a link, a page
    number."""
    starts = []
    for place, (_, line) in enumerate(filled):
        before = filled[place - 1][1].rstrip() if place else "."
        ended = re.search(r"[.)\]>”\"]$|\d$|https?://\S+$|doi\S*$", before) and not re.search(
            r"\s[A-Z]\.$|&$|,$", before
        )
        if not place or (ended and _OPENING.match(line.strip())):
            starts.append(place)
    return _joined(filled, starts)


def _in_run(filled: Lines) -> list[Reference]:
    """Entries run together: each begins where an author list is followed by a year in brackets."""
    pieces = [plain(line) for _, line in filled]
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece) + 1
    text = " ".join(pieces)
    matches = list(_ENTRY.finditer(text))
    ends = [found.start() for found in matches[1:]] + [len(text)]
    return [
        _reference(filled[bisect_right(starts, found.start()) - 1][0], text[found.start() : end], "")
        for found, end in zip(matches, ends[: len(matches)], strict=True)
    ]


# --- what one entry says ---------------------------------------------------------------------------------------------

_EARLY = re.compile(
    rf"[.,;:]?\s*(?:[(\[](?P<in>{YEAR}[a-z]?|{UNDATED})(?:[,/–-][^)\]]{{0,40}})?[)\]]"
    rf"|(?<=[\s.,])(?P<bare>{YEAR}[a-z]?)(?=[.,:;\s]|$))",
    re.I,
)
_SMALL = re.compile(r"(?<![\w.'’-])[a-zß-öø-ÿ][\w-]*")
_MEANT = word_set("and dan of the for in et al dkk untuk pada eds ed dengan on di") | PARTICLES
_LATE = re.compile(rf"(?<![\d:/–\-.])(?P<year>{YEAR})(?P<suffix>[a-z]?)(?![\d/–-]|\.\d)")
_RETRIEVED = re.compile(r"(?:diakses|accessed|retrieved|diunduh|available|tersedia|https?://|doi\b).*$", re.I)
_TITLE_END = re.compile(r"\.\s+(?=[^\W\d_a-z\d])|\.\s+\d|(?<=[?!])\s|[”\"]\s")


def _reference(line: int, text: str, mark: str) -> Reference:
    bare = plain(text)
    date = _early_date(bare)
    if date is not None:
        said, before, rest = date["in"] or date["bare"], bare[: date.start()], bare[date.end() :]
    else:
        before, rest = _authors_and_rest(bare)
        # The year of publication is the last that stands before "accessed on ...".
        years = list(_LATE.finditer(_RETRIEVED.sub("", rest))) or list(_LATE.finditer(rest))
        said = years[-1][0] if years else ""
    year = re.match(rf"({YEAR})([a-z]?)$", said)
    rest = rest.lstrip(" .,:;)\"“'‘")
    title = _TITLE_END.split(rest + " ", maxsplit=1)[0].strip(' .,"”')
    return Reference(line, _authors(before), int(year[1]) if year else None, title, bare, year[2] if year else "", mark)


def _early_date(bare: str) -> re.Match[str] | None:
    """The date that follows the authors; None where a title stands before the first date."""
    for found in _EARLY.finditer(bare, 0, 900):
        before = bare[: found.start()]
        if not before.strip() or re.search(r"[“\"]", before):
            return None
        small = [word for word in _SMALL.findall(before) if word.casefold() not in _MEANT]
        if len(small) <= 1:
            return found
        # An organisation or a title may stand for the author: a year in brackets and a full stop make it one.
        return found if found["in"] and len(before) < 160 and re.match(r"\s*[.:,]", bare[found.end() :]) else None
    return None


def _authors_and_rest(bare: str) -> tuple[str, str]:
    """Authors and the rest of an entry whose year stands at its end: authors end at a quotation mark or at the first
    full stop that closes a word, not an initial."""
    quoted = re.search(r",?\s*[“\"‘]", bare[:400])
    stop = next(
        (found for found in re.finditer(r"\.\s", bare[:400]) if not _ends_in_initial(bare[: found.end()])), None
    )
    if quoted and (stop is None or quoted.start() < stop.start()):
        return bare[: quoted.start()], bare[quoted.end() :]
    return (bare[: stop.start()], bare[stop.end() :]) if stop else ("", bare)


def _ends_in_initial(text: str) -> bool:
    return re.search(r"(?:^|[\s.\-,])(?:[A-ZÀ-Þ]|[A-Z][a-z]|et al|al|Jr|Sr|eds?)\.\s$", text[-12:]) is not None


_EDITORS = re.compile(
    r"\((?:eds?|editors?|penyunting|peny)\.?\)|,?\s*\beds?\.|\bet\s?al\.?,?|\bdkk\.?|\b(?:jr|sr)\.", re.I
)
_BETWEEN = re.compile(r"(\s*;\s*|,?\s*&\s*|,?\s+(?:dan|and)\s+|\s*,\s*)")


def _authors(text: str) -> tuple[str, ...]:
    """Family names in an author list of any order, as they stand."""
    text = re.sub(r"\s+", " ", _EDITORS.sub("", text)).strip(" .,;:(&")
    short = re.search(r"\s*[(\[][A-Z][A-Z\d&-]{1,9}[)\]]?\.?$", text)  # "American Forest and Paper Association (AFPA)"
    if short or _OFFICES.match(text):
        return (re.split(r"\.\s", text[: short.start()] if short else text)[0].strip(" ,."),)
    parts = _BETWEEN.split(text)
    joined = [False, *(part.strip() != "," for part in parts[1::2])]  # by "and", "&" or ";", not by a comma
    pieces = [(join, part.strip()) for join, part in zip(joined, parts[::2], strict=True) if part.strip(" .")]
    return tuple(_family_names(pieces))


_OFFICES = re.compile(
    r"^(badan|kementerian|kementrian|dinas|biro|bagian|departemen|lembaga|direktorat|pusat|sekretariat|pemerintah|"
    r"universitas|ministry|department|agency|office|cent(?:er|re) for|institute|bureau|board|council|commission|"
    r"committee|organi[sz]ation|united nations|world|bank|association|government)\b",
    re.I,
)


_INITIALS_ONLY = re.compile(r"[A-ZÀ-Þ]{1,3}|[A-ZÀ-Þ]\.?(?:[\s-]?[A-ZÀ-Þ]\.?){0,5}|[A-ZÀ-Þ][a-z]")
_TRAILING = re.compile(r"\s(?:[A-Z]\.?\s?-?){1,3}$")  # Vancouver: "Nriagu JO"


def _family_names(pieces: Sequence[tuple[bool, str]]) -> Iterator[str]:
    """Family names of the pieces between commas and "and": initials, and given names after a family name, are none."""
    waits = initials = False  # a family name waits for its given names; given names come as initials
    for place, (joined, name) in enumerate(pieces):
        bare = re.sub(r"(?:[\s.](?:van|von|de|der|den|da|la))+$", "", name).strip(" .")
        words = bare.split()
        if place and _INITIALS_ONLY.fullmatch(bare):
            waits, initials = False, True
            continue
        if waits and not joined and len(words) <= 3 and not any(word[0].islower() for word in words):
            waits = False
            continue
        found = family(bare)
        if len(words) > 1 and _TRAILING.search(bare):
            found = _TRAILING.sub("", bare)
        elif len(words) > 1 and (place or re.match(r"(?:[A-Z]\.\s?-?)+", bare)):
            found = _natural(found)
        yield found
        # "Abrams, Burton A": the first author is turned round, and one joined to such.
        comma_follows = place + 1 < len(pieces) and not pieces[place + 1][0]
        waits = comma_follows and len(found.split()) <= 2 and (not place or (joined and not initials))


def _natural(name: str) -> str:
    """The family name of a name in its natural order, with its particles."""
    words = name.split()
    begin = len(words) - 1
    while begin > 1 and words[begin - 1].casefold() in PARTICLES:
        begin -= 1
    return " ".join(words[begin:])
