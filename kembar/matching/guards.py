"""Whose search is this? To all but an office's own people its search is not there."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kembar.access import guards
from kembar.access.acting import acting
from kembar.access.actors import Actor
from kembar.access.models import Office
from kembar.access.permissions import Denied, Who
from kembar.access.queries import actor_of, desk_of
from kembar.access.roles import Permission
from kembar.matching.permissions import may_in_office
from kembar.places.models import Place


@dataclass(frozen=True)
class Searching:
    """An office whose search somebody sees, what they may do there, and who history names."""

    office: Office
    actor: Actor
    who: Who
    """The reader, with all that they may read of records."""
    may_write: bool
    may_decide: bool

    @property
    def seat(self) -> Place | None:
        return self.office.government.seat if self.office.government else None


def searching(request: HttpRequest, slug: str) -> Searching:
    """The office for its members; 404 for strangers, 403 for members whose role gives no part in it. One query for its
    members, two for who administers."""
    reader = acting(request)
    held = next((one for one in reader.memberships if one.office.slug == slug), None)
    others = Office.objects.select_related("government__seat__country").filter(slug=slug)
    office = held.office if held else others.first()
    unknown = Http404(_("There is no office called %(slug)s that you work for.") % {"slug": slug})
    if office is None:
        raise unknown
    desks = (desk_of(held, is_administrator=reader.user.is_superuser),) if held else ()
    who = Who(True, reader.user.is_superuser, desks)
    answer = may_in_office(who, office.id, Permission.READ_OFFICE)
    if isinstance(answer, Denied):
        if answer.reason == "role":
            raise PermissionDenied(_("The search for a partner is for the office's own people; your role is another."))
        raise unknown
    return Searching(
        office,
        actor_of(reader.user, office if held else None),
        guards.reader(request),
        bool(may_in_office(who, office.id, Permission.WRITE_RECORD)),
        bool(may_in_office(who, office.id, Permission.DECIDE)),
    )
