"""How large a register can be measured? Made-up partnerships between real cities, the same for the same seed.

Nothing here is a fact: rows carry the origin of an office's record, in a register that is marked as scratch. Spread
over countries, forms, terms and dates as registers are, so that indexes and filters meet what they will meet.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from kembar.access.actors import Actor
from kembar.access.models import Office, Stake
from kembar.audit.actions import record
from kembar.evidence.actions import rebuild_disputes
from kembar.evidence.models import Source, Statement
from kembar.partnerships import models
from kembar.partnerships.actions import rebuild
from kembar.places.models import Place
from kembar.values.dates import columns

HOME_COUNTRY = "ID"
PARTNER_COUNTRIES = {
    "JP": 22,
    "CN": 16,
    "KR": 14,
    "US": 10,
    "AU": 8,
    "NL": 6,
    "MY": 6,
    "DE": 5,
    "IN": 4,
    "TH": 3,
    "VN": 3,
    "TR": 3,
    "FR": 3,
    "GB": 3,
    "PH": 3,
    "RU": 2,
    "CA": 2,
    "BR": 1,
    "EG": 1,
    "ZA": 1,
    "PL": 1,
    "EC": 1,
    "MX": 1,
    "ES": 1,
}
FORMS = {"sister_city": 60, "friendship_city": 15, "sister_province": 10, "project": 7, "contact": 5, "agency_deal": 3}
TERMS = {"fixed": 60, "not_stated": 25, "auto_renewing": 10, "open_ended": 5}
STATUSES = {"done": 68, "planned": 12, "not_done": 8, "running": 7, "stopped": 5}
ACTIVITY_KINDS = {"visit": 30, "exchange": 20, "training": 14, "forum": 12, "online": 8, "event": 8, "study": 8}
CONTACT_KINDS = {"letter": 40, "email": 35, "meeting": 10, "call": 8, "message": 7}
OBSTACLES = ("communication", "human_resources", "support", "policy_change", "covid_19", "")
SMALLEST = 100_000  # inhabitants of a city that takes part
FIRST_YEAR, LAST_DAY = 1962, date(2025, 12, 31)
BATCH = 2000
_CITIES = uuid.UUID("6b656d62-6172-4369-b469-65735f5f5f31")  # ids of the cities rest on this, whatever the seed


@dataclass(frozen=True)
class Wanted:
    """How many rows of each kind."""

    partnerships: int
    activities: int
    contacts: int


@dataclass
class _Rows:
    """Everything made, in the order in which it must be written."""

    governments: dict[int, models.Government] = field(default_factory=dict)
    offices: dict[uuid.UUID, Office] = field(default_factory=dict)
    sources: dict[uuid.UUID, Source] = field(default_factory=dict)
    lists: dict[type[Any], list[Any]] = field(default_factory=dict)

    def add(self, row: Any) -> Any:
        self.lists.setdefault(type(row), []).append(row)
        return row


def is_filled(seed: int) -> bool:
    """Whether this seed has already filled the register: the same seed makes the same rows."""
    return models.Partnership.objects.filter(id=_id(_stream(seed, "ids"))).exists()


@transaction.atomic
def synthesise(
    *, wanted: Wanted, seed: int, by: Actor, at: datetime, progress: Callable[[int, int, str], None]
) -> dict[str, int]:
    """This will add made-up partnerships and return how many rows of each table were written.

    Raises ValueError when the register has no fields of cooperation or no places to draw from.
    """
    maker = _Maker(wanted, seed, by, at)
    rows = maker.make()
    written = {"government": len(rows.governments)}
    # Another seed may have made the same cities and their offices before.
    models.Government.objects.bulk_create(rows.governments.values(), batch_size=BATCH, ignore_conflicts=True)
    Office.objects.bulk_create(rows.offices.values(), ignore_conflicts=True)
    Source.objects.bulk_create(rows.sources.values(), ignore_conflicts=True)
    for number, (model, made) in enumerate(rows.lists.items()):
        progress(number, len(rows.lists) + 1, model._meta.model_name or "")
        model._default_manager.bulk_create(made, batch_size=BATCH)
        written[str(model._meta.model_name)] = len(made)
    ids = [tie.id for tie in rows.lists[models.Partnership]]
    progress(len(rows.lists), len(rows.lists) + 1, "spans")
    written["statespan"] = rebuild(partnerships=models.Partnership.objects.filter(id__in=ids))
    written["dispute"] = rebuild_disputes(records=ids)
    record(action="synthesise", by=by, at=at, why=f"seed {seed}: {written['partnership']} partnerships")
    progress(len(rows.lists) + 1, len(rows.lists) + 1, "")
    return written


def _stream(seed: int, what: str) -> Random:
    return Random(f"{seed} {what}")  # noqa: S311 - made-up rows, no secret


def _id(chance: Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


class _Maker:
    """Draws rows from one stream of chance; no clock, no database but the places and fields to draw from."""

    def __init__(self, wanted: Wanted, seed: int, by: Actor, at: datetime) -> None:
        self.chance = _stream(seed, "rows")
        self.ids = _stream(seed, "ids")  # a stream of their own, so that is_filled can tell the first one
        self.wanted, self.by, self.at = wanted, by, at
        self.rows = _Rows()
        self.fields = list(models.Field.objects.values_list("code", flat=True))
        self.places = _places()
        if not self.fields or HOME_COUNTRY not in self.places or len(self.places) < 2:
            raise ValueError("no fields or places to draw from")
        self.cumulated = {code: list(accumulate(p.population for p in found)) for code, found in self.places.items()}

    def make(self) -> _Rows:
        ties = [self._tie(self.new_id()) for _number in range(self.wanted.partnerships)]
        weights = [self.chance.lognormvariate(0, 1) for _tie in ties]
        for tie in self.chance.choices(ties, weights, k=self.wanted.activities):
            self._activity(tie)
        contacts: dict[uuid.UUID, models.Contact] = {}
        for tie in self.chance.choices(ties, weights, k=self.wanted.contacts):
            contacts[tie.row.id] = self._contact(tie, contacts.get(tie.row.id))
        return self.rows

    def new_id(self) -> uuid.UUID:
        return _id(self.ids)

    # --- who ---

    def _tie(self, tie_id: uuid.UUID) -> _Tie:
        form = self.of(FORMS)
        at_home = self.chance.random() < 0.75
        first = self._government(HOME_COUNTRY if at_home else self.of(PARTNER_COUNTRIES), form)
        country = self.of({code: n for code, n in PARTNER_COUNTRIES.items() if code != first.country_id})
        second = self._government(country, form)
        began = self._day(date(FIRST_YEAR + int(62 * self.chance.random() ** 0.6), 1, 1), 360)
        names = [one.name["id"] for one in (first, second)]
        row = models.Partnership(
            id=tie_id,
            slug=f"{slugify(' '.join(names))[:120]}-{str(tie_id)[:8]}",
            form=form,
            name={"id": "–".join(names), "en": "–".join(names)},
            about={"id": "Kerja sama buatan untuk pengukuran.", "en": "Made up, for measuring."},
            **columns("began", self._told(began)),
        )
        self.rows.add(row)
        for side, government in (("a", first), ("b", second)):
            self.rows.add(models.Party(id=self.new_id(), partnership=row, side=side, government=government))
        made = _Tie(row, began, self.chance.sample(self.fields, self.chance.randint(1, min(6, len(self.fields)))))
        self._papers(made)
        self._office(made, first)
        self._sayings(made)
        return made

    def _government(self, country: str, form: str) -> models.Government:
        found = self.places[country]
        place = self.chance.choices(found, cum_weights=self.cumulated[country])[0]
        if place.geonames_id not in self.rows.governments:
            self.rows.governments[place.geonames_id] = models.Government(
                id=uuid.uuid5(_CITIES, str(place.geonames_id)),
                slug=f"{slugify(place.ascii_name)[:60]}-{place.geonames_id}",
                name={"id": place.name, "en": place.name},
                level="province" if form == "sister_province" else "city",
                tier=1 if form == "sister_province" else 2,
                country_id=country,
                seat_id=place.geonames_id,
            )
        return self.rows.governments[place.geonames_id]

    def _office(self, tie: _Tie, government: models.Government) -> None:
        """One office per home government: it has a stake in the tie, keeps its contacts and says what it entered."""
        if government.id not in self.rows.offices:
            slug, name = f"office-{government.slug}"[:80], government.name["id"]
            office = Office(id=uuid.uuid5(government.id, "office"), slug=slug, name=name)
            office.government, office.country_code = government, government.country_id or ""
            office.created_at, office.created_by = self.at, self.by.label
            self.rows.offices[government.id] = office
            code = f"office-{str(office.id)[:8]}"
            source = Source(id=uuid.uuid5(government.id, "source"), code=code, kind="office", title=name)
            source.office = office
            self.rows.sources[government.id] = source
        office, source = self.rows.offices[government.id], self.rows.sources[government.id]
        self.rows.add(Stake(id=self.new_id(), office=office, partnership=tie.row, side="a", from_day=tie.began))
        if self.chance.random() < 0.5:
            day = self._day(tie.began, 3000)
            for kind in ("contacts", "activities"):
                kept = models.KeptSpan(id=self.new_id(), partnership=tie.row, office=office, kind=kind, from_day=day)
                self.rows.add(kept)
        self._says(tie, source, "partnership", tie.row.id, "form", tie.row.form)
        if self.chance.random() < 0.05:
            self._says(tie, source, "partnership", tie.row.id, "form", self.of(FORMS))
        for paper in tie.papers:
            self._says(tie, source, "instrument", paper.id, "kind", paper.kind)
            self._says(tie, source, "instrument", paper.id, "date", paper.date)

    def _says(self, tie: _Tie, source: Source, kind: str, row: uuid.UUID, attribute: str, value: str) -> None:
        said = Statement(id=self.new_id(), subject_kind=kind, subject_id=row, record_kind="partnership")
        said.record_id, said.attribute, said.value, said.source = tie.row.id, attribute, value, source
        said.place_kind, said.by, said.at = "whole", self.by.label, self.at
        self.rows.add(said)

    # --- papers ---

    def _papers(self, tie: _Tie) -> None:
        day: date | None = tie.began
        previous: models.Instrument | None = None
        if self.chance.random() < 0.6:
            previous = self._paper(tie, "loi", tie.began, previous)
            day = self._day(tie.began, 700)
        if tie.row.form == "contact" or self.chance.random() < 0.2:
            return
        while day is not None and day < LAST_DAY:
            kind = "mou" if not previous or previous.kind == "loi" else "renewal"
            previous = self._paper(tie, kind, day, previous)
            day = self._after(day, previous)

    def _after(self, day: date, paper: models.Instrument) -> date | None:
        """The day of a renewal, for a paper whose term ran out and that was renewed."""
        if paper.term != "fixed" or self.chance.random() < 0.55:
            return None
        return day + timedelta(days=30 * (paper.term_months or 0) - self.chance.randint(0, 150))

    def _paper(self, tie: _Tie, kind: str, day: date, previous: models.Instrument | None) -> models.Instrument:
        term = self.of(TERMS)
        is_fixed = term == "fixed"
        paper = models.Instrument(
            id=self.new_id(),
            partnership=tie.row,
            position=len(tie.papers),
            kind=kind,
            title={"id": f"Naskah {len(tie.papers) + 1}", "en": f"Paper {len(tie.papers) + 1}"},
            signed_by_governments=self.chance.choices(("yes", "", "no"), (70, 25, 5))[0],
            term=term,
            term_months=self.chance.choice((12, 36, 60, 60, 60, 120)) if is_fixed else None,
            renewal_window_months=self.chance.choice((3, 6, None)) if is_fixed else None,
            predecessor_id=previous.id if previous else None,
            **columns("date", self._told(day)),
        )
        tie.papers.append(self.rows.add(paper))
        for side in ("a", "b"):
            is_head = self.chance.choices(("yes", "no", ""), (75, 10, 15))[0]
            office = {"id": "Wali Kota", "en": "Mayor"}
            signature = models.Signature(id=self.new_id(), instrument=paper, side=side, is_head=is_head, office=office)
            self.rows.add(signature)
        for position, code in enumerate(tie.fields if kind != "loi" else tie.fields[:2]):
            agreed = models.InstrumentField(id=self.new_id(), instrument=paper, field_id=code, position=position)
            self.rows.add(agreed)
        return paper

    # --- what happened ---

    def _activity(self, tie: _Tie) -> None:
        kind, status = self.of(ACTIVITY_KINDS), self.of(STATUSES)
        side = self.chance.choice(("a", "b", "both"))
        day = self._day(tie.signed, 4000)
        made = models.Activity(
            id=self.new_id(),
            partnership=tie.row,
            field_id=self.chance.choice(tie.fields),
            kind=kind,
            status=status,
            title={"id": f"Kegiatan {kind} {day.year}", "en": f"Activity {kind} {day.year}"},
            initiated_by=side,
            hosted_by=self.chance.choice(("a", "b", "")),
            is_published=status == "done",
            **columns("date", self._told(day)),
        )
        self.rows.add(made)

    def _contact(self, tie: _Tie, before: models.Contact | None) -> models.Contact:
        sides = ("a", "b") if self.chance.random() < 0.65 else ("b", "a")
        answers = before if before and before.from_side == sides[1] and self.chance.random() < 0.5 else None
        made = models.Contact(
            id=self.new_id(),
            partnership=tie.row,
            kind=self.of(CONTACT_KINDS),
            from_side=sides[0],
            to_side=sides[1],
            subject={"id": "Tindak lanjut", "en": "Follow-up"},
            answer_awaited=self.chance.choices(("yes", "no", ""), (35, 45, 20))[0],
            answers_id=answers.id if answers else None,
            **columns("date", self._day(tie.began, 5000).isoformat()),
        )
        return self.rows.add(made)  # type: ignore[no-any-return]

    def _sayings(self, tie: _Tie) -> None:
        """Events, obstacles and promises of some ties."""
        if self.chance.random() < 0.06:
            self._event(tie, "termination", "Diakhiri", "Ended")
        if self.chance.random() < 0.3:
            self._event(tie, "leader_change", "Pergantian wali kota", "Change of mayor")
        if self.chance.random() < 0.2:
            factor = self.chance.choice(OBSTACLES)
            text = {"id": "Hambatan yang dicatat kantor", "en": "An obstacle that the office noted"}
            self.rows.add(models.Obstacle(id=self.new_id(), partnership=tie.row, factor=factor, text=text))
        for code in tie.fields:
            if self.chance.random() < 0.5:
                text = {"id": "Butir kesepakatan", "en": "What a clause promises"}
                promise = models.Commitment(id=self.new_id(), partnership=tie.row, field_id=code, text=text)
                promise.instrument_id = tie.papers[-1].id if tie.papers else None
                self.rows.add(promise)

    def _event(self, tie: _Tie, kind: str, indonesian: str, english: str) -> None:
        title = {"id": indonesian, "en": english}
        when = columns("date", self._told(self._day(tie.signed, 3000)))
        self.rows.add(models.Event(id=self.new_id(), partnership=tie.row, kind=kind, title=title, **when))

    # --- chance ---

    def of(self, weighted: dict[str, int]) -> str:
        return self.chance.choices(list(weighted), list(weighted.values()))[0]

    def _day(self, start: date, within: int) -> date:
        return min(start + timedelta(days=self.chance.randint(1, within)), LAST_DAY)

    def _told(self, day: date) -> str:
        """A date as offices know it: mostly the day, sometimes the month, now and then the year alone."""
        return day.isoformat()[: self.chance.choices((10, 7, 4), (75, 17, 8))[0]]


@dataclass
class _Tie:
    row: models.Partnership
    began: date
    fields: list[str]
    papers: list[models.Instrument] = field(default_factory=list)

    @property
    def signed(self) -> date:
        """The day from which things happen."""
        return (self.papers[-1].date_earliest if self.papers else None) or self.began


def _places() -> dict[str, Sequence[Place]]:
    """The larger places of the countries drawn from, the largest first."""
    wanted = Place.objects.filter(country__in=[HOME_COUNTRY, *PARTNER_COUNTRIES], population__gte=SMALLEST)
    found: dict[str, list[Place]] = {}
    for place in wanted.order_by("country", F("population").desc(), "geonames_id"):
        found.setdefault(place.country_id, []).append(place)
    return dict(found)
