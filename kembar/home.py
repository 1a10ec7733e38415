"""Where the instance keeps what is its own: ``$KEMBAR_HOME``, else the user's data folder."""

import os
import sys
from pathlib import Path


def home() -> Path:
    """The folder of the database, the files and the secret key; it need not exist yet."""
    chosen = os.environ.get("KEMBAR_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "kembar"
