"""How is a file handed out so that no browser ever takes it for a page of ours?

As bytes to save, of no kind that a browser shows, with the order not to guess one; were it shown all the same, it would
be in a sandbox without scripts, without our cookies.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from kembar.files.kinds import Kind
from kembar.files.names import offered

Response = TypeVar("Response", bound=HttpResponseBase)
BYTES = "application/octet-stream"
HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Download-Options": "noopen",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def as_download(path: Path, name: str, kind: Kind) -> StreamingHttpResponse:
    """The bytes as they came, to be saved under a harmless name. The browser may keep them for nobody."""
    response = StreamingHttpResponse(_pieces(path), content_type=BYTES)
    response["Content-Length"] = str(path.stat().st_size)
    response["Content-Disposition"] = disposition(offered(name, kind))
    response["Cache-Control"] = "private, no-store"
    # Says to the compressing middleware that nothing is to be done: what is packed already grows, and loses its length.
    response["Content-Encoding"] = "identity"
    return _guarded(response)


def _pieces(path: Path) -> Iterator[bytes]:
    """The file is opened when it is first asked for, and closed when the reader goes away."""
    with path.open("rb") as file:
        while piece := file.read(1 << 16):
            yield piece


def as_picture(path: Path) -> HttpResponse:
    """A page that this product drew itself: pixels, nothing of what the file says."""
    response = HttpResponse(path.read_bytes(), content_type="image/png")
    response["Content-Disposition"] = "inline; filename=halaman.png"
    response["Cache-Control"] = "private, max-age=600"
    return _guarded(response)


def disposition(name: str) -> str:
    """``attachment`` after RFC 6266: a name in ASCII for old programs, and the whole name in UTF-8 (RFC 8187)."""
    plain = "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\%;' else "_" for letter in name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _guarded(response: Response) -> Response:
    for header, value in HARMLESS.items():
        response[header] = value
    return response
