"""For which office does this reader write here? Who may not is led to the sign-in, told why, or told nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kembar.access.acting import acting
from kembar.access.guards import reader
from kembar.access.labels import denied_sentence
from kembar.access.models import Office
from kembar.access.permissions import Answer, Denied, Who
from kembar.access.queries import actor_of, who_is
from kembar.audit.actors import Actor
from kembar.partnerships.models import Partnership
from kembar.partnerships.permissions import Part, may_decide, may_decide_shared, may_edit, may_edit_shared, may_read
from kembar.partnerships.queries.rights import facts_for_rights
from kembar.partnerships.queries.whereabouts import kind_of

OFFICE = "form-office"


@dataclass(frozen=True)
class Writer:
    """Who writes, for which office; ``offices`` are all for which this reader may write here."""

    user: Any
    office: Office
    offices: tuple[Office, ...]
    may_decide: bool
    at: datetime = field(default_factory=timezone.now)

    @property
    def who(self) -> Who:
        """The rights of whoever writes, at every office held: what they may read. Causes one query."""
        return who_is(self.user)

    @property
    def actor(self) -> Actor:
        return actor_of(self.user, self.office)


def writer(request: HttpRequest, record: Any, *, deciding: bool = False) -> Writer:
    """The writer of a page. ``record``: a partnership, a row that offices share, or None for a new one.

    Raises Http404 for a stranger to a live record, PermissionDenied with the reason for a member without the right.
    """
    found = writer_or_none(request, record, deciding=deciding)
    if isinstance(found, Writer) and not _is_there(request, record):
        raise Http404(_("There is nothing here that your office may write in."))
    if isinstance(found, Writer):
        return found
    if found.reason == "stake" and not _may_read(request, record):
        raise Http404(_("There is nothing here that your office may write in."))
    raise PermissionDenied(denied_sentence(found))


def writer_or_none(request: HttpRequest, record: Any, *, deciding: bool = False) -> Writer | Denied:
    """The writer, or why there is none: for pages to read that show their buttons to writers alone."""
    who = who_is(request.user)
    facts = facts_for_rights(record, timezone.localdate()) if isinstance(record, Partnership) else None
    offices = {office.pk: office for office in _offices(who)}

    def may(desks: tuple[Any, ...], decide: bool) -> Answer:
        one = Who(who.is_signed_in, who.is_administrator, desks)
        if facts is None:
            return may_decide_shared(one) if decide else may_edit_shared(one)
        return may_decide(one, facts) if decide else may_edit(one, facts)

    able = [offices[desk.office] for desk in who.desks if may((desk,), deciding)]
    if not able:
        answer = may(who.desks, deciding)
        return answer if isinstance(answer, Denied) else Denied("role")
    asked = request.POST.get(OFFICE) or request.GET.get("kantor") or ""
    asked = asked or str(getattr(acting(request).office, "pk", ""))
    chosen = next((office for office in able if str(office.pk) == asked or office.slug == asked), able[0])
    desk = next(desk for desk in who.desks if desk.office == chosen.pk)
    return Writer(request.user, chosen, tuple(able), bool(may((desk,), True)))


def _is_there(request: HttpRequest, record: Any) -> bool:
    """Whether a row that belongs to no partnership is one that this reader may know of: not another office's person."""
    readable = kind_of(record).readable if record is not None and not isinstance(record, Partnership) else None
    return readable is None or readable(reader(request)).filter(pk=record.pk).exists()


def _may_read(request: HttpRequest, record: Any) -> bool:
    """Whether the whole record may be read: to who reads it, it is no secret that there is something to write in."""
    facts = facts_for_rights(record, timezone.localdate())
    return bool(may_read(who_is(request.user), facts, Part.RECORD))


def _offices(who: Who) -> list[Office]:
    return list(Office.objects.filter(pk__in=[desk.office for desk in who.desks])) if who.desks else []


def tongue() -> str:
    """The language whoever writes reads the pages in."""
    return (get_language() or "id")[:2]
