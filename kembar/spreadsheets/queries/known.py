"""What does a sheet of this office mean by a name? Partnerships it keeps, governments, organisations, fields, papers.

Read once for a whole sheet: a handful of queries, whatever the number of rows.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kembar.access.models import Office, Stake
from kembar.access.permissions import Who
from kembar.access.queries import standing_stakes
from kembar.partnerships import models
from kembar.partnerships.permissions import RecordFacts, may_edit
from kembar.places.models import Place
from kembar.places.queries import find_places
from kembar.values.texts import fold, search_key

_IN_BRACKETS = re.compile(r"(.*?)\s*[\[(]([a-z0-9-]+)[\])]")
_LEVEL_WORDS = re.compile(
    r"^(?:pemerintah |pemkot |pemkab |pemprov )?"
    r"(?:kota |kabupaten |kab |provinsi |prov |prefektur |city of |the city of )|"
    r" (?:city|municipality|metropolitan city|prefecture|si|shi)$"
)


@dataclass(frozen=True)
class Tie:
    """A partnership that the office has a part in. ``parties``: side, role, key of who it is, folded names of them."""

    id: uuid.UUID
    slug: str
    name: Mapping[str, str]
    form: str
    own_side: str
    is_editable: bool
    parties: tuple[tuple[str, str, uuid.UUID | None, frozenset[str]], ...]

    @property
    def pair(self) -> frozenset[uuid.UUID]:
        """Who the parties proper are."""
        return frozenset(key for _side, role, key, _names in self.parties if key is not None and role == "party")

    def side_named(self, name: str) -> str:
        return next((side for side, _role, _key, names in self.parties if name in names), "")

    @property
    def partner_side(self) -> str:
        others = {side for side, role, _key, _names in self.parties if role == "party" and side != self.own_side}
        return others.pop() if self.own_side and len(others) == 1 else ""


@dataclass(frozen=True)
class Known:
    """A government or organisation that a name can mean."""

    id: uuid.UUID
    slug: str
    kind: str
    name: Mapping[str, str]
    country: str


@dataclass
class Knowledge:
    """What the names in a sheet of one office can mean on one day."""

    office: Office
    day: date
    ties: dict[uuid.UUID, Tie]
    parties: dict[str, list[Known]]
    by_slug: dict[str, Known]
    fields: dict[str, str]
    own: Known | None
    pairs: dict[frozenset[uuid.UUID], list[tuple[str, str, uuid.UUID]]] = field(default_factory=dict)
    """Who the parties are -> form, address and id of each open record of them, whoever keeps it."""

    def __post_init__(self) -> None:
        self._ties: dict[str, list[Tie]] = defaultdict(list)
        self._partners: dict[str, list[Tie]] = defaultdict(list)
        self._places: dict[tuple[str, str], Place | None] = {}
        for tie in self.ties.values():
            keys = {tie.slug, str(tie.id), *(search_key(one) for one in tie.name.values())}
            for key in keys:
                self._ties[key].append(tie)
            for side, role, _key, names in tie.parties:
                if role == "party" and (not tie.own_side or side != tie.own_side):
                    for name in names:
                        self._partners[name].append(tie)

    def tie_called(self, text: str) -> list[Tie]:
        """The office's partnerships that an address, an id, a name or the names of both parties mean."""
        plain = text.strip()
        found = self._ties.get(plain.lower()) or self._ties.get(search_key(plain), [])
        return found or self._by_both(plain)

    def _by_both(self, text: str) -> list[Tie]:
        parts = [
            name_key(one) for one in re.split(r"\s*[–—/]\s*|\s+-\s+|\s+(?:dan|and|dengan)\s+", text) if one.strip()
        ]
        if len(parts) != 2:
            return []
        return [tie for tie in self.ties.values() if all(tie.side_named(one) for one in parts)]

    def tie_with(self, text: str) -> list[Tie]:
        """The office's partnerships with a partner of that name."""
        found = self.parties_called(text)
        if len(found) == 1:
            return [tie for tie in self.ties.values() if found[0].id in tie.pair]
        return list({tie.id: tie for tie in self._partners.get(name_key(text), [])}.values())

    def parties_called(self, text: str, country: str = "", kind: str = "") -> list[Known]:
        """The governments and organisations that a name or address means, the best reading alone."""
        plain = text.strip()
        if one := self.by_slug.get(plain):
            return [one]
        bracketed = _IN_BRACKETS.fullmatch(plain)
        if bracketed and (one := self.by_slug.get(bracketed[2])):
            return [one]
        found = self.parties.get(search_key(plain)) or self.parties.get(name_key(plain), [])
        found = [one for one in found if not kind or one.kind == kind]
        narrowed = [one for one in found if not country or one.country == country]
        governments = [one for one in narrowed if one.kind == "government"]
        return governments if len(governments) == 1 and len(narrowed) > 1 else narrowed

    def place_called(self, text: str, country: str) -> Place | None:
        """The place of that very name, where there is one, or one so much larger that it alone can be meant."""
        if (text, country) not in self._places:
            self._places[(text, country)] = _place_called(text, country)
        return self._places[(text, country)]


def _place_called(text: str, country: str) -> Place | None:
    key = search_key(text)
    found = [one for one in find_places(text, country=country or None, limit=5) if key == search_key(one.name)]
    if not found:
        found = [one for one in find_places(text, country=country or None, limit=1) if country]
    if len(found) > 1 and found[0].population > 20 * max(1, found[1].population):
        return found[0]
    return found[0] if len(found) == 1 else None


def name_key(text: str) -> str:
    """A name without “Kota”, “City” and the like, as one key."""
    folded = fold(text)
    return search_key(_LEVEL_WORDS.sub("", folded)) or search_key(folded)


def knowledge_of(office: Office, who: Who, day: date) -> Knowledge:
    """What an office's sheets can mean on a day. ``who`` acts: partnerships it may not edit are known as such."""
    parties, by_slug = _parties()
    ties = _ties(office, who, day, parties_by_id={one.id: one for one in by_slug.values()})
    fields: dict[str, str] = {}
    for one in models.Field.objects.order_by("position"):
        for name in (one.code, *one.name.values(), *one.words):
            fields.setdefault(search_key(name), one.code)
    own = next((one for one in by_slug.values() if one.id == office.government_id), None)
    return Knowledge(office, day, ties, parties, by_slug, fields, own, _pairs(day))


def _parties() -> tuple[dict[str, list[Known]], dict[str, Known]]:
    by_slug: dict[str, Known] = {}
    named: dict[str, dict[uuid.UUID, Known]] = defaultdict(dict)
    others: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in models.Name.objects.filter(withdrawn_at__isnull=True, person__isnull=True):
        others[row.government_id or row.organisation_id].append(row.text)  # type: ignore[index]
    tables: tuple[tuple[str, Any], ...] = (("government", models.Government), ("organisation", models.Organisation))
    for kind, model in tables:
        rows = model.objects.filter(withdrawn_at__isnull=True).order_by("slug")
        for key, slug, name, country in rows.values_list("id", "slug", "name", "country_id"):
            one = Known(key, slug, kind, name, country or "")
            by_slug.setdefault(slug, one)
            for text in (*name.values(), *others[key]):
                named[search_key(text)][key] = one
                named[name_key(text)].setdefault(key, one)
    return {text: list(found.values()) for text, found in named.items()}, by_slug


def _ties(office: Office, who: Who, day: date, parties_by_id: Mapping[uuid.UUID, Known]) -> dict[uuid.UUID, Tie]:
    stakes: list[Stake] = list(standing_stakes(day).filter(office=office))
    mine = {one.partnership_id: one for one in stakes}
    rows = models.Party.objects.filter(partnership__in=mine, withdrawn_at__isnull=True).order_by("side", "position")
    parties: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        key = row.government_id or row.organisation_id
        known = parties_by_id.get(key) if key else None
        names = frozenset(name_key(text) for text in known.name.values()) | {known.slug} if known else frozenset()
        parties[row.partnership_id].append((row.side, row.role, key, names))
    found = {}
    standing = models.Partnership.objects.filter(pk__in=mine, withdrawn_at__isnull=True).defer("search_text")
    for tie in standing:
        stake = mine[tie.pk]
        facts = RecordFacts(tie.origin, False, {office.pk: stake.may_edit})
        own = stake.side or next((p[0] for p in parties[tie.pk] if p[2] == office.government_id), "")
        is_editable = bool(may_edit(who, facts))
        found[tie.pk] = Tie(tie.pk, tie.slug, tie.name, tie.form, own, is_editable, tuple(parties[tie.pk]))
    return found


def _pairs(day: date) -> dict[frozenset[uuid.UUID], list[tuple[str, str, uuid.UUID]]]:
    """Every open record by its parties; a case and a live record of the same pair may both be meant."""
    ended = models.StateSpan.objects.as_at(day).filter(kind="formal", state="ended").values("partnership")
    ties = models.Partnership.objects.filter(withdrawn_at__isnull=True).exclude(pk__in=ended)
    about = {key: (form, slug, key) for key, form, slug in ties.values_list("pk", "form", "slug")}
    who: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    rows = models.Party.objects.filter(role="party", withdrawn_at__isnull=True)
    for tie, government, organisation in rows.values_list("partnership_id", "government_id", "organisation_id"):
        if government or organisation:
            who[tie].add(government or organisation)
    found: dict[frozenset[uuid.UUID], list[tuple[str, str, uuid.UUID]]] = defaultdict(list)
    for tie, pair in who.items():
        if tie in about:
            found[frozenset(pair)].append(about[tie])
    return found


def papers_of(ties: Iterable[uuid.UUID]) -> dict[tuple[uuid.UUID, str], uuid.UUID | None]:
    """(partnership, folded number or id) -> the paper; None where two bear the number."""
    found: dict[tuple[uuid.UUID, str], uuid.UUID | None] = {}
    standing: Any = {"withdrawn_at__isnull": True}
    papers = models.Instrument.objects.filter(partnership__in=list(ties), **standing)
    for key, tie in papers.values_list("pk", "partnership_id"):
        found[(tie, str(key))] = key
    numbers = models.InstrumentNumber.objects.filter(instrument__in=papers, **standing)
    for number, key, tie in numbers.values_list("number", "instrument_id", "instrument__partnership_id"):
        place = (tie, search_key(number))
        found[place] = key if found.get(place, key) == key else None
    return found
