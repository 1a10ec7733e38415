"""What is one publication, whatever file it came from, and what happened when a file was read?"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

Progress = Callable[[str, float], None]  # what is being read, and the share of it done (0 to 1)


@dataclass(frozen=True, slots=True)
class Record:
    """One publication. Absent values are empty, never invented; ``fields`` holds every field of the file as it stood.

    ``authors`` are full names, "Family, Given" where the file tells them apart; ``author_ids`` runs beside them with
    an ORCID or the database's own number ("" where unknown). ``references`` are the works it cites, one string each.
    ``line`` is where the record begins in ``source`` (from 1; for JSON and XML the number of the record).
    """

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    doi: str = ""
    kind: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    publisher: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    index_keywords: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    cited_by: int | None = None
    language: str = ""
    url: str = ""
    identifier: str = ""
    author_ids: tuple[str, ...] = ()
    format: str = ""
    source: str = ""
    line: int = 0
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be kept, or only in part: line, code of the reason, and what stands there."""

    line: int
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What became of one file: its format, how many records were kept, which were broken, and what else to know.

    ``notes`` are (code, count) pairs, such as lines that belong to no field; ``lacking`` counts records without a year,
    authors, keywords, abstract, DOI or references, so that an empty map explains itself.
    """

    source: str
    format: str
    records: int
    broken: tuple[Broken, ...] = ()
    notes: tuple[tuple[str, int], ...] = ()
    lacking: tuple[tuple[str, int], ...] = ()


class ReadingError(Exception):
    """A file that holds no records at all: ``code`` says why, ``source`` which file."""

    def __init__(self, code: str, source: str, detail: str = "") -> None:
        super().__init__(f"{source}: {code} {detail}".strip())
        self.code = code
        self.source = source
        self.detail = detail


_LISTS = ("authors", "keywords", "affiliations")  # references stay as they stand: they are most of many files


class Reading:
    """Gathers what a reader finds in one file; readers call ``keep``, ``broken`` and ``note``."""

    def __init__(self, source: str, name: str, progress: Progress | None = None, size: int = 0) -> None:
        self.source = source
        self.format = name
        self.records: list[Record] = []
        self._broken: list[Broken] = []
        self._notes: dict[str, int] = {}
        self._progress = progress
        self._size = size

    def keep(self, line: int, fields: Mapping[str, tuple[str, ...]], *, title: str, **values: Any) -> None:
        """Keep a record; one without a title is broken, and named."""
        title = unmarked(title)
        if not title:
            first = next((f"{tag} {texts[0]}" for tag, texts in fields.items() if texts and texts[0].strip()), "")
            self.broken(line, "no_title", first[:120])
            return
        for name in ("abstract", "container"):
            text = values.get(name)
            if text and ("<" in text or "&" in text or "\n" in text):
                values[name] = unmarked(text)
        lists = {name: entries for name in _LISTS if (entries := values.get(name))}
        if tidy(whole := "|".join(map("|".join, lists.values()))) != whole:
            values |= {name: unique(map(tidy, entries)) for name, entries in lists.items()}
        self.records.append(Record(title, format=self.format, source=self.source, line=line, fields=fields, **values))

    @property
    def count(self) -> int:
        """How many records were found so far, the broken included."""
        return len(self.records) + len(self._broken)

    def broken(self, line: int, code: str, text: str = "") -> None:
        self._broken.append(Broken(line, code, text))

    def note(self, code: str, count: int = 1) -> None:
        self._notes[code] = self._notes.get(code, 0) + count

    def at(self, offset: int) -> None:
        """Tell how far the reading has come."""
        if self._progress and self._size:
            self._progress(self.source, min(1.0, offset / self._size))

    def report(self) -> ReadReport:
        lacking = {
            name: sum(1 for record in self.records if not getattr(record, name))
            for name in ("year", "authors", "keywords", "abstract", "doi", "references")
        }
        return ReadReport(
            self.source,
            self.format,
            len(self.records),
            tuple(sorted(self._broken, key=lambda one: one.line)),
            tuple(sorted(self._notes.items())),
            tuple((name, count) for name, count in lacking.items() if count),
        )


# --- values as files write them --------------------------------------------------------------------------------------


# What exports leave of web pages in titles and abstracts. Signs that part fields in some file (quotes, commas, ends of
# lines, braces) are left to ``unmarked``, which sees one value at a time.
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d?);", re.I)
_PARTING = frozenset("\"',;|{}\\\t\r\n<>&\x00")
_MARKS = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|inf|small|scp|sc|tt|span|italic|bold|(p|br|title|sec|div|li|ul)|"
    r"(?:jats|mml):(?:(p|title|sec|list-item)|[a-z-]+))(?:\s[^<>]*)?/?>",
    re.I,
)


def without_entities(text: str) -> str:
    """The text of a file with its letters written as such, "&eacute;" as "é"; signs that part fields stay as they are.

    "&amp;" becomes "&", except where that would make another entity.
    """
    pieces: list[str] = []
    begun, at = 0, text.find("&")
    while at >= 0:  # found quicker by its sign than by the pattern: most files hold none
        found = _ENTITY.match(text, at)
        if found and (letter := _letter(found)) != found[0]:
            pieces += (text[begun:at], letter)
            begun = found.end()
        at = text.find("&", at + 1)
    return "".join((*pieces, text[begun:])) if pieces else text


def _letter(found: re.Match[str]) -> str:
    letter = html.unescape(found[0])
    if letter == "&":
        return found[0] if re.match(r"#?\w{2,8};", found.string[found.end() : found.end() + 10]) else letter
    return found[0] if letter in _PARTING or not letter.isprintable() else letter


def unmarked(text: str) -> str:
    """One value on one line, without marks and entities of HTML and JATS.

    >>> unmarked("The &quot;twin&quot; <i>city</i>: CO<sub>2</sub> &lt; 5 &amp;  x < y")
    'The "twin" city: CO2 < 5 & x < y'
    """
    if "<" in text and ">" in text:
        text = _MARKS.sub(lambda found: " " if found[1] or found[2] else "", text)
    if "&" in text and ";" in text:
        text = html.unescape(text)
    return tidy(text)


def tidy(text: str) -> str:
    """The text on one line with single blanks; most texts are so already, which is quick to see."""
    text = text.strip()
    if "\n" in text or "  " in text or "\t" in text or "\xa0" in text or "\r" in text:
        return " ".join(text.split())
    return text


_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/(?:[^\s\"<>]|<(?=[^<>\s]*>)|(?<=\d)>|(?<=[a-z])>(?=\d))+", re.I)


def year_of(text: str) -> int | None:
    """The year in "2019", "2019///", "1 Jan.-Feb. 2019" or "2021-03-04"; None when there is none."""
    if len(text) == 4 and text.isdecimal() and text.isascii():
        return int(text) if "1500" <= text < "2100" else None
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def doi_of(text: str) -> str:
    """The DOI in a field or an address, in small letters and without a closing stop; "" when there is none."""
    if "10." not in text:
        return ""
    if "%2" in text:
        text = unquote(text)
    found = _DOI.search(text)
    if not found:
        return ""
    if "://" in text or "doi=" in text:  # an address goes on after the DOI
        found = re.match(
            r"[^?#&\s]+?(?=(?:/(?:full|abstract|pdf|epdf|meta|html|fulltext)|\.pdf|\.html?)*(?:[?#&\s]|$))", found[0]
        )
        if not found:
            return ""
    doi = found[0].rstrip(".,;)]}").lower()
    # "10.1016/(sici)1097" keeps a bracket that it opens itself
    return doi + ")" if doi.count("(") > doi.count(")") and found[0].startswith(doi + ")", 0) else doi


def number_of(text: str) -> int | None:
    """A count such as "1,204" or "cited By 12"; None when there is none."""
    found = re.search(r"\d[\d,.]*", text)
    if not found:
        return None
    digits = re.sub(r"\D", "", found[0])
    return int(digits) if digits.isascii() and len(digits) < 10 else None


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))


def pages_of(text: str) -> tuple[str, str]:
    """First and last page of "42-47", "pp. 42–47", "S12-S19" or "e123"."""
    plain = text.translate(_DASHES).replace("--", "-").strip()
    first, _, last = re.sub(r"^pp?\.?\s*(?=\w*\d)", "", plain).partition("-")
    return first.strip(), last.strip(" -")


def split_list(text: str) -> tuple[str, ...]:
    """Entries parted by semicolons; by commas only when there is no semicolon and the entries are short."""
    if ";" in text:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 1 and all(len(part) <= 60 for part in parts):
        return tuple(parts)
    return (text.strip(),) if text.strip() else ()


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values once each, in order."""
    return tuple(dict.fromkeys(filter(None, values)))


_WORDS_FOR_KINDS = {
    "article": (
        "jour", "article", "journal article", "journal-article", "j", "mgzn", "ejour", "inpr", "magazine article",
        "electronic article", "article in press", "data paper", "news", "newspaper article", "artikel", "journal",
    ),
    "review": ("review", "short survey", "systematic review"),
    "book": (
        "book", "b", "ebook", "edbook", "monograph", "edited book", "edited-book", "edited volume", "reference-book",
        "mvbook", "collection", "electronic book", "buku",
    ),
    "chapter": (
        "chap", "echap", "incollection", "inbook", "chapter", "book chapter", "book-chapter", "book section",
        "book part", "electronic book section", "chapter-journal",
    ),
    "conference": (
        "conf", "cpaper", "inproceedings", "proceedings", "conference", "conference paper", "c", "proceedings-article",
        "proceedings paper", "proceedings article", "conference proceedings", "conference proceedings article",
        "paper-conference", "proceeding", "meeting abstract", "conference abstract", "prosiding",
    ),
    "thesis": ("thes", "phdthesis", "mastersthesis", "thesis", "dissertation", "skripsi", "tesis", "disertasi"),
    "report": ("rprt", "techreport", "report", "working paper", "laporan"),
    "web": ("web page", "webpage", "elec", "blog", "web", "online", "post-weblog"),
    "preprint": ("posted-content", "preprint", "unpb"),
    "other": ("other",),
    "": ("gen", "misc", "generic", "document"),
}  # fmt: skip
KINDS = {word: kind for kind, words in _WORDS_FOR_KINDS.items() for word in words}


def kind_of(text: str) -> str:
    """The kind of publication in a word of our own; "other" for what is not on the list, "" for nothing."""
    bare = text.strip().casefold()
    if not bare:
        return ""
    if bare in KINDS:
        return KINDS[bare]
    return next((KINDS[part] for part in re.split(r"[;,]\s*", bare) if part in KINDS), "other")


# --- names -----------------------------------------------------------------------------------------------------------

_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,4}")
_PARTICLES = frozenset(
    ["van", "von", "der", "den", "de", "la", "le", "di", "da", "del", "dos", "bin", "binti", "al", "el", "ter"]
)


def family_name(author: str) -> str:
    """The family name of "Kalbe, G.", "G. Kalbe", "Liu F." or "Maria van der Berg"; a single name is itself."""
    if "," in author:
        return author.split(",", 1)[0].strip()
    words = author.split()
    if len(words) < 2:
        return author.strip()
    if _is_initials(words[-1]):  # "Liu F." as Scopus and PubMed write
        kept = [word for word in words if not _is_initials(word)]
        return " ".join(kept) or author.strip()
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[start:])


def without_particles(family: str) -> str:
    """ "van der Berg" as some exports write it, "Berg"; a name of particles alone stays."""
    words = family.split()
    while len(words) > 1 and words[0].casefold() in _PARTICLES:
        del words[0]
    return " ".join(words)


def _is_initials(word: str) -> bool:
    return bool(_INITIALS.fullmatch(word)) and (("." in word) or (word.isupper() and len(word) <= 3))


def fold(text: str) -> str:
    """A text as it is compared: letters and digits of every script, small, accents off Latin, Greek and Cyrillic
    letters.

    Vowel signs of Indic and other scripts stay, since without them different words become one.

    >>> fold("Kerja-sama Ké 2"), fold("한국 도시"), fold("!!")
    ('kerjasamake2', '한국도시', '')
    """
    text = text.casefold()
    if text.isascii():
        return _NOT_ALNUM.sub("", text)
    kept: list[str] = []
    accents_off = False
    for sign in unicodedata.normalize("NFKD", text):
        category = unicodedata.category(sign)
        if category[0] in "LN":
            kept.append(sign)
            accents_off = sign < "\u0530"  # Latin, Greek, Cyrillic
        elif category[0] == "M" and not accents_off:
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
