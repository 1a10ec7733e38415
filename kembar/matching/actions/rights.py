"""Who may write in an office's search? Asked by every action; and how a row of it is withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kembar.access.models import Office
from kembar.access.permissions import Denied, NotAllowed
from kembar.access.queries import is_product, who_acts
from kembar.access.roles import Permission
from kembar.audit.actions import Changed, record
from kembar.audit.actors import Actor
from kembar.matching.permissions import may_in_office


class Refusal(ValueError):
    """What cannot be written, as a code and figures; `matching.sentences.office_refusal` says it in words.

    Codes: `no_reason`, `empty`, `withdrawn`, `answered`, `answered_before_sent`, `in_the_future`, `by_law`, `own_city`.
    """

    def __init__(self, code: str, **data: Any) -> None:
        self.code, self.data = code, data
        super().__init__(code)


def must(by: Actor, office: Office, permission: Permission) -> None:
    """This will raise NotAllowed unless the actor has the permission in the office; the product itself always may."""
    if is_product(by):
        return
    answer = may_in_office(who_acts(by), office.id, permission)
    if isinstance(answer, Denied):
        raise NotAllowed(answer)


def withdraw(row: Any, *, kind: str, action: str, by: Actor, at: datetime, why: str = "") -> None:
    """This will take a row back, in the caller's transaction; it stays, with who, when and why."""
    locked = type(row).objects.select_for_update().get(pk=row.pk)
    if locked.withdrawn_at is not None:
        raise Refusal("withdrawn")
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_why = at, by.label, why
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    changes = [Changed(kind, locked.id, "withdrawn", False, True)]
    record(action=action, by=by, at=at, changes=changes, record_kind="office", record_id=locked.office_id, why=why)
