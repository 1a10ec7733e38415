"""Which of the first steps has an office taken?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kembar.access.models import Invitation, Membership, Office
from kembar.audit.models import Event
from kembar.matching.models import Aim
from kembar.partnerships.models import Partnership, PartnershipLink, Party
from kembar.partnerships.queries.reading import SEARCH_WORDS

IMPORTS = ("sheet.", "import.", "table.")
"""How the actions begin that read spreadsheets."""


@dataclass(frozen=True)
class Taken:
    """What an office has done; ``cases`` are those of its government that it neither adopted nor linked."""

    invited: bool
    imported: bool
    aims: bool
    cases: tuple[Partnership, ...] = ()
    has_case: bool = False


def steps_taken(office: Office) -> Taken:
    """What an office has done of its first steps. Causes six queries."""
    colleagues = Membership.objects.filter(office=office).count() > 1
    invited = colleagues or Invitation.objects.filter(office=office, withdrawn_at=None).exists()
    starts = [Event.objects.filter(office_id=office.pk, action__startswith=one) for one in IMPORTS]
    imported = (starts[0] | starts[1] | starts[2]).exists()
    cases = list(cases_of(office)[:20])
    open_cases = tuple(one for one in cases if not (one.is_adopted or one.is_linked))
    aims = Aim.objects.filter(office=office, withdrawn_at=None).exists()
    return Taken(invited, imported, aims, open_cases, has_case=len(open_cases) < len(cases))


def cases_of(office: Office) -> QuerySet[Any]:
    """The cases to which the office's government is a party, each with whether the office adopted or linked it."""
    own = Party.objects.filter(partnership=OuterRef("pk"), government=office.government_id)
    adopted = Partnership.objects.filter(adopted_from=OuterRef("pk"), kept_by=office, withdrawn_at__isnull=True)
    linked = PartnershipLink.objects.filter(
        other=OuterRef("pk"), kind="case_of", kept_by=office, withdrawn_at__isnull=True
    )
    rows = Partnership.objects.filter(Exists(own), origin="casebook", withdrawn_at__isnull=True)
    return (
        rows.annotate(is_adopted=Exists(adopted), is_linked=Exists(linked))
        .defer(*SEARCH_WORDS, "about")
        .order_by("slug")
    )
