"""The dossier of a pair on paper: as DOCX to edit, as PDF to take along. The same sheet as the page shows.

Names in scripts that no installed font can show are left out of the PDF, and it says so: never boxes. A DOCX names the
fonts that word processors bring for those scripts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kembar.matching.why.sheet import Cell, ItemShown, Row, Section, Sheet
from kembar.ui import words
from kembar.ui.states import look_of
from kembar.values.languages import language

# What XML 1.0 cannot hold; a PDF's text may.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LATIN = ("Liberation Sans", "Arial", "Helvetica", "Noto Sans", "DejaVu Sans", "Libertinus Serif")
SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "ko": (
        "Noto Sans CJK KR",
        "Noto Sans KR",
        "Source Han Sans KR",
        "Malgun Gothic",
        "Apple SD Gothic Neo",
        "NanumGothic",
    ),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans JP", "Yu Gothic", "Hiragino Sans", "MS Gothic"),
    "zh": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimSun"),
    "th": ("Noto Sans Thai", "Leelawadee UI", "Thonburi"),
    "ar": ("Noto Naskh Arabic", "Noto Sans Arabic", "Segoe UI", "Geeza Pro"),
}
"""Fonts that show names in a language's own script, the first that is installed is taken."""
FOR_WORD: Mapping[str, str] = {"ko": "Malgun Gothic", "ja": "Yu Gothic", "zh": "Microsoft YaHei"}


def installed_fonts() -> frozenset[str]:
    """The families that the maker of PDFs finds on this machine."""
    import typst  # late: loads its compiler

    return frozenset(typst.Fonts().families())


def font_for(code: str, families: Collection[str]) -> str:
    """The first installed font for a language's script; empty where there is none."""
    return next((name for name in SCRIPTS.get(code, ()) if name in families), "")


def left_out(sheet: Sheet, families: Collection[str]) -> list[str]:
    """The languages of names that no installed font can show, by code."""
    return sorted({code for _text, code in sheet.own_script if not font_for(code, families)})


def fonts_missing(codes: Collection[str]) -> str:
    """A sentence for those languages, with what to do."""
    named = ", ".join(words.language_name(code, language()) for code in codes)
    return _(
        "Names in the script of %(languages)s are left out: no installed font shows them. Install Noto Sans CJK "
        "(on Debian: fonts-noto-cjk) and make the paper anew."
    ) % {"languages": named}


def clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def said_by(cell: Cell) -> str:
    """Who says so, in brackets: places in documents as 000:146, else the file."""
    places = [f"{one['code']}:{one['line']}" if one.get("line") else str(one["code"]) for one in cell.sources]
    told = [*dict.fromkeys(places), *([cell.from_file] if cell.from_file else [])]
    return f" [{'; '.join(told)}]" if told else ""


def text_of(cell: Cell) -> str:
    """A cell as running text: what is told is marked, who says so follows in brackets, what is beside it at the end."""
    text = f"{_('Told:')} {cell.text}" if cell.kind == "told" else cell.text
    return clean(text + said_by(cell) + (f" ({cell.aside})" if cell.aside else ""))


def _intro(sheet: Sheet) -> list[str]:
    share = words.percent(sheet.coverage, language())
    return [
        _("As at %(day)s.") % {"day": words.day(sheet.at, language())},
        _(
            "What is known of the two, and what it says under four lists. Something is known of %(share)s of all "
            "items; what is missing is named and counts for nothing."
        )
        % {"share": share},
        _("Numbers in brackets are documents and lines (000:146); other brackets name the data set or file."),
    ]


def _documents(sheet: Sheet) -> list[str]:
    named = [f"{code}: {title}" if title else code for code, title in sheet.cited]
    return named or [_("none")]


def _lead(section: Section) -> str:
    return clean(section.lead + said_by(Cell("", section.lead_sources)))


def _answer(item: ItemShown) -> str:
    if item.status:
        return item.status[:1].upper() + item.status[1:] + said_by(Cell("", item.sources))
    return str(look_of(item.answer, "leaning").word)


def _item_lines(item: ItemShown) -> list[str]:
    lines = [text_of(cell) for cell in item.evidence]
    return [*lines, _("Missing: %(what)s.") % {"what": item.missing}] if item.missing else lines


def _is_empty(section: Section) -> bool:
    return not (section.rows or section.items or section.points)


# --- DOCX -------------------------------------------------------------------------------------------------------------


def to_docx(sheet: Sheet, families: Collection[str] | None = None) -> bytes:
    """The dossier as DOCX. ``families`` is of no matter here: a word processor brings its own fonts."""
    import docx  # late: slow to load
    from docx.shared import Cm, Pt

    paper = docx.Document()
    paper.core_properties.title = clean(sheet.title)
    paper.core_properties.author = "Kembar"
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    paper.styles["Normal"].font.name = "Arial"
    paper.styles["Normal"].font.size = Pt(10)
    paper.add_heading(clean(sheet.title), 0)
    if sheet.own_script:
        paragraph = paper.add_paragraph()
        for number, (text, code) in enumerate(sheet.own_script):
            _in_script(paragraph.add_run((" · " if number else "") + clean(text)), code)
    for block in sheet.blocks:
        line = _("The law stands against it: %(what)s (%(source)s).") % {"what": block.text, "source": block.from_file}
        paper.add_paragraph().add_run(clean(line)).bold = True
    for line in _intro(sheet):
        paper.add_paragraph(clean(line))
    for point in sheet.summary:
        paper.add_paragraph(text_of(point), style="List Bullet")
    for section in sheet.sections:
        _docx_section(paper, section)
    paper.add_heading(clean(_("Documents cited")), 1)
    for line in _documents(sheet):
        paper.add_paragraph(clean(line), style="List Bullet")
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _in_script(run: Any, code: str) -> None:
    from docx.oxml.ns import qn

    if code in FOR_WORD:
        run.font.name = FOR_WORD[code]
        run._element.rPr.rFonts.set(qn("w:eastAsia"), FOR_WORD[code])


def _docx_section(paper: Any, section: Section) -> None:
    paper.add_heading(clean(section.title), 1)
    if section.lead:
        paper.add_paragraph(_lead(section))
    if section.rows:
        table = paper.add_table(rows=1, cols=len(section.heads), style="Table Grid")
        _repeat_head(table.rows[0])
        for cell, head in zip(table.rows[0].cells, section.heads, strict=True):
            cell.paragraphs[0].add_run(clean(head)).bold = True
        for row in section.rows:
            cells = table.add_row().cells
            cells[0].text = "" if row.again else clean(row.head)
            for cell, told in zip(cells[1:], row.cells, strict=True):
                cell.text = text_of(told)
        _narrow_first(table, len(section.heads))
    for item in section.items:
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(clean(item.label)).bold = True
        paragraph.add_run(f": {clean(_answer(item))}")
        for line in _item_lines(item):
            paper.add_paragraph(clean(line), style="List Bullet")
    for point in section.points:
        paper.add_paragraph(text_of(point), style="List Bullet")
    if _is_empty(section):
        paper.add_paragraph(clean(section.empty))
    if section.aside:
        paper.add_paragraph(clean(section.aside))


def _repeat_head(row: Any) -> None:
    """The head stands on every page that the table runs over."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _narrow_first(table: Any, columns: int) -> None:
    from docx.shared import Cm

    table.autofit = False
    first = 4.0
    rest = (17.0 - first) / max(1, columns - 1)
    for row in table.rows:
        for number, cell in enumerate(row.cells):
            cell.width = Cm(first if number == 0 else rest)


# --- PDF --------------------------------------------------------------------------------------------------------------


def to_pdf(sheet: Sheet, families: Collection[str] | None = None) -> bytes:
    """The dossier as PDF/A-2b, A4, page numbers below."""
    import typst  # late: loads its compiler

    known = installed_fonts() if families is None else families
    missing = left_out(sheet, known)
    latin = [name for name in LATIN if name in known] or ["Libertinus Serif"]
    more = [font for code in SCRIPTS if (font := font_for(code, known))]
    fonts = ", ".join(_string(name) for name in (latin[0], *more))
    lines = [
        f"#set document(title: {_string(sheet.title)}, author: {_string('Kembar')})",
        f'#set text(lang: "{language()}", size: 9.5pt, font: ({fonts},), hyphenate: true)',
        '#set page(paper: "a4", margin: (x: 1.9cm, y: 2cm), numbering: "1 / 1")',
        "#set par(leading: 0.55em, spacing: 0.8em)\n#set heading(numbering: none)\n#set list(spacing: 0.6em)",
        "#show heading.where(level: 1): set text(size: 17pt)",
        "#show heading.where(level: 2): set text(size: 12.5pt)",
        "#show heading.where(level: 2): set block(above: 1.6em, below: 0.8em, sticky: true)",
        "#set table(stroke: (x, y) => (bottom: 0.4pt + luma(190)), inset: (x: 4pt, y: 4pt), align: left)",
        f"#heading(level: 1, {_string(sheet.title)})",
    ]
    shown = [text for text, code in sheet.own_script if code not in missing]
    if shown:
        lines.append(f"#text(fill: luma(80), {_string(' · '.join(shown))})")
    if missing:
        lines.append(f"#text(fill: luma(80), {_string(fonts_missing(missing))})")
    for block in sheet.blocks:
        told = _("The law stands against it: %(what)s (%(source)s).") % {"what": block.text, "source": block.from_file}
        lines.append(f"#block(stroke: 0.8pt + red, inset: 6pt, strong({_string(told)}))")
    lines += [f"#par({_string(line)})" for line in _intro(sheet)]
    lines.append(_bullets([text_of(point) for point in sheet.summary]))
    for section in sheet.sections:
        lines += _pdf_section(section)
    lines += [f"#heading(level: 2, {_string(_('Documents cited'))})", _bullets(_documents(sheet))]
    made: bytes = typst.compile("\n\n".join(lines).encode(), pdf_standards=["a-2b"])
    return made


def _pdf_section(section: Section) -> list[str]:
    lines = [f"#heading(level: 2, {_string(section.title)})"]
    if section.lead:
        lines.append(f"#text(fill: luma(80), {_string(_lead(section))})")
    if section.rows:
        lines.append(_table(section))
    for item in section.items:
        head = f"#block(sticky: true, below: 0.5em)[#strong({_string(item.label)}): #emph({_string(_answer(item))})]"
        lines += [head, _bullets(_item_lines(item))]
    if section.points:
        lines.append(_bullets([text_of(point) for point in section.points]))
    if _is_empty(section):
        lines.append(f"#par({_string(section.empty)})")
    if section.aside:
        lines.append(f"#text(fill: luma(80), {_string(section.aside)})")
    return lines


def _table(section: Section) -> str:
    columns = ", ".join(["3.6cm", *["1fr"] * (len(section.heads) - 1)])
    heads = ", ".join(f"strong({_string(head)})" for head in section.heads)
    cells = ", ".join(cell for row in section.rows for cell in _cells(row))
    return f"#table(columns: ({columns}), table.header({heads}), {cells})"


def _cells(row: Row) -> list[str]:
    return [f"strong({_string('' if row.again else row.head)})", *(_string(text_of(cell)) for cell in row.cells)]


def _bullets(lines: list[str]) -> str:
    return "#list(" + ", ".join(_string(line) for line in lines) + ")" if lines else ""


def _string(text: str) -> str:
    """Text as Typst's own string, which needs two escapes only."""
    return '"' + clean(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


PAPERS: Mapping[str, Callable[..., bytes]] = {"docx": to_docx, "pdf": to_pdf}
