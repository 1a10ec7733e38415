"""From which day on is a kind of record kept complete? Stating it, and ending it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kembar.access.permissions import Denied, NotAllowed
from kembar.audit.actions import Changed
from kembar.audit.actors import Actor
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.writing import Writing
from kembar.partnerships.history import KEPT_SPAN as KIND
from kembar.partnerships.models import KeptSpan, Partnership
from kembar.partnerships.queries.rights import must_edit


@transaction.atomic
def keep_since(
    *, partnership: Partnership, kind: str, from_day: date, by: Actor, at: datetime, why: str = ""
) -> KeptSpan:
    """This will state that the acting office keeps a kind of record of a partnership complete from a day on.

    Inside the span no row means none. An earlier day than that of an open span moves it. Raises Refused, NotAllowed.
    """
    writing = _writing("kept.begin", partnership, by, at, why)
    faults = [] if kind in dict(KeptSpan.KINDS) else [Fault(KIND, "kind", "unknown_kept_kind")]
    if from_day > writing.day:
        faults.append(Fault(KIND, "from_day", "day_to_come"))
    spans = KeptSpan.objects.select_for_update().filter(partnership=writing.record, office=by.office_id, kind=kind)
    reaching = spans.filter(Q(to_day__isnull=True) | Q(to_day__gt=from_day)).order_by("from_day").first()
    if reaching is not None and (reaching.from_day <= from_day or reaching.to_day is not None):
        faults.append(Fault(KIND, "from_day", "kept_already", {"day": reaching.from_day}))
    if faults:
        raise Refused(faults)
    assert by.office_id is not None  # see _writing
    span = reaching or KeptSpan(partnership=writing.record, office_id=by.office_id, kind=kind)
    before = kept_values(span) if reaching else None
    span.from_day = from_day
    span.save()
    writing.changes.append(Changed(KIND, span.pk, "", before, kept_values(span)))
    writing.close()
    return span


@transaction.atomic
def stop_keeping(*, span: KeptSpan, to_day: date, by: Actor, at: datetime, why: str = "") -> KeptSpan:
    """This will end a span: ``to_day`` is the first day on which the record is no longer kept complete.

    Raises Refused, NotAllowed ("kept_by_another": only the office that keeps it ends it).
    """
    writing = _writing("kept.end", span.partnership, by, at, why)
    held = KeptSpan.objects.select_for_update().filter(pk=span.pk).first()
    if held is None:
        raise Refused([Fault(KIND, "", "gone")])
    if held.office_id != by.office_id:
        raise NotAllowed(Denied("kept_by_another"))
    if to_day <= held.from_day:
        raise Refused([Fault(KIND, "to_day", "ends_before_it_begins", {"day": held.from_day})])
    if to_day > writing.day:
        raise Refused([Fault(KIND, "to_day", "day_to_come")])
    before = kept_values(held)
    held.to_day = to_day
    held.save()
    writing.changes.append(Changed(KIND, held.pk, "", before, kept_values(held)))
    writing.close()
    return held


def put_back(writing: Writing, key: Any, before: dict[str, Any] | None) -> None:
    """This will let a span be as it was before an event that is undone; None: it was not there."""
    span = KeptSpan.objects.filter(pk=key).first()
    now = kept_values(span) if span else None
    if before is None:
        KeptSpan.objects.filter(pk=key).delete()
    else:
        days = {name: date.fromisoformat(before[name]) if before[name] else None for name in ("from_day", "to_day")}
        KeptSpan.objects.update_or_create(
            pk=key,
            defaults=days,
            create_defaults={
                **days,
                "partnership": writing.record,
                "office_id": before["office"],
                "kind": before["kind"],
            },
        )
    writing.changes.append(Changed(KIND, key, "", now, before))


def kept_values(span: KeptSpan) -> dict[str, Any]:
    """A span as history keeps it."""
    return {
        "office": str(span.office_id),
        "kind": span.kind,
        "from_day": span.from_day.isoformat(),
        "to_day": span.to_day.isoformat() if span.to_day else None,
    }


def _writing(action: str, partnership: Partnership, by: Actor, at: datetime, why: str) -> Writing:
    writing = Writing(action=action, by=by, at=at, record=partnership, why=why)
    must_edit(by, writing.record, writing.day)
    if by.office_id is None:
        raise NotAllowed(Denied("no_office"))
    return writing
