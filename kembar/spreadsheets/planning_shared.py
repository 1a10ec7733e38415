"""What would a sheet of governments or organisations write? Rows that all offices share."""

from __future__ import annotations

import re
import uuid
from typing import Any

from kembar.places.models import Place
from kembar.spreadsheets.cells import plain_text
from kembar.spreadsheets.planning import NEW, Asked, Planner, Told
from kembar.spreadsheets.queries.known import Knowledge, Known

_NUMBERED = re.compile(r".*\((\d+)\)|(\d+)")


class SharedPlanner(Planner):
    """Governments, or organisations."""

    def __init__(self, asked: Asked, known: Knowledge) -> None:
        super().__init__(asked, known)
        self.rows: dict[uuid.UUID, Any] = {}

    def prepare(self, chunk: list[Told]) -> None:
        for one in chunk:
            given = self.identify(one)
            self.read_values(one)
            if one.planned.faults:
                continue
            self._seat(one)
            self._foretell(one)
            found = given or self._match(one)
            one.planned.id = str(found or "")
        ids = {uuid.UUID(one.planned.id) for one in chunk if one.planned.id}
        self.rows = {row.pk: row for row in self.own.model.objects.filter(pk__in=ids)}

    def settle(self, told: Told) -> None:
        planned = told.planned
        row = self.rows.get(uuid.UUID(planned.id)) if planned.id else None
        slug = plain_text(told.cell("slug")).strip() if told.cell("slug") else ""
        name = str(sorted((told.values.get("name") or {}).items())) + str(told.values.get("country"))
        if not self.once(told, ("id", planned.id) if planned.id else ("slug", slug) if slug else ("name", name)):
            return
        if row is not None and row.withdrawn_at is not None:
            planned.refuse("id", "withdrawn", when=row.withdrawn_at.date().isoformat(), why=row.withdrawn_why)
        elif row is not None:
            self.compare(told, row)
        else:
            planned.outcome, planned.values, planned.slug = NEW, self.new_values(told), slug

    def _match(self, told: Told) -> uuid.UUID | None:
        slug = plain_text(told.cell("slug")).strip() if told.cell("slug") else ""
        if slug:
            one = self.known.by_slug.get(slug)
            return one.id if one is not None and one.name and one.kind == self.sheet.kind else None
        country = told.values.get("country")
        for text in (told.values.get("name") or {}).values():
            if not isinstance(text, str):
                continue
            found = self.known.parties_called(text, country if isinstance(country, str) else "", self.sheet.kind)
            if len(found) > 1:
                slugs = ", ".join(one.slug for one in found[:5])
                told.planned.refuse("name.id", "several_parties", value=text, found=slugs)
            if found:
                return found[0].id
        return None

    def _foretell(self, told: Told) -> None:
        """A row further down may be part of one that is new with this sheet."""
        slug = plain_text(told.cell("slug")).strip() if told.cell("slug") else ""
        if slug and slug not in self.known.by_slug:
            self.known.by_slug[slug] = Known(uuid.uuid4(), slug, self.sheet.kind, {}, "")

    def _seat(self, told: Told) -> None:
        """“Kisarazu (1860704)”, the number alone, or a name that one place of the country bears."""
        text = told.values.get("seat")
        if not isinstance(text, str):
            return
        numbered = _NUMBERED.fullmatch(text)
        if numbered:
            place = Place.objects.filter(pk=numbered[1] or numbered[2]).first()
        else:
            country = told.values.get("country")
            place = self.known.place_called(text, country if isinstance(country, str) else "")
        if place is None:
            told.planned.refuse("seat", "unknown_place", value=text)
        else:
            told.values["seat"] = str(place.pk)
