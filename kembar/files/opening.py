"""What does a PDF or picture show? A program of its own, so that a file that breaks its reader breaks nothing else.

``python -m kembar.files.opening look KIND FILE`` prints how many pages there are; ``… page KIND FILE NUMBER TARGET``
draws one page as a PNG; ``… text KIND FILE TARGET`` writes the words of a document. Answers one line of JSON. Knows
nothing of Django; memory and time are bounded where the system can.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from kembar.files.content import encoding_of

WIDE = 1000
"""Pixels: a page of A4 is then read without strain, and takes 50 to 300 KB."""
MOST_PIXELS = 150_000_000
"""Ours: A3 at 600 dots an inch has 70 million."""
MEMORY = 1536 << 20
SECONDS = 20
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t"}
LETTERS = 20_000
"""Of a text that is previewed; about ten pages."""


class Closed(Exception):
    """The file cannot be opened; the code says why."""


def bound() -> None:
    """This will keep the process from taking the machine with it; Windows has no such limits, there the caller's
    waiting time alone holds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def look(kind: str, path: Path) -> dict[str, Any]:
    """How many pages a file has; a picture is read whole, so that a damaged one is found."""
    if kind == "pdf":
        with _pdf(path) as document:
            if not len(document):
                raise Closed("damaged")
            document[0].close()
            return {"pages": len(document)}
    image = _picture(kind, path)
    image.load()
    return {"pages": getattr(image, "n_frames", 1), "width": image.width, "height": image.height}


def page(kind: str, path: Path, number: int, target: Path) -> dict[str, Any]:
    """This will draw page ``number``, counted from 1, as a PNG of ``WIDE`` pixels."""
    if kind == "pdf":
        with _pdf(path) as document:
            one = document[number - 1]
            width, height = one.get_size()
            scale = min(WIDE / max(width, 1), 3 * WIDE / max(height, 1))
            image = one.render(scale=scale).to_pil()
    else:
        image = _picture(kind, path)
        image.seek(number - 1)
        image.draft("RGB", (WIDE, WIDE))
        image = _upright(image)
        image.thumbnail((WIDE, 3 * WIDE))
    if image.mode not in ("1", "L", "RGB", "RGBA"):
        image = image.convert("RGB")
    image.save(target, "PNG", optimize=True)
    return {"width": image.width, "height": image.height}


def text(kind: str, path: Path, target: Path) -> dict[str, Any]:
    """This will write the first words of a document as UTF-8."""
    found = "".join(_words(kind, path))
    target.write_text(found[:LETTERS], encoding="utf-8", newline="\n")
    return {"is_whole": len(found) <= LETTERS}


def _words(kind: str, path: Path) -> Iterator[str]:
    if kind == "txt":
        with path.open("rb") as file:
            head = file.read(4096)
        with path.open(encoding=encoding_of(head) or "utf-8", errors="replace") as file:
            yield file.read(LETTERS + 1)
        return
    part, paragraph, word = {
        "docx": ("word/document.xml", "p", "t"),
        "odt": ("content.xml", "p", "*"),
    }[kind]
    length = 0
    with zipfile.ZipFile(path) as packed, packed.open(part) as file:
        for _event, element in ElementTree.iterparse(file):  # noqa: S314 - looked at when it came, see ``content``
            if element.tag.rpartition("}")[2] in (paragraph, "h") and length <= LETTERS:
                inside = element.itertext() if word == "*" else _texts(element, word)
                line = "".join(inside).strip()
                length += len(line) + 1
                yield line + "\n"
                element.clear()


def _texts(element: Any, tag: str) -> Iterator[str]:
    for one in element.iter():
        name = one.tag.rpartition("}")[2]
        if name == tag and one.text:
            yield one.text
        elif name in _SIGNS:
            yield _SIGNS[name]


def _pdf(path: Path) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Closed("locked" if "password" in str(error).lower() else "damaged") from error


def _picture(kind: str, path: Path) -> Any:
    import warnings

    from PIL import Image

    warnings.simplefilter("ignore")  # remarks on odd tags; what cannot be read raises
    Image.MAX_IMAGE_PIXELS = None  # counted below, with a sentence of our own
    try:
        image = Image.open(path, formats=[kind.upper()])
    except OSError as error:
        raise Closed("damaged") from error
    if image.width * image.height > MOST_PIXELS:
        raise Closed("too_many_pixels")
    return image


def _upright(image: Any) -> Any:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def main(arguments: list[str]) -> int:
    """This will do what is asked, print a line of JSON, and return 0; 1 with the reason where the file is closed."""
    what, kind, path, *rest = arguments
    bound()
    try:
        if what == "look":
            told = look(kind, Path(path))
        elif what == "page":
            told = page(kind, Path(path), int(rest[0]), Path(rest[1]))
        else:
            told = text(kind, Path(path), Path(rest[0]))
    except Closed as closed:
        sys.stdout.write(json.dumps({"closed": str(closed)}))
        return 1
    except (Exception, MemoryError):  # whatever a broken file makes of its reader
        sys.stdout.write(json.dumps({"closed": "damaged"}))
        return 1
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
