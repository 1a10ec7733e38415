"""What would a sheet of papers, promises, activities or contacts write? Rows that belong to a partnership."""

from __future__ import annotations

import uuid
from typing import Any

from kembar.analysis.edtf import Edtf, parse
from kembar.partnerships import models
from kembar.partnerships.actions.many import series
from kembar.partnerships.rules.answers import misplaced
from kembar.spreadsheets.cells import EMPTIED, plain_text
from kembar.spreadsheets.planning import NEW, Asked, Planner, Told
from kembar.spreadsheets.queries.identity import index, keys_of
from kembar.spreadsheets.queries.known import Knowledge, Tie, papers_of
from kembar.spreadsheets.queries.letters import Letters, letter_of
from kembar.values.ids import is_id
from kembar.values.texts import search_key

SIDES = ("a", "b")


class RowPlanner(Planner):
    """Rows of one kind, each in a partnership that the office keeps."""

    def __init__(self, asked: Asked, known: Knowledge) -> None:
        super().__init__(asked, known)
        self.index = index(self.sheet.kind, known.ties)
        self.papers = papers_of(known.ties) if self.sheet.kind in ("instrument", "commitment") else {}
        self.promises: dict[uuid.UUID, uuid.UUID] = {}
        if self.sheet.kind == "activity" and "commitment" in self.columns:
            rows = models.Commitment.objects.filter(partnership__in=known.ties, withdrawn_at__isnull=True)
            self.promises = dict(rows.values_list("pk", "partnership_id"))
        self.letters = Letters(known.ties if "answers" in self.columns else ())
        self.existing: dict[uuid.UUID, Any] = {}
        self.ids = series(asked.batch, f"{self.sheet.kind} row of the sheet")

    def prepare(self, chunk: list[Told]) -> None:
        given = {id(one): self.identify(one) for one in chunk}
        self.existing = self._read([one for one in given.values() if one])
        for one in chunk:
            self._place(one, given[id(one)])
            if one.planned.faults:
                continue
            self.read_values(one)
            if self.sheet.kind == "contact":
                self._direction(one)
        matched = {id(one): self._match(one, given[id(one)]) for one in chunk if not one.planned.faults}
        self.existing |= self._read([one for one in matched.values() if one and one not in self.existing])
        for one in chunk:
            one.planned.id = str(matched.get(id(one)) or given[id(one)] or "")

    def settle(self, told: Told) -> None:
        planned, tie = told.planned, told.tie
        assert tie is not None
        planned.record = str(tie.id)
        row = self.existing.get(uuid.UUID(planned.id)) if planned.id else None
        numbers = self._numbers(told)
        if not self.once(told, *([("id", planned.id)] if planned.id else []), *self._keys(told, tie, numbers)):
            return
        self._references(told, row)
        if self.sheet.kind == "instrument":
            self._term(told, row)
        if row is not None and row.withdrawn_at is not None:
            planned.refuse("id", "withdrawn", when=row.withdrawn_at.date().isoformat(), why=row.withdrawn_why)
            return
        if row is not None and row.partnership_id != tie.id:
            planned.refuse("partnership", "in_another_partnership")
            return
        if row is None:
            planned.outcome, planned.values = NEW, self.new_values(told)
        if self.sheet.kind == "instrument":
            self._belonging(told, row, numbers)
        if row is not None:
            self.compare(told, row)
        else:
            planned.id = planned.id or str(next(self.ids))
        if self.sheet.kind == "instrument":
            self.in_order(told, "date", "ends", planned.values, row)
            for name in (planned.id, *(search_key(number) for number in numbers.values())):
                self.papers.setdefault((tie.id, name), uuid.UUID(planned.id))
        elif "answers" in self.columns:
            self.letters.add(tie.id, uuid.UUID(planned.id), *letter_of(told.values, row))

    # --- where it belongs ----------------------------------------------------------------------------------------

    def _place(self, told: Told, given: uuid.UUID | None) -> None:
        """The partnership: as the row says, else that of the row that exists, else of the paper with the number."""
        found, asked = self._ties(told)
        if not asked and given in self.existing:
            tie = self.known.ties.get(self.existing[given].partnership_id)
            found, asked = [tie] if tie else [], "id"
        if not asked and self.sheet.kind == "instrument":
            found, asked = self._by_number(told), "number.a"
        if len(found) == 1:
            told.tie = found[0]
            if not found[0].is_editable:
                told.planned.refuse(asked, "not_editable", partnership=found[0].slug)
        elif found:
            told.planned.refuse(asked, "several_partnerships", found=", ".join(one.slug for one in found[:5]))
        elif asked in ("partnership", "partner"):
            told.planned.refuse(asked, "unknown_partnership", value=plain_text(told.cell(asked))[:120])
        elif not told.planned.faults:
            told.planned.refuse("partnership", "missing")

    def _ties(self, told: Told) -> tuple[list[Tie], str]:
        for name, look in (("partnership", self.known.tie_called), ("partner", self.known.tie_with)):
            text = plain_text(told.cell(name)).strip() if told.cell(name) is not None else ""
            if text:
                return look(text), name
        return [], ""

    def _by_number(self, told: Told) -> list[Tie]:
        numbers = {search_key(text) for text in self._numbers(told).values()}
        return [self.known.ties[tie] for tie, number in self.papers if number in numbers and tie in self.known.ties]

    # --- which it is ---------------------------------------------------------------------------------------------

    def _match(self, told: Told, given: uuid.UUID | None) -> uuid.UUID | None:
        if given is not None:
            return given
        assert told.tie is not None
        for one in self._keys(told, told.tie, self._numbers(told)):
            if found := self.index.get(one):
                return found
        return None

    def _keys(self, told: Told, tie: Tie, numbers: dict[str, str]) -> list[int]:
        values = {code: _plain(value) for code, value in told.values.items()}
        return list(keys_of(self.sheet.kind, tie.id, values, list(numbers.values())))

    def _read(self, ids: list[uuid.UUID]) -> dict[uuid.UUID, Any]:
        if not ids:
            return {}
        related = {
            "contact": ("through", "answers"),
            "activity": (),
            "commitment": ("instrument",),
            "instrument": ("predecessor",),
        }
        rows = self.own.model.objects.filter(pk__in=set(ids)).select_related(*related[self.sheet.kind])
        if self.sheet.kind == "instrument":
            rows = rows.prefetch_related("numbers", "fields")
        elif self.sheet.kind in ("activity", "commitment"):
            rows = rows.select_related("field")
        return {row.pk: row for row in rows}

    # --- what it says --------------------------------------------------------------------------------------------

    def _references(self, told: Told, row: Any) -> None:
        """Papers, promises and letters must stand in the same partnership, or in a row above."""
        assert told.tie is not None
        if "answers" in self.columns and isinstance(told.values.get("answers"), str):
            self._answered(told, row)
        for name in ("predecessor", "instrument"):
            text = told.values.get(name)
            if name in self.columns and isinstance(text, str):
                place = (told.tie.id, text if is_id(text) else search_key(text))
                found = self.papers.get(place)
                if found is None:
                    told.planned.refuse(
                        name, "unknown_paper" if place not in self.papers else "several_papers", value=text
                    )
                else:
                    told.values[name] = str(found)
        text = told.values.get("commitment")
        if "commitment" in self.columns and isinstance(text, str):
            if not is_id(text) or self.promises.get(uuid.UUID(text)) != told.tie.id:
                told.planned.refuse("commitment", "unknown_commitment", value=text)
            else:
                told.values["commitment"] = str(uuid.UUID(text))

    def _answered(self, told: Told, row: Any) -> None:
        assert told.tie is not None
        text, number_date_side = told.values["answers"], letter_of(told.values, row)
        side, sent = number_date_side[2], number_date_side[1]
        found = self.letters.meant(told.tie.id, text, by_side=side, but=told.planned.id)
        if len(found) != 1:
            told.planned.refuse("answers", "several_letters" if found else "unknown_letter", value=text[:120])
            return
        asked = found[0]
        wrong = misplaced(asked=(asked.side, _edtf(asked.date)), answer=(side, _edtf(sent)))
        if wrong:
            told.planned.refuse("answers", wrong)
        told.values["answers"] = str(asked.id)

    def _direction(self, told: Told) -> None:
        found = self.read(told, "direction", told.tie)
        if isinstance(found, tuple):
            told.values.setdefault("from_side", found[0])
            told.values.setdefault("to_side", found[1])

    def _numbers(self, told: Told) -> dict[str, str]:
        found = {}
        for side in SIDES:
            name = f"number.{side}"
            if name in self.columns:
                value = self.read(told, name) if not told.planned.faults else None
                if isinstance(value, str):
                    found[side] = value
        return found

    def _term(self, told: Told, row: Any) -> None:
        """A length makes the term a fixed one, where nothing else is said."""
        values = told.values
        if isinstance(values.get("term_months"), int):
            stands = row.term if row is not None else "not_stated"
            if "term" not in values and stands == "not_stated":
                values["term"] = "fixed"
            if values.get("term", stands) != "fixed":
                told.planned.refuse("term_months", "length_without_fixed_term")

    def _belonging(self, told: Told, row: Any, numbers: dict[str, str]) -> None:
        """Numbers and agreed fields of a paper are rows of their own. A list adds; what it leaves out stays."""
        planned = told.planned
        standing = [one for one in row.numbers.all() if one.withdrawn_at is None] if row is not None else []
        by_side = {one.side: one for one in standing}
        for side, number in numbers.items():
            if side not in by_side:
                planned.children.append(("number", {"side": side, "number": number}))
            elif by_side[side].number != number:
                planned.changed_children.append(("number", str(by_side[side].pk), {"number": number}))
        codes = self.read(told, "fields") if "fields" in self.columns else None
        agreed = {one.field_id for one in row.fields.all() if one.withdrawn_at is None} if row is not None else set()
        if codes and codes is not EMPTIED:
            planned.children += [("instrument_field", {"field": code}) for code in codes if code not in agreed]


def _edtf(text: str) -> Edtf | None:
    return parse(text) if text else None


def _plain(value: Any) -> Any:
    if value is EMPTIED:
        return None
    if isinstance(value, dict):
        return {language: text for language, text in value.items() if text is not EMPTIED}
    return value
