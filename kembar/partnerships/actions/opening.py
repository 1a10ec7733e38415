"""Opening a partnership, and giving it another address."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kembar.access.actions import join_partnership
from kembar.access.models import Office
from kembar.audit.actions import Changed
from kembar.audit.actors import Actor
from kembar.audit.models import Event
from kembar.evidence.catalogue import kind as kind_called
from kembar.evidence.models import Source
from kembar.partnerships.actions.refusals import Fault, Refused
from kembar.partnerships.actions.values import cleaned
from kembar.partnerships.actions.writing import Place, Writing
from kembar.partnerships.models import FormerSlug, Partnership, Party
from kembar.partnerships.queries.rights import must_decide, must_edit
from kembar.partnerships.queries.same import open_with_same_parties
from kembar.partnerships.queries.slugs import free_address, named_parties
from kembar.partnerships.queries.whereabouts import named
from kembar.partnerships.rules.slugs import in_address, in_order


@dataclass(frozen=True)
class SameParties:
    """A warning: another open record has the same parties and form. It may be meant, so nothing is refused."""

    slug: str
    name: Mapping[str, str]
    origin: str
    code: str = "same_parties"


@dataclass(frozen=True)
class Opened:
    """A partnership that was opened, and what to think of."""

    partnership: Partnership
    event: Event
    warnings: tuple[SameParties, ...] = ()


@transaction.atomic
def open_partnership(
    *,
    form: str,
    parties: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
    name: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
    source: Source | None = None,
    places: Mapping[str, Place] | None = None,
    why: str = "",
    batch: uuid.UUID | None = None,
    key: uuid.UUID | None = None,
    slug: str = "",
) -> Opened:
    """This will open a partnership of two parties or more, with a stake of the acting office from that day on.

    ``parties`` are values of the kind party (a missing side follows the order); ``values`` are further attributes of
    the partnership. Without a name it is called after its parties. ``key`` and ``slug``: those it has in the register
    it comes from; the address is taken where it is free. Raises Refused, NotAllowed.
    """
    writing = Writing(action="partnership.open", by=by, at=at, record=None, why=why, batch=batch)
    must_edit(by, None, writing.day)
    given = [{"side": "abcd"[number], **one} if number < 4 else dict(one) for number, one in enumerate(parties)]
    drafts, faults = _parties(given)
    told = {**(values or {}), "form": form, "name": name or _called(drafts)}
    kept, found = cleaned(kind_called("partnership"), told, None, is_new=True)
    faults = [*found, *faults]
    if kept.get("form") is None and not any(one.attribute == "form" for one in faults):
        faults.append(Fault("partnership", "form", "missing_attribute", {"attribute": "form"}))
    if faults:
        raise Refused(faults)
    told_by = source or writing.own_source()
    own = kind_called("partnership")
    tie = writing.make(own, kept, parent=None, source=told_by, places=places or {}, key=key)
    for one, _draft in zip(given, drafts, strict=True):
        values_of_party, _none = cleaned(kind_called("party"), one, tie, is_new=True)
        writing.make(kind_called("party"), values_of_party, parent=tie, source=told_by, places={})
    tie.slug = _its_own(slug) or free_address(drafts, tie.form, but=tie)
    Partnership.objects.filter(pk=tie.pk).update(slug=tie.slug)
    if by.office_id is not None:
        _stake, change = join_partnership(by.office_id, tie.pk, writing.day, _side(by.office_id, drafts))
        writing.changes.append(change)
    warnings = tuple(
        SameParties(other.slug, other.name, other.origin) for other in open_with_same_parties(tie, drafts, writing.day)
    )
    return Opened(tie, writing.close(), warnings)


@transaction.atomic
def rename_partnership(*, partnership: Partnership, by: Actor, at: datetime, slug: str = "", why: str = "") -> Opened:
    """This will give a partnership another address, by default the one its parties now have; the old one leads there.

    Raises Refused when the address is another's, or already its own; NotAllowed.
    """
    writing = Writing(action="partnership.rename", by=by, at=at, record=partnership, why=why)
    must_decide(by, writing.record, writing.day)
    tie = writing.record
    if not writing.owns(tie):
        raise Refused([Fault("partnership", "slug", "kept_by_another")])
    standing = Party.objects.filter(partnership=tie, withdrawn_at__isnull=True).order_by("position")
    wanted = in_address(slug)[:160].strip("-") if slug else free_address(standing, tie.form, but=tie)
    if not wanted or wanted == tie.slug:
        raise Refused([Fault("partnership", "slug", "same_address" if wanted else "no_address", {"value": slug})])
    others = Partnership.objects.filter(slug=wanted).exclude(pk=tie.pk)
    if others.exists() or FormerSlug.objects.filter(slug=wanted).exclude(partnership=tie).exists():
        raise Refused([Fault("partnership", "slug", "address_taken", {"value": wanted})])
    move_address(writing, tie, wanted)
    return Opened(tie, writing.close())


def _its_own(slug: str) -> str:
    """The address that a partnership brings from another register, where it is one and free."""
    wanted = in_address(slug)[:160].strip("-")
    is_taken = Partnership.objects.filter(slug=wanted).exists() or FormerSlug.objects.filter(slug=wanted).exists()
    return "" if wanted != slug or is_taken else wanted


def move_address(writing: Writing, tie: Partnership, slug: str) -> None:
    """This will set the address of a partnership and keep the one it had; what it had before may come back."""
    FormerSlug.objects.filter(slug=slug, partnership=tie).delete()
    FormerSlug.objects.get_or_create(slug=tie.slug, defaults={"partnership": tie})
    writing.changes.append(Changed("partnership", tie.pk, "slug", tie.slug, slug))
    writing.put(tie, {"slug": slug})


def _parties(given: Sequence[Mapping[str, Any]]) -> tuple[list[Party], list[Fault]]:
    """The parties as rows that are not yet kept, and what is wrong with them."""
    own, faults, drafts = kind_called("party"), [], []
    seen: set[Any] = set()
    for number, one in enumerate(given):
        kept, found = cleaned(own, one, None, is_new=True)
        faults += [Fault(each.kind, each.attribute, each.code, each.data, number) for each in found]
        draft = _draft(kept)
        drafts.append(draft)
        who = draft.government_id or draft.organisation_id
        if who is not None and who in seen:
            faults.append(Fault("party", "government", "party_paired_with_itself", item=number))
        if who is None and not draft.unnamed and not found:
            faults.append(Fault("party", "government", "missing_attribute", {"attribute": "government"}, number))
        if draft.government_id and draft.organisation_id:
            faults.append(Fault("party", "organisation", "two_at_once", item=number))
        seen.add(who)
    if len(given) < 2:
        faults.append(Fault("partnership", "parties", "fewer_than_two_parties"))
    return drafts, faults


def _draft(kept: Mapping[str, Any]) -> Party:
    return Party(
        side=kept.get("side") or "",
        role=kept.get("role") or "party",
        government=named("government", kept["government"]) if kept.get("government") else None,
        organisation=named("organisation", kept["organisation"]) if kept.get("organisation") else None,
        unnamed=kept.get("unnamed") or {},
    )


def _called(drafts: Sequence[Party]) -> dict[str, str]:
    """The parties' names joined, in each language, in the order of the address; parties without a name left out."""
    ordered = in_order(named_parties(drafts))
    by_slug = {who.slug: who.name for one in drafts if (who := one.government or one.organisation) is not None}
    names = [by_slug[one.slug] for one in ordered if one.slug in by_slug]
    joined = {
        language: "–".join(name.get(language) or next(iter(name.values()), "") for name in names)
        for language in ("id", "en")
    }
    return {language: text for language, text in joined.items() if text}


def _side(office_id: uuid.UUID, drafts: Sequence[Party]) -> str:
    """The side of the government that the office acts for."""
    acts_for = Office.objects.filter(pk=office_id).values_list("government_id", flat=True).first()
    return next((one.side for one in drafts if acts_for is not None and one.government_id == acts_for), "")
