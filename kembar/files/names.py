"""Is the name of a file one that can be shown and offered without harm? Pure: names in, names out.

The name is a label alone: bytes lie under their hash, so that no name ever becomes part of a path here.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from kembar.files.content import NotAccepted
from kembar.files.kinds import Kind

LONGEST = 200
"""Characters; systems take 255 bytes, and scripts of Asia need three a character with room for the ending."""
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_ON_WINDOWS = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


def clean(given: str) -> str:
    """The name as it is kept, or NotAccepted with what is wrong with it.

    A whole path of the reader's own disk, as some browsers send it, loses its folders; one that leads elsewhere, a sign
    that turns the writing direction (it disguises endings), and control characters are refused.
    """
    name = unicodedata.normalize("NFC", given.strip())
    if _DIRECTION.search(name):
        raise NotAccepted("name_turns")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in name):
        raise NotAccepted("name_has_controls")
    parts = re.split(r"[/\\]", name)
    if ".." in parts or name.startswith("/"):
        raise NotAccepted("name_is_path")
    name = parts[-1].strip()
    if not name.strip("."):
        raise NotAccepted("name_missing")
    if len(name) > LONGEST:
        raise NotAccepted("name_too_long", length=len(name), limit=LONGEST)
    return name


def offered(name: str, kind: Kind) -> str:
    """The name under which a file is offered for saving, on every system: its ending tells what it is."""
    safe = _NOT_ON_WINDOWS.sub("_", name).lstrip(".").rstrip(". ") or "berkas"
    if _DEVICES.match(safe):
        safe = f"_{safe}"
    return safe if PurePosixPath(safe).suffix.lower() in kind.endings else safe + kind.endings[0]
