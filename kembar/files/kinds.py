"""Which kinds of files are taken, and what is each served and previewed as? Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind: its endings (the first is given to a name without one) and how its preview is made: as pictures of
    its pages, as text, or not at all."""

    code: str
    endings: tuple[str, ...]
    preview: str


KINDS: dict[str, Kind] = {
    one.code: one
    for one in (
        Kind("pdf", (".pdf",), "pages"),
        Kind("jpeg", (".jpg", ".jpeg", ".jpe"), "pages"),
        Kind("png", (".png",), "pages"),
        Kind("tiff", (".tif", ".tiff"), "pages"),
        Kind("heic", (".heic", ".heif"), "none"),
        Kind("docx", (".docx",), "text"),
        Kind("odt", (".odt",), "text"),
        Kind("xlsx", (".xlsx",), "none"),
        Kind("txt", (".txt", ".text", ".csv", ".md"), "text"),
    )
}
ACCEPT = ",".join(ending for one in KINDS.values() for ending in one.endings)
"""What a browser's file chooser offers; the server looks at the content."""
