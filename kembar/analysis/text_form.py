"""Is a manuscript whole and its own: figures shown, template text gone, method as stated, studies in the stated window?

Pure readers of lines (from 1), as ``text_checks``; what they find are questions for a reader. A figure counts as
shown when an image or rows of a table stand at its caption; in plain text an image is a line like ``![...](...)`` or
``<img ...>``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kembar.analysis.text_bibliography import YEAR, Reference, without_bibliography
from kembar.analysis.text_citations import Citation, citations
from kembar.analysis.text_counts import material_counts
from kembar.analysis.text_lines import Finding, paragraphs, plain

_LABELS = {
    "gambar": "figure", "figure": "figure", "fig.": "figure", "bagan": "chart", "chart": "chart", "diagram": "chart",
    "grafik": "graph", "graph": "graph", "tabel": "table", "table": "table", "peta": "map", "map": "map",
}  # fmt: skip
_LABEL = r"Gambar|Figure|Fig\.|Bagan|Chart|Diagram|Grafik|Graph|Tabel|Table|Peta|Map"
_NUMBER = r"(?:[A-Z][.\-])?\d+(?:[.\-]\d+)*"
_CAPTION = re.compile(rf"^(?:#+\s*)?(?P<label>{_LABEL})\s*(?P<number>{_NUMBER})(?=[\s.:,]|$)", re.I)
_MENTION = re.compile(rf"\b(?P<label>{_LABEL})\s*(?P<number>{_NUMBER})\b", re.I)
_CAPTION_IN_RUN = re.compile(rf"[:.]\s+(?P<label>{_LABEL})\s+(?P<number>{_NUMBER})\s+(?=[^\W\d_a-z])")
_IMAGE = re.compile(r"!\[[^\]]*\]|<img\b|\[image\]|<figure\b", re.I)


def _shown(lines: Sequence[str], at: int, kind: str) -> bool:
    """Whether something is shown at the caption on line ``at``: an image within five lines, or for a table its rows."""
    near = list(lines[max(0, at - 6) : at + 5])
    if any(_IMAGE.search(line) for line in near):
        return True
    if kind != "table":
        return False
    rows = [
        line
        for line in lines[at : at + 8]
        if "\t" in line.strip() or line.count("|") >= 2 or re.search(r"\S {3,}\S", line)
    ]
    return len(rows) >= 2


_LOST = 8
"""So many captions in a text without any picture are more likely pictures lost on the way than figures left out (our
bound)."""
_CONTENTS = re.compile(r"\.{4,}|(?:\.\s){4,}|…{2,}|\t\s*\d{1,3}\s*$")


def missing_figures(lines: Sequence[str]) -> list[Finding]:
    """Figures, charts and tables that a text announces and does not show.

    Codes: ``caption_without_figure`` (a caption with nothing at it) and ``mention_without_figure`` ("lihat Tabel 3"
    without a caption or a thing). Plain text taken out of a PDF has lost every picture: where a text shows none at all
    and has more than ``_LOST`` captions, they are one finding, ``pictures_lost``.
    """
    findings: list[Finding] = []
    captions: set[tuple[str, str]] = set()
    mentions: dict[tuple[str, str], tuple[int, str]] = {}
    for number, line in enumerate(without_bibliography(lines), 1):
        bare = plain(line)
        if _CONTENTS.search(bare):
            continue
        caption = _caption(bare)
        if caption:
            kind = _LABELS[caption["label"].casefold()]
            is_new = (kind, caption["number"]) not in captions
            captions.add((kind, caption["number"]))
            if is_new and not _shown(lines, number, kind):
                data = {"kind": kind, "number": caption["number"]}
                term = bare[caption.start("label") : caption.end("number")]
                findings.append(Finding("figures", "caption_without_figure", data, ((number, term),)))
        for mention in _MENTION.finditer(bare):
            if not (caption and mention.start("label") == caption.start("label")):
                mentions.setdefault((_LABELS[mention["label"].casefold()], mention["number"]), (number, mention[0]))
    if len(findings) > _LOST and not any(_IMAGE.search(line) for line in lines):
        places = tuple(place for finding in findings for place in finding.places)
        findings = [Finding("figures", "pictures_lost", {"captions": len(findings)}, places)]
    for (kind, figure), place in mentions.items():
        if (kind, figure) not in captions:
            findings.append(Finding("figures", "mention_without_figure", {"kind": kind, "number": figure}, (place,)))
    return sorted(findings, key=lambda finding: finding.places[0][0])


def _caption(bare: str) -> re.Match[str] | None:
    """The caption that a line is; None for one that goes on as a sentence ("Gambar 1 menunjukkan ...")."""
    found = _CAPTION.match(bare)
    if found and re.match(r"\s+(?:\(?[a-z]\)?\s+)?[a-zß-öø-ÿ]{2,}", bare[found.end() :]):
        return None
    return found or _CAPTION_IN_RUN.search(bare)


# --- template text left standing -------------------------------------------------------------------------------------

_STRONG = re.compile(
    r"(?:^|[.!?:]\s+)(?P<id>Tuliskan|Jelaskan|Uraikan|Sebutkan|Cantumkan|Masukkan|Isikan|Ketik(?:kan)?|Gunakan huruf|"
    r"Write your|Describe (?:the|your)|Insert (?:the|your|here)|Type (?:the|your)|Provide (?:the|your)|Replace "
    r"this|Click here to)\b"
    r"|(?P<any>lorem ipsum|\[(?:isi|tulis|insert|your|nama|judul)\b[^\]]*\]|<<[^>]+>>|\b(?:TODO|TBD|FIXME)\b|"
    r"\b1[0-4]\s?pt\b[,.]?\s*(?:bold|italic|cetak tebal)|this template|template ini)",
)  # fmt: skip
_WEAK = re.compile(
    r"(?:temuan|hasil(?:-hasil)?|pembahasan|pertanyaan|perbandingan\w*|abstrak|kesimpulan|simpulan|judul|"
    r"data)\b[^.?!]{0,60}?\bharus\s+"
    r"(?:bisa\s|dapat\s|pula\s|juga\s)?(?:di\w+|menjawab|memuat|mencakup)"
    r"|\bharus\s(?:bisa\s|dapat\s|juga\s)?(?:dijelaskan|ditunjang|diuraikan|dicantumkan)\b"
    r"|\bberisi(?:kan)?\b[^.?!]{0,20}\btentang\b[^.?!]{0,30}\b(?:kajian pustaka|teori)"
    r"|\bberisi(?:kan)?\s+hasil-hasil temuan|\byang dimaksud di\s?sini adalah\b|\bharus dijelaskan secara\b"
    r"|\b(?:mengapa|apakah)\b[^.?!]{3,60}\?\s+(?:mengapa|apakah)\b"
    r"|\b(?:this section|the authors?)\s(?:should|must)\s(?:contain|describe|explain|include|state)\b",
    re.I,
)


def leftover_template(lines: Sequence[str]) -> list[Finding]:
    """Instructions of a template to the writer that are still in the text, as spans of lines.

    A span needs one sure sign (an order to the writer, a placeholder) or two weak ones within three filled lines
    ("harus dijelaskan secara ...", "hasil penelitian harus ..."); weak signs that adjoin a span join it.
    """
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    strong: dict[int, str] = {}
    weak: dict[int, list[str]] = {}
    for number in filled:
        bare = plain(lines[number - 1])
        if found := _STRONG.search(bare):
            strong[number] = found["id"] or found["any"]
        if several := [one[0] for one in _WEAK.finditer(bare)]:
            weak[number] = several
    spans: list[list[int]] = []
    for place, number in enumerate(filled):
        if number not in strong and number not in weak:
            continue
        if spans and spans[-1][-1] in filled[max(0, place - 2) : place]:
            spans[-1].append(number)
        else:
            spans.append([number])
    findings = []
    for span in spans:
        signs = sum(2 for number in span if number in strong) + sum(len(weak.get(number, ())) for number in span)
        if signs >= 2:
            places = tuple((number, strong.get(number) or weak[number][0]) for number in span)
            data = {"first_line": span[0], "last_line": span[-1], "signs": signs}
            findings.append(Finding("template", "template_text", data, places))
    return findings


# --- method stated, method used --------------------------------------------------------------------------------------

_DESK = re.compile(
    r"(?:metode|method\w*|pendekatan|approach|teknik|using|menggunakan|melalui|"
    r"through)\b[^.]{0,60}?\b(?P<term>studi kepustakaan|studi pustaka|"
    r"kajian pustaka|penelitian kepustakaan|literature review|literature study|desk research|library research|"
    r"kajian literatur)",
    re.I,
)
_USES = {
    "interview": re.compile(
        r"\b(?:hasil|proses|dalam|melalui|melakukan)\s+wawancara\b|(?:^|[.]\s)Wawancara\s(?:belum|dengan|"
        r"telah|juga)|\binforman\b|\bnarasumber\b|\binterview(?:s|ed|ees?)\b", re.I),
    "observation": re.compile(
        r"\b(?:hasil|melalui|melakukan)\s+(?:observasi|pengamatan)\b|\bfield "
        r"observations?\b", re.I),
    "survey": re.compile(r"\b(?:kuesioner|angket|responden|questionnaires?|respondents?)\b", re.I),
}  # fmt: skip
_STATED = {
    "interview": re.compile(r"\bwawancara\b|\binterview", re.I),
    "observation": re.compile(r"\bobservasi\b|\bpengamatan\b|\bobservation", re.I),
    "survey": re.compile(r"\bkuesioner\b|\bsurvei\b|\bquestionnaire|\bsurvey", re.I),
}
_METHOD_SENTENCE = re.compile(
    r"\b(?:metode|teknik pengumpulan|pengumpulan data|data (?:dikumpulkan|diperoleh)|penulis (?:juga )?akan|"
    r"method|data (?:were|was) collected)\b",
    re.I,
)


def method_against_use(lines: Sequence[str]) -> list[Finding]:
    """A text that says it is a study of literature and then reports interviews, observation or a survey of its own.

    A kind of data that any sentence on method names as well is not reported.
    """
    body = [plain(line) for line in without_bibliography(lines)]
    stated = [(number, found["term"]) for number, line in enumerate(body, 1) if (found := _DESK.search(line))]
    if not stated:
        return []
    findings = []
    for kind, used in _USES.items():
        admitted = any(
            (_METHOD_SENTENCE.search(sentence) and _STATED[kind].search(sentence) and not used.search(sentence))
            or re.search(r"\bakan (?:\w+ ){0,2}(?:wawancara|observasi)\b", sentence)
            for line in body
            for sentence in re.split(r"(?<=[.!?])\s", line)
            if _STATED[kind].search(sentence)
        )
        places = [(number, found[0].strip(" .")) for number, line in enumerate(body, 1) if (found := used.search(line))]
        if places and not admitted:
            findings.append(
                Finding("method", "method_not_as_stated", {"stated": stated[0][1], "used": kind}, (stated[0], *places))
            )
    return findings


# --- the studies a review rests on, and its window of years ----------------------------------------------------------

_WINDOW = re.compile(
    rf"\b(?:(?:penelitian|studi)(?:-penelitian)?\s(?:yang\s|terdahulu|sebelumnya)|jurnal|artikel|publikasi|literatur|"
    rf"terbit|diterbitkan|papers|articles|studies|publications|published)\b[^.]{{0,80}}?"
    rf"(?P<window>(?P<first>{YEAR})\s*(?:hingga|sampai(?:\s+dengan)?|s\.?d\.?|[-–—]|to|and|dan|until|"
    rf"through)\s*(?:tahun\s)?(?P<last>{YEAR}))",
    re.I,
)
_RESULTS = re.compile(r"\b(?:hasil|pembahasan|results?|discussion|findings|temuan)\b", re.I)
_CLOSING = re.compile(r"\b(?:kesimpulan|simpulan|penutup|conclusions?)\b", re.I)
_GOVERNMENT = re.compile(
    r"\b(?:(?i:kota|kabupaten|provinsi|prefektur)|city of|province of|prefecture of|regency "
    r"of)\s+\W*[^\W\d_a-z]\w+|\b[^\W\d_a-z]\w+\s(?:City|Province|Regency|Prefecture)\b"
)
_PARTNERSHIP = re.compile(
    r"\bker[ij]a\s?sama\b|\bsister\W|\btwin\W|\bkota kembar\b|\bpartnership|\bcooperation\b", re.I
)


@dataclass(frozen=True, slots=True)
class Window:
    """The years of publication a review says it covers; ``line`` and ``text`` where it says so."""

    first: int
    last: int
    line: int
    text: str


_REVIEW = re.compile(
    r"literature review|systematic review|scoping review|meta-?analysis|bibliometri|kajian (?:literatur|pustaka)|"
    r"studi (?:literatur|pustaka|kepustakaan)|penelitian kepustakaan|tinjauan (?:literatur|sistematis)",
    re.I,
)


def stated_window(lines: Sequence[str]) -> Window | None:
    """The window of years in which a review says its studies were published; None when it states none, and for a text
    that does not call itself a review of literature."""
    if not any(_REVIEW.search(line) for line in lines):
        return None
    for number, line in enumerate(without_bibliography(lines), 1):
        found = _WINDOW.search(plain(line))
        if found and int(found["first"]) < int(found["last"]):
            return Window(int(found["first"]), int(found["last"]), number, found["window"])
    return None


def case_studies(lines: Sequence[str]) -> list[Citation]:
    """The studies of single partnerships that a review reports, each once, in reading order.

    They are the works cited, within the results, in a paragraph that tells of a cooperation of a named government
    ("kerjasama ... kota Padang"); theory cited in the same section names none and is left out.
    """
    body = without_bibliography(lines)
    inside = False
    found: dict[tuple[tuple[str, ...], int | None], Citation] = {}
    for first, block in paragraphs(body):
        text = plain(" ".join(block))
        heading = text.startswith("#") or (len(text) < 60 and not text.endswith("."))
        if heading and _CLOSING.search(text):
            inside = False
        elif heading and _RESULTS.search(text):
            inside = True
        elif inside and _GOVERNMENT.search(text) and _PARTNERSHIP.search(text):
            for one in citations(block):
                if not one.named:
                    place = Citation(
                        first + one.line - 1, one.authors, one.year, one.text, one.suffix, False, one.et_al
                    )
                    found.setdefault((one.authors, one.year), place)
    return list(found.values())


def publication_window(lines: Sequence[str], references: Sequence[Reference] = ()) -> list[Finding]:
    """Studies outside the window that the text states, and undated ones.

    The studies are ``case_studies`` (``outside_window``, ``undated``). Where the text tells of none, the entries of
    ``references`` outside are one finding (``listed_outside_window``): works on theory may well be older.
    """
    window = stated_window(lines)
    if window is None:
        return []
    studies = [(one.line, one.text, one.authors, one.year) for one in case_studies(lines)]
    if not studies:
        return _listed_outside(window, references)
    findings = []
    for line, text, authors, year in studies:
        data = {"authors": authors, "year": year or "", "first": window.first, "last": window.last}
        places = ((line, text), (window.line, window.text))
        if year is None:
            findings.append(Finding("window", "undated", data, places))
        elif not window.first <= year <= window.last:
            findings.append(Finding("window", "outside_window", data, places))
    return findings


def _listed_outside(window: Window, references: Sequence[Reference]) -> list[Finding]:
    outside = [ref for ref in references if ref.authors and not window.first <= (ref.year or 0) <= window.last]
    if not outside:
        return []
    data = {"outside": len(outside), "entries": len(references), "first": window.first, "last": window.last}
    places = ((window.line, window.text), *((ref.line, ref.authors[0]) for ref in outside))
    return [Finding("window", "listed_outside_window", data, places)]


def studies_counted(lines: Sequence[str]) -> list[Finding]:
    """The number of studies a review claims beside the number it reports (``fewer_than_claimed``,
    ``more_than_claimed``).
    """
    claims = material_counts(lines)
    found = case_studies(lines)
    if not claims or not found:
        return []
    value = max(claims, key=lambda claim: (sum(one.value == claim.value for one in claims), claim.value)).value
    if value == len(found):
        return []
    code = "fewer_than_claimed" if len(found) < value else "more_than_claimed"
    places = tuple((claim.line, claim.text) for claim in claims if claim.value == value)
    return [Finding("studies", code, {"claimed": value, "found": len(found)}, places)]
