"""Publications in BibTeX: from Scopus, the Web of Science, Zotero, Mendeley, Google Scholar, Garuda and by hand.

One regular expression takes each field whole, braces within braces included, so that a file is read at the speed of the
pattern engine; deeper nesting than three goes a slower way. Months, ``@string`` words and ``#`` are resolved,
accents in LaTeX become letters. An entry that never closes is named and the reading goes on at the next one.
"""

import re
import unicodedata

from kembar.literature.readers.reference_strings import scopus_references
from kembar.literature.records import (
    Reading,
    doi_of,
    kind_of,
    number_of,
    pages_of,
    split_list,
    tidy,
    unique,
    year_of,
)

NAME = "bibtex"
_START = re.compile(r"(?:^|(?<=[})]))[ \t]*@[ \t]*(\w+)[ \t]*[{(]", re.M)
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
_RESUMING = re.compile(r"\}*[ \t]*,?[ \t]*\n[ \t]*(?=[A-Za-z][\w-]{1,30}[ \t]*=[ \t]*[{\"])")
_END = re.compile(r"\s*,*\s*[})]")
_MONTHS = {
    name[:3]: name
    for name in (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    )
}  # fmt: skip
_MONTHS = {short.lower(): name for short, name in _MONTHS.items()}
_CITED = re.compile(r"cited by\s*:?\s*(\d+)", re.I)
_SKIPPED = frozenset(["comment", "preamble", "string"])


def recognises(head: str) -> bool:
    found = _START.search(head)
    return found is not None and "=" in head[found.end() :]


def read(text: str, reading: Reading) -> None:
    """Every entry in order; what stands between entries is a comment, as BibTeX has it."""
    words = dict(_MONTHS)
    at = counted = count = 0
    line = 1
    while start := _START.search(text, at):
        count += 1
        if not count & 0xFF:
            reading.at(start.start())
        kind = start[1].lower()
        line += text.count("\n", counted, start.start(1))
        counted = start.start(1)
        if kind in _SKIPPED:
            at = start.end()
            if kind == "string" and (field := _FIELD.match(text, at)):
                words[field[1].lower()] = field[2] or field[3] or field[4] or ""
                at = field.end()
            continue
        fields, at, code = _entry(text, start.end(), words)
        if code:
            reading.broken(line, code, text[start.start() : start.start() + 100].split("\n", 1)[0].strip())
        if "title" in fields or not code:
            _keep(line, kind, fields, reading)


def _entry(text: str, at: int, words: dict[str, str]) -> tuple[dict[str, tuple[str, ...]], int, str]:
    """The fields of one entry, where the reading goes on, and a code when the entry is broken.

    A field that stands twice has both values: Scopus repeats ``funding_details``.
    """
    fields: dict[str, tuple[str, ...]] = {}
    code = ""
    key = _KEY.match(text, at)
    if key:
        fields["key"] = (key[1].strip(),)
        at = key.end()
    while True:
        plain = _plain_field(text, at)
        if plain is not None:
            name, value, at = plain
            fields[name] = (*fields[name], value) if name in fields else (value,)
            continue
        field = _FIELD.match(text, at)
        if (
            field and field[2] and "\n" in field[2] and _swallows(field[2])
        ):  # a brace too many swallows the fields after
            code = "not_closed"
            opened = _open_field(text, at, field.end())
            if opened:
                name, value, at = opened
                fields[name.lower()] = (*fields.get(name.lower(), ()), value)
                continue
        if field is None:
            if closing := _END.match(text, at):
                return fields, closing.end(), code
            following = _START.search(text, at)
            limit = following.start() if following else len(text)
            deep = _deep_field(text, at)
            if deep is None:
                code = "not_closed"
                deep = _open_field(text, at, limit)
            if deep is None:
                return fields, limit, "not_closed"
            name, value, at = deep
            fields[name.lower()] = (*fields.get(name.lower(), ()), value)
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
        name = name.lower()
        fields[name] = (*fields[name], value) if name in fields else (value,)


def _plain_field(text: str, at: int) -> tuple[str, str, int] | None:
    """A field in one pair of braces, or in two as the Web of Science writes, with none inside, and a comma after it.

    Most are so; their end is found quicker than the pattern follows the text.
    """
    opening = _OPENING.match(text, at)
    if opening is None:
        return None
    begin = opening.end()
    is_double = text.startswith("{", begin)
    end = text.find("}", begin)
    if text.find("{", begin + is_double, end) >= 0 or not text.startswith("}," if is_double else ",", end + 1):
        return None
    end += is_double
    return opening[1].lower(), text[begin:end], end + 2


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


def _swallows(value: str) -> bool:
    return ("={" in value or "= {" in value) and _RESUMING.search(value) is not None


def _open_field(text: str, at: int, limit: int) -> tuple[str, str, int] | None:
    """A field whose braces never close, up to the line on which the next field begins; None when there is no such line
    in this entry.
    """
    opening = _OPENING.match(text, at)
    following = _RESUMING.search(text, opening.end(), limit) if opening else None
    if opening is None or following is None:
        return None
    return opening[1], text[opening.end() : following.start()], following.end()


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
    "textasciitilde": "~", "textbackslash": "\\",
    "textbraceleft": "{", "textbraceright": "}", "ldots": "…", "dots": "…",
}  # fmt: skip
_GREEK = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
]  # fmt: skip
_LETTERS |= {name: unicodedata.lookup(f"GREEK SMALL LETTER {name.replace('lambda', 'lamda')}") for name in _GREEK}
_LETTERS |= {name.capitalize(): _LETTERS[name].upper() for name in _GREEK}
_KEPT = {"{": "\x00", "}": "\x01"}
_ACCENT = re.compile(r"\{?\\([`'^~=.\"]|[uvHcdbkr](?![A-Za-z]))\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))\}?")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\s+|\{\}|(?![A-Za-z]))")
_FORMAT = re.compile(r"\\(?:emph|uppercase|url|mbox|(?:text|math)[a-z]+)\s*(?=\{(?!\}))")
_MATH = re.compile(r"(?<!\\)\$([^$\n]{1,80}?)(?<!\\)\$")
_BLANK = re.compile(r"\\[ ,;:!/]|\\-")
_TIE = re.compile(r"(?<!\\)~")  # a blank at which no line ends


def plain_latex(text: str) -> str:
    """LaTeX as letters: accents composed, commands of emphasis gone, protecting braces off.

    >>> plain_latex("{G}{\\\\\\"o}del {\\\\'{e}}t{\\\\'e} \\\\& {\\\\L}{\\\\'o}d{\\\\'z}")
    'Gödel été & Łódź'
    """
    return tidy(_letters(text))


def _letters(text: str) -> str:
    if "$" in text:
        text = _MATH.sub(_formula, text)
    if "\\" in text:
        text = _FORMAT.sub("", text)
        text = _ACCENT.sub(lambda m: unicodedata.normalize("NFC", (m[2] or m[3]) + _ACCENTS[m[1]]), text)
        text = re.sub(r"\\([&%$#_{}\[\]])", lambda m: _KEPT.get(m[1], m[1]), text)
        text = _BLANK.sub(lambda m: " " if m[0] in ("\\ ", "\\,", "\\;", "\\:") else "", text)
        text = _COMMAND.sub(lambda m: _KEPT.get(letter := _LETTERS.get(m[1], m[0]), letter), text)
        # the braces that are meant come back when those that group are off
        return text.replace("{", "").replace("}", "").replace("\x00", "{").replace("\x01", "}")
    if "{" in text or "}" in text:
        text = text.replace("{", "").replace("}", "")
    return text


def _formula(found: re.Match[str]) -> str:
    """The inside of a formula without its signs; what only stands between two amounts of dollars stays."""
    inside = found[1]
    if inside[0] in "_^" or "\\" in inside or (re.fullmatch(r"[\w^_{}=<>+*/-]+", inside) and not inside.isdecimal()):
        return re.sub(r"[_^]", "", inside)
    return found[0]


def _keep(line: int, kind: str, fields: dict[str, tuple[str, ...]], reading: Reading) -> None:
    def take(*names: str) -> str:
        for name in names:
            if name in fields and (text := plain_latex(fields[name][0])):
                return text
        return ""

    pages = pages_of(take("pages")) if "pages" in fields else ("", "")
    author_keywords, other = take("author_keywords"), take("keywords", "keyword")
    cited = take("times-cited") or (found[1] if (found := _CITED.search(take("note"))) else "")
    kinds = (take("document_type"), take("type"), kind)
    said = next((word for one in kinds if (word := kind_of(one)) not in ("", "other")), "")
    references, affiliations = _lists(fields)
    authors = _authors((fields.get("author") or fields.get("editor") or ("",))[0])
    if "unique-id" in fields:  # Web of Science: "Liu, Fen; Li, Chun, Univ A, Seoul, South Korea"
        affiliations = unique(_without_names(place, authors) for place in affiliations)
    reading.keep(
        line,
        fields | {"entry type": (kind,)},
        title=plain_latex(_typeset(_TIE.sub(" ", fields.get("title", ("",))[0]))),
        authors=authors,
        year=year_of(take("year")) or year_of(take("date")),
        doi=doi_of(take("doi")) or doi_of(take("url")),
        kind=said or ("other" if kinds[:2] != ("", "") else kind_of(kind)),
        container=take("journal", "journaltitle", "booktitle", "series"),
        volume=take("volume"),
        issue=take("number", "issue"),
        first_page=pages[0] or take("art_number", "article-number", "articleno", "eid"),
        last_page=pages[1],
        publisher=take("publisher", "school", "institution"),
        abstract=_one_line(fields.get("abstract", ("",))[0]),
        keywords=unique(split_list(author_keywords or other)),
        index_keywords=unique(split_list(other if author_keywords else take("keywords-plus"))),
        affiliations=affiliations,
        references=references,
        cited_by=number_of(cited) if cited else None,
        language=take("language", "langid"),
        url=take("url") or take("howpublished").removeprefix("\\url"),
        countries=_parted(take("countries")),
        author_ids=tuple(part.strip() for part in take("author-ids").split(";")) if "author-ids" in fields else (),
        identifier=take("unique-id", "identifier") if "identifier" in fields else take("unique-id", "key"),
    )


def _lists(fields: dict[str, tuple[str, ...]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The works that an entry cites and the addresses of its authors, as the Web of Science or as Scopus parts them."""
    affiliations = (fields.get("affiliation") or fields.get("affiliations") or ("",))[0]
    if {"cited-references", "unique-id"} & fields.keys() or affiliations.endswith("\n"):
        # the Web of Science, and our own files: one a line, closed by a stop
        cited = fields.get("cited-references", ("",))[0].split(".\n")
        places = [re.sub(r"^.*\(Corresponding Author\),\s*", "", one) for one in affiliations.split(".\n")]
        return _entries(cited), _entries(places)
    references = unique(scopus_references(_letters(fields["references"][0]))) if "references" in fields else ()
    return references, unique(plain_latex(one) for one in affiliations.split(";"))


def _entries(pieces: list[str]) -> tuple[str, ...]:
    """The entries of a list parted at stops that end a line; only the last may still have its stop."""
    *whole, last = map(_one_line, pieces)
    return unique([*whole, last.removesuffix(".")])


def _one_line(text: str) -> str:
    """LaTeX as letters, its lines joined and its blanks as they are: for the long texts, which ``tidy`` would slow."""
    text = _letters(text).strip()
    return " ".join(map(str.strip, text.split("\n"))) if "\n" in text else text


def _parted(text: str) -> tuple[str, ...]:
    return unique(part.strip() for part in text.split(";"))


def _without_names(place: str, authors: tuple[str, ...]) -> str:
    while name := next((one for one in authors if place.startswith((one + ",", one + ";"))), ""):
        place = place[len(name) + 1 :].lstrip()
    return place


def _typeset(text: str) -> str:
    """A title with the dashes and quotes that LaTeX writes with several signs."""
    if "--" in text or "``" in text:
        text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return text


def _authors(text: str) -> tuple[str, ...]:
    """The names that "and" parts; an organisation's in braces may have an "and" of its own."""
    names = re.split(r"\s+and\s+", text.strip())
    if "{" in text:
        whole: list[str] = []
        for name in names:
            if whole and whole[-1].count("{") > whole[-1].count("}"):
                whole[-1] += " and " + name
            else:
                whole.append(name)
        names = whole
    plain = (plain_latex(_TIE.sub(" ", name)) for name in names)
    return unique(name for name in plain if name.lower() != "others")
