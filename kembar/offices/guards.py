"""May this reader see, or lead, this office? To strangers an office has no page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kembar.access.acting import acting
from kembar.access.actors import Actor
from kembar.access.models import Membership, Office
from kembar.access.queries import actor_of
from kembar.access.roles import ROLES, Permission


@dataclass(frozen=True)
class Inside:
    """An office, the reader's membership in it (None: whoever administers the instance), and who history names."""

    office: Office
    membership: Membership | None
    actor: Actor
    leads: bool


def inside(request: HttpRequest, slug: str, *, leading: bool = False) -> Inside:
    """The office for its members and for whoever administers; 404 for strangers, 403 for members who do not lead it
    where ``leading`` is asked. Causes one query, two for an administrator."""
    reader = acting(request)
    held = next((one for one in reader.memberships if one.office.slug == slug), None)
    office = held.office if held else None
    if office is None and reader.user.is_superuser:
        office = Office.objects.select_related("government").filter(slug=slug).first()
    if office is None:
        raise Http404(_("There is no office called %(slug)s that you work for.") % {"slug": slug})
    leads = reader.user.is_superuser or (held is not None and Permission.MANAGE_OFFICE in ROLES[held.role].permissions)
    if leading and not leads:
        raise PermissionDenied(_("Managing an office is for its head; your role is another."))
    return Inside(office, held, actor_of(reader.user, office if held else None), leads)
