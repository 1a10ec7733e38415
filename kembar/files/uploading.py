"""How does an upload come in? Straight into the folder of files, byte by byte counted, refused before the disk fills.

What is too big is read to its end and dropped, so that the browser gets the sentence and the form keeps what was typed.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

from kembar.files import store
from kembar.files.content import NotAccepted

FIELD = "file"
SPARE_FOR_FORM = 1 << 20
TOO_MUCH_TO_READ = 4
"""A request of more than so many times the limit is not even read to its end."""


class Upload:
    """What came in under ``FIELD``: received bytes with their name, or why they were not taken."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.may = min(limit, store.room())
        self.path: Path | None = None
        self.name = ""
        self.refusal: NotAccepted | None = None
        self.size = 0

    def drop(self) -> None:
        """This will remove what was received and not kept."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)
            self.path = None


class IntoTheFolder(FileUploadHandler):
    """Writes the one file of the form aside in the folder of files; others are dropped."""

    def __init__(self, upload: Upload) -> None:
        super().__init__()
        self.upload = upload
        self._file: IO[bytes] | None = None

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        if field_name == FIELD and self.upload.path is None and self.upload.refusal is None:
            self.upload.path = store.new_incoming()
            self._file = self.upload.path.open("xb")
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._file is None:
            return
        self.upload.size += len(raw_data)
        if self.upload.size > self.upload.may:
            self.upload.refusal = store.too_big(self.upload.limit, self.upload.may)
            self._close()
            self.upload.drop()
            return
        try:
            self._file.write(raw_data)
        except OSError:
            self.upload.refusal = NotAccepted("disk_full")
            self._close()
            self.upload.drop()

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        self._close()
        return None  # the form reads ``Upload``

    def upload_interrupted(self) -> None:
        self._close()
        self.upload.drop()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def expect(request: HttpRequest, *, limit: int) -> Upload:
    """This will have the request's file received when its form is first read. Call it before that."""
    upload = Upload(limit)

    class NamesAsSent(MultiPartParser):
        """Django cuts paths and odd signs out of names; here they are refused with a sentence, so they are kept."""

        def sanitize_file_name(self, file_name: str) -> str | None:
            upload.name = upload.name or file_name
            return super().sanitize_file_name(file_name) or ("unnamed" if file_name else None)

    def parse(meta: Any, data: Any) -> Any:
        return NamesAsSent(meta, data, [IntoTheFolder(upload)], request.encoding).parse()

    request.parse_file_upload = parse  # type: ignore[method-assign, assignment]
    return upload


def is_far_too_big(request: HttpRequest, limit: int) -> bool:
    """Whether the request says of itself that reading it would be a waste."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return True
    return length > TOO_MUCH_TO_READ * limit + SPARE_FOR_FORM
