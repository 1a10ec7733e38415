"""Is there another open record of the same parties and form?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from kembar.partnerships.models import Partnership, Party, StateSpan


def open_with_same_parties(
    tie: Partnership, parties: Iterable[Party], at: date, *, any_form: bool = False
) -> list[Partnership]:
    """Other standing partnerships of the same form (or any) with the same parties that had not ended by ``at``.

    A case and a live record may both be meant; the caller says which is which. Causes three queries.
    """
    wanted = frozenset(_who(one) for one in parties if one.role == "party" and _who(one) is not None)
    if len(wanted) < 2:
        return []
    first = next(iter(wanted))
    sharing = Party.objects.filter(role="party", withdrawn_at__isnull=True).exclude(partnership=tie)
    if not any_form:
        sharing = sharing.filter(partnership__form=tie.form)
    rows_of_first = sharing.filter(government=first) | sharing.filter(organisation=first)
    ids = set(rows_of_first.values_list("partnership", flat=True))
    found: dict[Any, set[Any]] = defaultdict(set)
    for one in Party.objects.filter(partnership__in=ids, role="party", withdrawn_at__isnull=True):
        found[one.partnership_id].add(_who(one))
    same = [key for key, who in found.items() if who == wanted]
    ended = StateSpan.objects.as_at(at).filter(partnership__in=same, kind="formal", state="ended")
    rows = Partnership.objects.filter(pk__in=same, withdrawn_at__isnull=True)
    return list(rows.exclude(pk__in=ended.values("partnership")).order_by("slug"))


def _who(party: Party) -> Any:
    return party.government_id or party.organisation_id
