"""Publications in BibTeX: from Scopus, the Web of Science, Zotero, Mendeley, Google Scholar, Garuda and by hand.

One regular expression takes each field whole, braces within braces included, so that a file is read at the speed of the
pattern engine; deeper nesting than three goes a slower way. Months, ``@string`` words and ``#`` are resolved,
accents in LaTeX become letters. An entry that never closes is named and the reading goes on at the next one.
"""

import re
import unicodedata
from bisect import bisect_right

from kembar.literature.readers.reference_strings import scopus_references
from kembar.literature.records import Reading, doi_of, kind_of, number_of, pages_of, split_list, unique, year_of

NAME = "bibtex"
_START = re.compile(r"^[ \t]*@[ \t]*(\w+)[ \t]*[{(]", re.M)
_KEY = re.compile(r"\s*([^\s,=}]*(?:[ \t]+[^\s,=}]+)*)\s*(?:,|(?=[})]))")
_INNER = r"\{[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+\}"
_NAME = r"[\w\-:.+/]+(?:[ \t\xa0]+[\w\-:.+/]+)*"  # "Early Access Date", "funding_text 1"
_FIELD = re.compile(
    rf"\s*,*\s*({_NAME})\s*=\s*(?:\{{([^{{}}]*+(?:{_INNER}[^{{}}]*+)*+)\}}|"
    rf"\"([^\"{{}}]*+(?:{_INNER}[^\"{{}}]*+)*+)\"|([^\s,{{}}\"#]+))"
    r"\s*(#?)"
)
_PIECE = re.compile(rf"\s*(?:\{{([^{{}}]*+(?:{_INNER}[^{{}}]*+)*+)\}}|\"([^\"]*)\"|([^\s,{{}}\"#]+))\s*(#?)")
_OPENING = re.compile(rf"\s*,*\s*({_NAME})\s*=\s*\{{")
_END = re.compile(r"\s*,*\s*[})]")
_MONTHS = {
    name[:3]: name
    for name in (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    )
}  # fmt: skip
_MONTHS = {short.lower(): name for short, name in _MONTHS.items()}
_SKIPPED = frozenset(["comment", "preamble", "string"])


def recognises(head: str) -> bool:
    found = _START.search(head)
    return found is not None and "=" in head[found.end() :]


def read(text: str, reading: Reading) -> None:
    """Every entry in order; what stands between entries is a comment, as BibTeX has it."""
    lines = [0]
    for found in re.finditer("\n", text):
        lines.append(found.end())
    words = dict(_MONTHS)
    at = 0
    count = 0
    while start := _START.search(text, at):
        count += 1
        if not count & 0xFF:
            reading.at(start.start())
        kind = start[1].lower()
        line = bisect_right(lines, start.start(1))
        if kind in _SKIPPED:
            at = start.end()
            if kind == "string" and (field := _FIELD.match(text, at)):
                words[field[1].lower()] = field[2] or field[3] or field[4] or ""
                at = field.end()
            continue
        fields, at, code = _entry(text, start.end(), words)
        if code:
            reading.broken(line, code, text[start.start() : start.start() + 100].split("\n", 1)[0].strip())
        if fields.get("title") or not code:
            _keep(line, kind, fields, reading)


def _entry(text: str, at: int, words: dict[str, str]) -> tuple[dict[str, str], int, str]:
    """The fields of one entry, where the reading goes on, and a code when the entry is broken."""
    fields: dict[str, str] = {}
    key = _KEY.match(text, at)
    if key:
        fields["key"] = key[1].strip()
        at = key.end()
    while True:
        field = _FIELD.match(text, at)
        if field is None:
            if end := _END.match(text, at):
                return fields, end.end(), ""
            deep = _deep_field(text, at)
            if deep is None:
                following = _START.search(text, at)
                return fields, following.start() if following else len(text), "not_closed"
            name, value, at = deep
            fields.setdefault(name.lower(), value)
            continue
        name, braced, quoted, bare, joined = field.groups()
        value = braced if braced is not None else quoted if quoted is not None else words.get(bare.lower(), bare)
        at = field.end()
        while joined:
            piece = _PIECE.match(text, at)
            if piece is None:
                break
            braced, quoted, bare, joined = piece.groups()
            value += braced if braced is not None else quoted if quoted is not None else words.get(bare.lower(), bare)
            at = piece.end()
        fields.setdefault(name.lower(), value)


def _deep_field(text: str, at: int) -> tuple[str, str, int] | None:
    """A field nested deeper than the pattern follows; None when its braces never close before the next entry."""
    opening = _OPENING.match(text, at)
    if opening is None:
        return None
    depth, begin = 1, opening.end()
    for found in re.compile(r"[{}]|\n[ \t]*@\w+[ \t]*\{").finditer(text, begin):
        if len(found[0]) > 1:
            return None
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return opening[1], text[begin : found.start()], found.end()
    return None


# --- LaTeX to letters ------------------------------------------------------------------------------------------------

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327", "k": "\u0328",
    "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dh": "ð", "th": "þ", "textendash": "–", "textemdash": "—", "textquoteright": "’",
        "textquoteleft": "‘",
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "ldots": "…", "dots": "…",
}  # fmt: skip
_KEPT = {"{": "\x00", "}": "\x01"}
_ACCENT = re.compile(r"\{?\\([`'^~=.\"]|[uvHcdbkr](?![A-Za-z]))\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))\}?")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\s+|\{\}|(?![A-Za-z]))")
_FORMAT = re.compile(r"\\(?:emph|text(?:it|bf|sc|sf|tt|rm|up)|mathrm|mathbf|url|href)\s*(?=\{)")


def plain_latex(text: str) -> str:
    """LaTeX as letters: accents composed, commands of emphasis gone, protecting braces off.

    >>> plain_latex("{G}{\\\\\\"o}del {\\\\'{e}}t{\\\\'e} \\\\& {\\\\L}{\\\\'o}d{\\\\'z}")
    'Gödel été & Łódź'
    """
    if "\\" in text:
        text = _FORMAT.sub("", text)
        text = _ACCENT.sub(lambda m: unicodedata.normalize("NFC", (m[2] or m[3]) + _ACCENTS[m[1]]), text)
        text = re.sub(r"\\([&%$#_{}\[\]])", lambda m: _KEPT.get(m[1], m[1]), text)
        text = _COMMAND.sub(lambda m: _KEPT.get(letter := _LETTERS.get(m[1], m[0]), letter), text)
    if "{" in text or "}" in text:
        text = text.replace("{", "").replace("}", "")
    if "\x00" in text or "\x01" in text:  # braces that are meant
        text = text.replace("\x00", "{").replace("\x01", "}")
    return " ".join(text.split())


def _keep(line: int, kind: str, fields: dict[str, str], reading: Reading) -> None:
    def take(*names: str) -> str:
        return next((plain_latex(fields[name]) for name in names if fields.get(name)), "")

    journal = take("journal", "journaltitle", "booktitle", "series")
    pages = pages_of(take("pages")) if "pages" in fields else (take("art_number", "article-number", "articleno"), "")
    affiliations = fields.get("affiliation") or fields.get("affiliations") or ""
    references: tuple[str, ...] = ()
    if "cited-references" in fields:  # Web of Science: one reference a line, closed by a stop
        lines = re.split(r"\.\n", fields["cited-references"])
        references = tuple(plain_latex(one).rstrip(".") for one in lines if one.strip())
        places = [re.sub(r"^.*\(Corresponding Author\),\s*", "", one) for one in re.split(r"\.\n", affiliations)]
        orgs = tuple(plain_latex(one).rstrip(".") for one in places if one.strip())
    else:
        if "references" in fields:
            references = scopus_references(plain_latex(fields["references"]))
        orgs = tuple(plain_latex(one) for one in affiliations.split(";") if one.strip())
    author_keywords, other = take("author_keywords"), take("keywords", "keyword")
    cited = take("times-cited") or (found[1] if (found := re.search(r"cited [Bb]y:? (\d+)", take("note"))) else "")
    reading.keep(
        line,
        {name: (value,) for name, value in fields.items()} | {"entry type": (kind,)},
        title=take("title"),
        authors=_authors(fields.get("author") or fields.get("editor") or ""),
        year=year_of(take("year")) or year_of(take("date")),
        doi=doi_of(take("doi")) or doi_of(take("url")),
        kind=kind_of(take("document_type")) if fields.get("document_type") else kind_of(kind),
        container=journal,
        volume=take("volume"),
        issue=take("number", "issue"),
        first_page=pages[0],
        last_page=pages[1],
        publisher=take("publisher", "school", "institution"),
        abstract=take("abstract"),
        keywords=unique(split_list(author_keywords or other)),
        index_keywords=unique(split_list(other if author_keywords else take("keywords-plus"))),
        affiliations=unique(orgs),
        references=references,
        cited_by=number_of(cited) if cited else None,
        language=take("language", "langid"),
        url=take("url"),
        identifier=take("unique-id") or fields.get("key", ""),
    )


def _authors(text: str) -> tuple[str, ...]:
    names = []
    for name in re.split(r"\s+and\s+", text.strip()):
        bare = name.strip()
        if bare.startswith("{") and bare.endswith("}") and "," not in bare:
            names.append(plain_latex(bare))
            continue
        plain = plain_latex(bare)
        if plain and plain.lower() != "others":
            names.append(plain)
    return unique(names)
