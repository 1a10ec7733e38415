"""By whom is something done? Every action takes ``by=`` an Actor: a user in an office, or the product itself.

History keeps a name and two ids, no references: it knows nothing of users and offices, so that these are audited too.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who acts. ``label`` is what history shows; the ids are kept without foreign keys."""

    label: str
    user_id: int | None = None
    office_id: uuid.UUID | None = None

    @classmethod
    def product(cls, part: str) -> Actor:
        """The product acting on its own, e.g. when it loads the casebook at set-up."""
        return cls(label=f"kembar: {part}")
