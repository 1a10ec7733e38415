"""How is a similarity told on paper: as DOCX to edit, as PDF to file?"""

import re
from pathlib import Path

from kembar.analysis.text_reuse import percent_text
from kembar.console import gettext, language
from kembar.literature.reuse.report import (
    MARK_NAMES,
    figure,
    named,
    pair_head,
    pair_pieces,
    share_text,
    summary_lines,
)
from kembar.literature.reuse.similarity import Similarity

# What XML 1.0 cannot hold; a PDF's text may.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _title(similarity: Similarity) -> str:
    return gettext("Similarity of %(name)s") % {"name": similarity.document.name.rsplit("/", 1)[-1]}


def _rows(similarity: Similarity) -> list[list[str]]:
    return [
        [
            one.source.name.rsplit("/", 1)[-1] + (f"\n{one.source.address}" if one.source.address else ""),
            named(MARK_NAMES, one.source.mark) if one.source.mark else "",
            figure(one.share.words),
            share_text(similarity, one),
        ]
        for one in similarity.shares
    ]


def _heads() -> list[str]:
    return [gettext("Source"), gettext("Mark"), gettext("Words"), gettext("Share")]


def to_docx(similarity: Similarity, path: Path) -> None:
    """Write the report as DOCX: figures, sources, and each passage in a table of two columns."""
    import docx  # late: slow to load

    paper = docx.Document()
    paper.core_properties.title = _clean(_title(similarity))
    paper.add_heading(_clean(_title(similarity)), 1)
    paper.add_heading(percent_text(similarity.counted, similarity.counted_total), 2)
    for line in summary_lines(similarity):
        paper.add_paragraph(_clean(line), style="List Bullet")
    paper.add_heading(gettext("Sources"), 2)
    table = paper.add_table(rows=1, cols=4, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, _heads(), strict=True):
        cell.text = text
    for row in _rows(similarity):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(text)
    paper.add_heading(gettext("Passages side by side"), 2)
    for number, passage in enumerate(similarity.passages, 1):
        paper.add_heading(_clean(pair_head(similarity, number, passage)), 3)
        cells = paper.add_table(rows=1, cols=2, style="Table Grid").rows[0].cells
        for cell, side in zip(cells, pair_pieces(similarity, passage), strict=True):
            paragraph = cell.paragraphs[0]
            for text, same in side:
                paragraph.add_run(_clean(text)).bold = same
    paper.save(str(path))


def _typst(text: str) -> str:
    """Text as Typst's own string, which needs two escapes only."""
    return '"' + _clean(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def to_pdf(similarity: Similarity, path: Path) -> None:
    """Write the report as PDF."""
    import typst  # late: loads its compiler

    lines = [
        f'#set document(title: {_typst(_title(similarity))})\n#set text(lang: "{language()}", size: 10pt)\n'
        '#set page(margin: 2cm, numbering: "1")\n#set heading(numbering: none)',
        f"#heading(level: 1, {_typst(_title(similarity))})",
        f'#text(size: 24pt, weight: "bold", {_typst(percent_text(similarity.counted, similarity.counted_total))})',
    ]
    lines += [f"#list.item({_typst(line)})" for line in summary_lines(similarity)]
    lines.append(f"#heading(level: 2, {_typst(gettext('Sources'))})")
    cells = [_typst(cell) for row in [_heads(), *_rows(similarity)] for cell in row]
    lines.append(f"#table(columns: (1fr, auto, auto, auto), {', '.join(cells)})")
    lines.append(f"#heading(level: 2, {_typst(gettext('Passages side by side'))})")
    for number, passage in enumerate(similarity.passages, 1):
        head = pair_head(similarity, number, passage)
        sides = []
        for side in pair_pieces(similarity, passage):
            runs = [f"#strong({_typst(text)})" if same else f"#{_typst(text)}" for text, same in side]
            sides.append("[" + "".join(runs) + "]")
        lines.append(f"#heading(level: 3, {_typst(head)})\n#table(columns: (1fr, 1fr), {', '.join(sides)})")
    path.write_bytes(typst.compile("\n\n".join(lines).encode()))
