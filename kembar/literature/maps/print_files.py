"""How does a drawing become a PNG or PDF file for print?

Typst (Apache-2.0) places the SVG on a page of its size; letters stay letters in the PDF. No date is written, so the
same drawing gives the same file.
"""

import re
import tempfile
from pathlib import Path

from kembar.literature.maps.model import MapFileError

FORMATS = ("png", "pdf")


def convert(svg: str, form: str, *, dots_per_inch: float = 192.0) -> bytes:
    """The drawing as PNG (at so many dots per inch) or PDF.

    Raises MapFileError ``picture_format`` for another format and ``no_typst`` where the library is not installed.
    """
    if form not in FORMATS:
        raise MapFileError("picture_format", name=form)
    try:
        import typst  # late: a large library that only these two formats need
    except ImportError as error:
        raise MapFileError("no_typst", name=form) from error
    size = re.search(r'width="(\d+)" height="(\d+)"', svg)
    assert size is not None, "every drawing states its size"
    # A CSS pixel is 1/96 inch, a point 1/72.
    width, height = (int(side) * 0.75 for side in size.groups())
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "map.svg").write_text(svg, encoding="utf-8")
        page = Path(folder) / "map.typ"
        page.write_text(
            f"#set document(date: none)\n#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
            '#image("map.svg", width: 100%, height: 100%)\n',
            encoding="utf-8",
        )
        if form == "png":
            made = typst.compile(str(page), root=folder, format="png", ppi=dots_per_inch)
        else:
            made = typst.compile(str(page), root=folder, format="pdf")
    if not isinstance(made, bytes):
        raise MapFileError("picture_format", name=form)
    return made
