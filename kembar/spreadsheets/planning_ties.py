"""What would a sheet of partnerships write? Parties by name, cities that are new, a paper in the same row."""

from __future__ import annotations

import re
import uuid
from typing import Any

from kembar.partnerships import models
from kembar.spreadsheets.cells import EMPTIED, one_party, plain_text
from kembar.spreadsheets.columns import PARTNERSHIP
from kembar.spreadsheets.planning import CHANGED, NEW, Asked, Planner, Told
from kembar.spreadsheets.queries.known import Knowledge, Known, Tie, name_key, papers_of
from kembar.spreadsheets.refusals import CellRefused
from kembar.values.texts import search_key

UNNAMED = "?"
"""A cell that begins with it tells of a party that is not named."""
_ROLES = {
    "pihak": "party",
    "party": "party",
    "fasilitator": "facilitator",
    "facilitator": "facilitator",
    "saksi": "witness",
    "witness": "witness",
}
_LEVELS = {
    "kota": "city",
    "city of": "city",
    "kabupaten": "regency",
    "kab": "regency",
    "provinsi": "province",
    "prov": "province",
    "prefektur": "province",
}
_LEVEL = re.compile(rf"({'|'.join(_LEVELS)})\.?\s+(\S.*)", re.IGNORECASE)
_WITH_ROLE = re.compile(r"(.+?)\s*\(([^()]+)\)")


class TiePlanner(Planner):
    """Partnerships of the office."""

    def __init__(self, asked: Asked, known: Knowledge) -> None:
        super().__init__(asked, known)
        self.rows: dict[uuid.UUID, Any] = {}
        self.papers = papers_of(known.ties) if any(key.startswith("mou.") for key in self.columns) else {}
        self.along: dict[str, str] = {}

    def prepare(self, chunk: list[Told]) -> None:
        for one in chunk:
            given = self.identify(one)
            self.read_values(one)
            one.planned.parties = self._parties(one)
            self._read_paper(one)
            if not one.planned.faults:
                one.tie = self._match(one, given)
                one.planned.id = str(one.tie.id if one.tie else given or "")
        wanted = [one.tie.id for one in chunk if one.tie is not None]
        given_ids = [uuid.UUID(one.planned.id) for one in chunk if one.planned.id]
        rows = models.Partnership.objects.filter(pk__in={*wanted, *given_ids}).defer("search_text")
        self.rows |= {row.pk: row for row in rows}

    def settle(self, told: Told) -> None:
        planned, tie = told.planned, told.tie
        row = self.rows.get(uuid.UUID(planned.id)) if planned.id else None
        form = told.values.get("form")
        names = frozenset(str(one.get("key") or one.get("along") or one) for one in planned.parties)
        if not self.once(told, *([("id", planned.id)] if planned.id else [(names, str(form))])):
            return
        if row is not None and tie is None:
            self._not_ours(told, row)
            return
        if row is None:
            planned.outcome, planned.values = NEW, self.new_values(told)
            planned.slug = plain_text(told.cell("slug")).strip() if told.cell("slug") else ""
            if "form" not in planned.values:
                planned.refuse("form", "missing")
            self._papers(told, None)
            self._twins(told, form)
        else:
            assert tie is not None
            if not tie.is_editable:
                planned.refuse("", "not_editable", partnership=tie.slug)
                return
            self._same_parties(told, tie)
            planned.record = str(tie.id)
            self._papers(told, tie)
            self.compare(told, row)
            if planned.outcome != CHANGED:
                planned.papers = []
        self.in_order(told, "began", "ended", planned.values, row)

    def new_values(self, told: Told) -> dict[str, Any]:
        """Without a name a partnership is called after its parties."""
        return {
            code: value
            for code, value in ((code, _kept(value)) for code, value in told.values.items())
            if value is not None
        }

    # --- which it is ---------------------------------------------------------------------------------------------

    def _match(self, told: Told, given: uuid.UUID | None) -> Tie | None:
        if given is not None:
            return self.known.ties.get(given)
        slug = plain_text(told.cell("slug")).strip() if told.cell("slug") else ""
        if slug and (found := [one for one in self.known.ties.values() if one.slug == slug]):
            return found[0]
        pair = frozenset(one["key"] for one in told.planned.parties if one.get("key") and one["role"] == "party")
        wanted = told.values.get("form")
        same = [one for one in self.known.ties.values() if one.pair == _ids(pair) and len(pair) > 1]
        of_form = [one for one in same if not isinstance(wanted, str) or one.form == wanted]
        if len(of_form) > 1:
            told.planned.refuse("", "several_partnerships", found=", ".join(one.slug for one in of_form[:5]))
        return of_form[0] if len(of_form) == 1 else None

    def _not_ours(self, told: Told, row: Any) -> None:
        if row.withdrawn_at is not None:
            told.planned.refuse("id", "withdrawn", when=row.withdrawn_at.date().isoformat(), why=row.withdrawn_why)
        elif row.origin != "live":
            told.planned.refuse("id", "told_by_documents")
        else:
            told.planned.refuse("id", "not_our_partnership")

    def _twins(self, told: Told, form: Any) -> None:
        """Another open record of the same pair is a warning, not a refusal."""
        pair = _ids(one["key"] for one in told.planned.parties if one.get("key") and one["role"] == "party")
        for _form, slug, _key in self.known.pairs.get(pair, []) if len(pair) > 1 else []:
            told.planned.warn("same_parties", partnership=slug)

    def _same_parties(self, told: Told, tie: Tie) -> None:
        """Who the parties are is changed on the page of the partnership, not by a sheet."""
        if "party.a" not in self.columns and "party.b" not in self.columns:
            return
        given = _ids(one["key"] for one in told.planned.parties if one.get("key"))
        standing = {key for _side, _role, key, _names in tie.parties if key is not None}
        if not given <= standing:
            told.planned.refuse("party.b", "other_parties", partnership=tie.slug)

    # --- who -----------------------------------------------------------------------------------------------------

    def _parties(self, told: Told) -> list[dict[str, Any]]:
        found = []
        for side in ("a", "b"):
            party = self._party(told, side)
            if party is not None:
                found.append({"side": side, "role": "party", **party})
        text = plain_text(told.cell("others")) if told.cell("others") else ""
        for number, name in enumerate(one.strip() for one in text.split(";") if one.strip()):
            with_role = _WITH_ROLE.fullmatch(name)
            role = _ROLES.get(search_key(with_role[2]), "") if with_role else "party"
            try:
                who = one_party(with_role[1] if with_role and role else name, self.known)
            except CellRefused as refused:
                told.planned.refuse("others", refused.code, **refused.data)
                continue
            side = "cd"[min(number, 1)] if (role or "party") == "party" else "a"
            found.append({"side": side, "role": role or "party", who.kind: who.slug, "key": str(who.id)})
        return found

    def _party(self, told: Told, side: str) -> dict[str, Any] | None:
        key = f"party.{side}"
        text = plain_text(told.cell(key)).strip() if told.cell(key) is not None else ""
        country = self.read(told, f"country.{side}") or ""
        country = country if country is not EMPTIED else ""
        if not text:
            if side == "a" and self.known.own is not None:
                return _as_party(self.known.own)
            if told.cell("id") is None and told.cell("slug") is None:
                told.planned.refuse(key, "first_party_missing" if side == "a" else "missing")
            return None
        if text.startswith(UNNAMED):
            return {"unnamed": {"id": text[1:].strip() or text}}
        if len(text) > 200:
            told.planned.refuse(key, "too_long", limit=200, length=len(text))
            return None
        try:
            return _as_party(one_party(text, self.known, country=country))
        except CellRefused as refused:
            if refused.code != "unknown_party":
                told.planned.refuse(key, refused.code, **refused.data)
                return None
        return self._new_city(told, key, text, country)

    def _new_city(self, told: Told, key: str, text: str, country: str) -> dict[str, Any] | None:
        """A city that the register does not know is entered along; its country must be told or follow from its name."""
        place = self.known.place_called(named(text)[0], country)
        country = country or (place.country_id if place is not None else "")
        if not country:
            told.planned.refuse(key, "unknown_city", value=text)
            return None
        mark = f"{name_key(text)} {country}"
        name, level = named(text)
        values: dict[str, Any] = {"name": {"id": name}, "country": country, **({"level": level} if level else {})}
        if place is not None:
            values["seat"] = str(place.geonames_id)
        self.along.setdefault(mark, text)
        told.planned.along.append({"mark": mark, "values": values})
        told.planned.warn("new_city", name=name, country=country, seat=place.name if place else "")
        return {"along": mark}

    # --- the paper in the same row -------------------------------------------------------------------------------

    def _papers(self, told: Told, tie: Tie | None) -> None:
        """Left out where the partnership has it already."""
        for paper in told.planned.papers:
            if tie is not None and self._is_kept(tie, paper["number"], paper["values"].get("date", "")):
                told.planned.papers = []

    def _read_paper(self, told: Told) -> None:
        read = {
            name: value
            for name in ("number", "date", "ends", "term_months")
            if (value := self.read(told, f"mou.{name}")) not in (None, EMPTIED)
        }
        if not read:
            return
        number = read.pop("number", "")
        values = {"kind": "mou", **read}
        if "term_months" in values:
            values["term"] = "fixed"
        words = {
            name: typed
            for name in ("date", "ends")
            if name in read
            and (typed := plain_text(told.cell(f"mou.{name}")).strip()) != read[name]
            and isinstance(told.cell(f"mou.{name}"), str)
            and len(typed) <= 200
        }
        self.in_order(told, "date", "ends", values)
        told.planned.papers.append({"values": values, "words": words, "number": number})

    def _is_kept(self, tie: Tie, number: str, day: str) -> bool:
        if number:
            return (tie.id, search_key(number)) in self.papers
        rows = models.Instrument.objects.filter(partnership=tie.id, withdrawn_at__isnull=True, kind="mou")
        return rows.filter(date=day).exists()


def named(text: str) -> tuple[str, str]:
    """A city's everyday name, and its level where the words before it tell: "Kota Sapporo" is the city Sapporo."""
    match = _LEVEL.fullmatch(text.strip())
    return (match[2].strip(), _LEVELS[match[1].casefold().rstrip(".")]) if match else (text.strip(), "")


def _as_party(one: Known) -> dict[str, Any]:
    return {one.kind: one.slug, "key": str(one.id)}


def _ids(keys: Any) -> frozenset[uuid.UUID]:
    return frozenset(uuid.UUID(str(one)) for one in keys)


def _kept(value: Any) -> Any:
    if value is EMPTIED:
        return None
    if isinstance(value, dict):
        return {language: text for language, text in value.items() if text is not EMPTIED} or None
    return value


MOU_COLUMNS = tuple(one.key for one in PARTNERSHIP if one.key.startswith("mou."))
