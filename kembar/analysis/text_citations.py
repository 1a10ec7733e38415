"""Which works does a text cite, and at which line?

Reads author-year citations, in brackets or in the running sentence, those of footnotes, and people named as authorities
without a year. Works on plain lines; markdown emphasis is looked through. Lines count from 1. The entries they are held
against are read by ``text_bibliography``, numbered citations by ``text_numbers``; nothing here judges.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kembar.analysis.text_bibliography import PARTICLES, UNDATED, YEAR, family, key, without_bibliography
from kembar.analysis.text_lines import JoinedLines, plain, word_set


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


_DATE = rf"(?P<year>{YEAR})(?P<suffix>[a-z]?)(?:/(?:{YEAR}|\d\d))?|(?P<undated>{UNDATED})"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_NAME = rf"{_CAPITAL}[\w'’.\-]*"  # begins with a letter that is not small
_MONTHS = word_set(
    "januari februari maret april mei juni juli agustus september oktober november desember january february "
    "march may june july august october december jan feb mar apr jun jul aug agu agt sep sept okt oct nov des dec"
)
_NOT_AUTHORS = re.compile(
    r"\b(nomor|no\.?|tahun|pasal|uu|undang[- ]undang|permen\w*|perda|pp|perpres|keppres|diolah|diakses|accessed|isbn|"
    r"issn|vol\.?|periode|wawancara|interview|komunikasi pribadi|personal communication|tabel|table|gambar|figure|"
    r"fig\.|lampiran|appendix|bab|chapter|equation|section|lahir|born|est\.|sejak|since|hingga|sampai|until|pukul)(?!\w)",
    re.I,
)
_SITES = re.compile(r"(?:www\.|[a-z0-9-]+\.(?:go|co|com|org|net|ac|id)\b)")
_OFFICES = re.compile(
    r"^(badan|kementerian|kementrian|dinas|biro|bagian|departemen|lembaga|direktorat|pusat|sekretariat|pemerintah|"
    r"ministry|department|agency|office|centre|center|institute|bureau|government|committee|commission)\b",
    re.I,
)
# What happens or is held in a year, is signed, or stands in a table, and writes nothing.
_EVENTS = word_set(
    "perang war konferensi conference kongres congress olimpiade olympics piala cup deklarasi declaration perjanjian "
    "treaty konvensi convention ktt summit piagam charter resolusi resolution protokol protocol act agreement law "
    "krisis crisis reformasi revolusi revolution pemilu election sensus census festival expo games seminar forum bill "
    "covid covid-19 pandemi pandemic presiden president gubernur walikota bupati menteri minister tahap fase phase "
    "wave figure table gambar tabel chapter section appendix equation version versi edisi edition"
)
_PLACE_WORDS = word_set("di ke dari pada in at from to of sejak since tahun")
_LEADING = word_set(
    "menurut berdasarkan sedangkan dalam oleh seperti sementara namun selain adapun penelitian studi kajian teori "
    "model konsep definisi pendapat hasil karya buku artikel jurnal selanjutnya kemudian senada sejalan merujuk "
    "mengacu mengutip "
    "according although while both as see following since unlike like using from by in for after before when where "
    "study studies work research theory the this however moreover recently whereas because if also similarly and but "
    "cf e.g i.e finally additionally furthermore moreover specifically recently later earlier then thus hence instead "
    "consequently conversely akhirnya sebelumnya sebaliknya terakhir"
)
_PREFIX = re.compile(
    r"^(?:(?:lihat|see|baca|bandingkan|misalnya|seperti|contoh(?:nya)?|e\.g\.|i\.e\.|cf\.|dikutip|dirujuk|sebagaimana|"
    r"as|also|juga|cited|quoted|oleh|by|dari|from|menurut|for example|among others|antara lain|and|dan|but|;|,|:)"
    r"[\s,:]+)+",
    re.I,
)
# "Holsti dalam Sari": the work that is cited is Sari's; a capital stands in "Kementerian Dalam Negeri".
_WITHIN = re.compile(
    r"^.*(?:\b(?:dalam|dikutip(?:\s+(?:dari|oleh))?|(?:as )?(?:cited|quoted) (?:in|by)|dlm\.?)|(?<=[,\w]) in)[\s:]+"
)
_ET_AL = re.compile(r"\bet\.?\s?al\b\.?|\bdkk\b\.?|\bdan kawan-kawan\b|\band others\b|\band colleagues\b", re.I)
_SAYING = (
    r"menyebut(?:kan)?|menyatakan|berpendapat|mengatakan|menjelaskan|mengemukakan|mendefinisikan|menegaskan|berargumen|"
    r"argues?|argued|states?|stated|claims?|claimed|defines?|defined|suggests?|suggested|notes?|noted|writes?|wrote"
)
_NAMED = re.compile(
    rf"(?:(?<=[.!?]\s)|(?<=\n)|^)(?P<subject>{_NAME}(?:\s{_NAME})?)\s+(?:{_SAYING})\b"
    rf"|\b(?:[Mm]enurut|[Aa]ccording to)\s+(?P<by>{_NAME}(?:\s{_NAME}){{0,2}}(?:\s(?:dan|and|"
    rf"&)\s{_NAME}(?:\s{_NAME})?)?)(?=[\s,.;])"
)
# Words that begin with a capital and are no person's name: openers of sentences, offices, kinds of documents.
_OPENERS = word_set(
    "ini itu hal ia dia mereka penulis peneliti penelitian dalam bab kota kabupaten provinsi pemerintah indonesia "
    "data hasil pasal undang undang-undang peraturan sumber the this that it he she they we author authors "
    "research study article table figure paradiplomasi paradiplomacy kepala bapak ibu pak bu kamus menteri presiden "
    "walikota gubernur bupati direktur laporan survei teori perspektif pandangan kementerian dinas badan bank negara "
    "masyarakat warga responden informan narasumber beberapa para berbagai sebagian salah beliau kami saya responses "
    "most many some several one our my his her their these those there each section chapter law act article court "
    "congress president minister mayor governor data official officials policy appendix example "
    "definition theorem proposition lemma proof assumption model theory result results evidence"
)
_OFTEN = 6
"""A name without a year that stands in a text more often than this is what the text is about, not an authority."""


def _split_authors(text: str) -> tuple[tuple[str, ...], bool]:
    et_al = _ET_AL.search(text) is not None
    text = re.sub(r"[,\s]*(?:" + _ET_AL.pattern + ")", "", text, flags=re.I).strip(" ,")
    text = re.sub(r"\s*\[[^\]]*\]?", "", text)  # "Badan Pusat Statistik [BPS]"
    if _OFFICES.match(text):
        return ((text,) if text else ()), et_al
    parts = re.split(r"\s*[,;]\s*(?:&|dan\s|and\s)?\s*|\s*&\s*|\s+(?:dan|and)\s+", text)
    bare = [part.strip() for part in parts if part.strip(" .")]
    bare = [re.sub(r"\s+(?:I{2,3}|IV|Jr\.?|Sr\.?)$", "", part) for part in bare]
    return tuple(family(part) for part in bare if not re.fullmatch(r"(?:[A-Z]\.[\s-]?)+|[A-Z]", part)), et_al


_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,400}(?:\[[^\[\]]{2,12}\][^()\[\]]{1,60})?)[)\]]")
_SEGMENT = re.compile(rf"^(?P<authors>.*?[^\s,:])\s*[,:]?\s+(?:{_DATE})(?P<rest>(?:\W.*)?)$", re.S)
_MORE_YEARS = re.compile(rf"(?:^|[,;&]|\b(?:and|dan))\s*({YEAR})([a-z]?)(?=\s*(?:[,;:&)]|and\b|dan\b|$))")
_LETTERS = re.compile(r"(?:^|,)\s*([a-z])(?=\s*(?:,|$))")
# One citation ends and the next begins: at a semicolon, or where a name follows a year.
_PARTS = re.compile(
    rf";|(?<=\d{{4}}),\s+(?={_CAPITAL})|(?<=\d{{4}}[a-z]),\s+(?={_CAPITAL})|(?<=\d{{4}})\s+(?:and|dan|&)\s+(?={_CAPITAL})"
)


def _bracketed(joined: JoinedLines) -> Iterator[Citation]:
    for found in _BRACKET.finditer(joined.text):
        authors: tuple[str, ...] = ()
        et_al = False
        at = 0
        for cut in [*_PARTS.finditer(found[1]), None]:
            begin, end = found.start(1) + at, found.start(1) + (cut.start() if cut else len(found[1]))
            at = cut.end() if cut else at
            raw = joined.text[begin:end]
            begin += len(raw) - len(raw.lstrip())
            bare = plain(re.sub(r"-\s*\n\s*", "-", raw))
            place = (joined.line(begin), joined.on_line(begin, begin + len(raw.strip())))
            if again := re.fullmatch(rf"({YEAR})([a-z]?)(?:\W.*)?", bare):  # "(Keating, 1999; 2001)"
                if authors:
                    yield Citation(place[0], authors, int(again[1]), place[1], again[2], False, et_al, found.start())
                continue
            match = _SEGMENT.match(_WITHIN.sub("", bare))
            who = _PREFIX.sub("", match["authors"]) if match else ""
            if not match or not _could_be_authors(who, match):
                authors = ()
                continue
            authors, et_al = _split_authors(who)
            for year, suffix in _years(match) if authors else ():
                yield Citation(place[0], authors, year, place[1], suffix, False, et_al, found.start())


def _years(match: re.Match[str]) -> Iterator[tuple[int | None, str]]:
    """The years of "2018, 2019a, b: 45"."""
    year = int(match["year"]) if match["year"] else None
    yield year, match["suffix"] or ""
    if match["suffix"]:
        yield from ((year, letter) for letter in _LETTERS.findall(match["rest"]))
    yield from ((int(more), letter) for more, letter in _MORE_YEARS.findall(match["rest"]))


def _could_be_authors(authors: str, match: re.Match[str]) -> bool:
    segment = match.string
    if _SITES.match(authors):
        return True
    if not authors or _NOT_AUTHORS.search(authors) or re.search(r"\b(?:diolah|diakses|accessed)\b", segment, re.I):
        return False
    words = re.findall(r"[^\s,&]+", authors)
    if any(key(word) in _MONTHS for word in words) or re.search(r"[\d:=<>/%]", authors) or len(words) > 12:
        return False
    if key(words[0]) in _EVENTS or key(words[-1]) in _EVENTS:
        return False
    if not re.match(rf"{_NAME}|[^\x00-\x7f]", authors) and not (words[0].casefold() in PARTICLES and len(words) > 1):
        return False
    small = [word for word in words if word[0].islower() and word.casefold().rstrip(".") not in _BETWEEN]
    after_comma = re.search(rf",\s*(?:{YEAR}|{UNDATED})", segment) is not None
    return not small or (after_comma and len(small) <= 3 and len(words) > len(small))


_BETWEEN = word_set("dan and et al dkk of for the untuk pada di kawan-kawan others") | PARTICLES


def _in_sentence(joined: JoinedLines) -> Iterator[Citation]:
    """ "Keohane dan Nye (2003, hlm. 5)": from each year in brackets back over the names before it."""
    for found in re.finditer(
        rf"[(\[](?P<year>{YEAR})(?P<suffix>[a-z]?)(?P<rest>(?:[,:;\s][^()\[\]]{{0,80}})?)[)\]]", joined.text
    ):
        begin = _names_before(joined.text, found.start())
        if begin is None:
            continue
        text = joined.text[begin : found.start()].rstrip()
        authors, et_al = _split_authors(re.sub(r"['’]s?$", "", plain(text)))
        if not authors or (len(authors[0].split()) > 4 and not _OFFICES.match(authors[0])):  # a title or a heading
            continue
        term = joined.on_line(begin, found.end("suffix"))
        for year, suffix in _years(found):
            yield Citation(joined.line(begin), authors, year, term, suffix, False, et_al, found.start())


def _names_before(text: str, end: int) -> int | None:
    """Where the names that lead up to ``end`` begin; None when no name does."""
    window = text[max(0, end - 220) : end]
    words = list(re.finditer(r"\S+", window))
    first = joined_by = None
    for place in range(len(words) - 1, -1, -1):
        word = words[place][0].strip('*_"“”')
        bare = word.strip(",.;:()").casefold()
        closes = word[-1:] in ".;:!?)" and not re.fullmatch(r"(?:[A-Z]\.-?)+|al\.|dkk\.|[A-Z][a-z]?\.", word)
        if first is not None and (closes or (word[-1:] == "," and not joined_by)):
            break
        if re.match(_CAPITAL, word) or not word[:1].isascii():
            first = place
        elif bare in JOINED:
            joined_by = joined_by or bare not in PARTICLES
        else:
            break
    if first is None:
        return None
    while first < len(words) - 1 and (
        words[first][0].strip(",.:").casefold() in _LEADING and not re.match(r"[A-Z]\.", words[first][0])
    ):
        first += 1
    return _begin_of_names(window, words, first, end)


JOINED = word_set("dan and & et al dkk kawan-kawan others colleagues") | PARTICLES


def _begin_of_names(window: str, words: Sequence[re.Match[str]], first: int, end: int) -> int | None:
    while first < len(words) and words[first][0].casefold().strip(".,") in ("dan", "and", "&", "et", "al"):
        first += 1
    if first >= len(words):
        return None
    while first and words[first - 1][0] in PARTICLES:  # "de Vries"
        first -= 1
    before = words[first - 1][0].casefold().strip(".,") if first else ""
    if before == "to" and first > 1 and words[first - 2][0].casefold() == "according":
        before = ""
    names = window[words[first].start() :].strip()
    last = plain(names).split()[-1] if plain(names) else ""
    if before in _PLACE_WORDS or not last or re.fullmatch(r"[A-Z]\.", last) or _NOT_AUTHORS.search(names):
        return None
    if key(last) in _MONTHS | _EVENTS or key(names.split()[0]) in _EVENTS or (names.isupper() and " " in names):
        return None
    if re.search(r"\d|[^\w\s.,&'’*_\-\"“”]", names) or last[-1:] in ",;:":
        return None
    return end - len(window) + words[first].start()


# --- footnotes -------------------------------------------------------------------------------------------------------

_NOTE = re.compile(r"^\s*(?:\[\^?\w{1,4}\]:?|<sup>\s*\d{1,3}\s*</sup>|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|\^?\d{1,3}\s)\s*(?=\S)")
_NOTE_WORK = re.compile(
    rf"(?P<authors>{_CAPITAL}[^,;“\"*_:()\d]{{1,80}}),\s+(?P<title>[“\"*_‘']?[^()]{{8,250}}?)\s*"
    rf"(?:\([^()]*?(?P<year>{YEAR})\)|,\s*(?P<bare>{YEAR})(?=[,.:\s]|$))"
)
_AGAIN = re.compile(r"^\W*(?:ibid|op\.?\s?cit|loc\.?\s?cit|ibidem|idem)\b", re.I)


def _in_notes(lines: Sequence[str], joined: JoinedLines) -> Iterator[Citation]:
    """Works in footnotes as Chicago and Turabian print them: "Ivo Duchacek, *Title* (Oxford: Clarendon, 1990), hlm. 5."

    "Ibid." and "op. cit." name a work that a note before has named and are no citation of their own.
    """
    for number, line in enumerate(lines, 1):
        mark = _NOTE.match(line)
        if mark is None or _AGAIN.match(line[mark.end() :]):
            continue
        for part in re.split(r";\s+", line[mark.end() :]):
            found = _NOTE_WORK.match(part.lstrip(" *_"))
            if found is None or _NOT_AUTHORS.search(found["authors"]):
                continue
            names = plain(found["authors"])
            if len(names.split()) > 9 or sum(word[0].islower() for word in names.split()) > 3:
                continue
            authors, et_al = _split_authors(names)
            if authors:
                year = int(found["year"] or found["bare"])
                start = joined.starts[number - 1] + mark.end()
                yield Citation(number, authors, year, found["authors"].strip(), "", False, et_al, start)


# --- people named ----------------------------------------------------------------------------------------------------


def _named_people(joined: JoinedLines) -> Iterator[Citation]:
    for found in _NAMED.finditer(joined.text):
        group = "subject" if found["subject"] else "by"
        text = re.sub(r"['’]s$", "", found[group].rstrip(".,;"))
        words = [key(word) for word in text.split()]
        # A word in capitals is an office or a programme (KSP), not a person.
        if not words or not all(words) or words[0] in _OPENERS | _LEADING | _EVENTS or text.isupper():
            continue
        if re.match(rf"\s*[(\[]\s*{YEAR}", joined.text[found.end(group) :]) or _is_topic(words, joined):
            continue
        authors, et_al = _split_authors(text)
        if authors:
            yield Citation(joined.line(found.start(group)), authors, None, text, "", True, et_al, found.start(group))


def _is_topic(words: Sequence[str], joined: JoinedLines) -> bool:
    last = words[-1]
    return joined.text.casefold().count(last) > _OFTEN if last.isalnum() else False


def citations(lines: Sequence[str]) -> list[Citation]:
    """Every author-year citation and every authority named without a year, in reading order, outside bibliographies."""
    body = without_bibliography(lines)
    joined = JoinedLines.of(body)
    found = [*_bracketed(joined), *_in_sentence(joined), *_in_notes(body, joined), *_named_people(joined)]
    return sorted(found, key=lambda citation: citation.start)
