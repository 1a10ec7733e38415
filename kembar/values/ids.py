"""Is this the id of a row, as text or already as a UUID?"""

from __future__ import annotations

import uuid
from typing import Any


def is_id(value: Any) -> bool:
    """Whether the value can be read as a UUID; words such as a slug or "id:began" cannot."""
    if isinstance(value, uuid.UUID):
        return True
    try:
        uuid.UUID(str(value))
    except ValueError:
        return False
    return True
