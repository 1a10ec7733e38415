"""Which letter does a sheet mean that one answers: by its ID, its number or its date, of the other side?"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kembar.analysis.edtf import DateError
from kembar.analysis.typed_dates import read as read_date
from kembar.partnerships import models
from kembar.partnerships.rules.answers import SIDES
from kembar.values.ids import is_id
from kembar.values.texts import search_key


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, call or meeting as far as an answer to it must know it; ``date`` is EDTF, empty where not told."""

    id: uuid.UUID
    side: str
    date: str


class Letters:
    """The letters of some partnerships, and those that a sheet adds row by row. Causes one query."""

    def __init__(self, ties: Iterable[uuid.UUID]) -> None:
        self._by_name: dict[tuple[uuid.UUID, str], dict[uuid.UUID, Letter]] = defaultdict(dict)
        rows = models.Contact.objects.filter(partnership__in=list(ties), withdrawn_at__isnull=True).order_by()
        for key, tie, *told in rows.values_list("pk", "partnership_id", "number", "date", "from_side").iterator():
            self.add(tie, key, *told)

    def add(self, tie: uuid.UUID, key: uuid.UUID, number: str, date: str, side: str) -> None:
        """This will let a letter be meant; one that is known already is meant by what is told of it now, too."""
        letter = Letter(key, side, date)
        for name in (str(key), date, search_key(number)):
            if name:
                self._by_name[(tie, name)][key] = letter

    def meant(self, tie: uuid.UUID, text: str, *, by_side: str, but: str) -> list[Letter]:
        """The letters that a text may mean to whom ``by_side`` answers; ``but`` is the answer itself. An ID means its
        letter whoever sent it."""
        if is_id(text):
            return list(self._by_name.get((tie, str(uuid.UUID(text))), {}).values())
        found = self._by_name.get((tie, search_key(text))) or self._by_name.get((tie, _day(text)), {})
        others = [one for one in found.values() if str(one.id) != but]
        return [one for one in others if by_side not in SIDES or one.side != by_side]


def letter_of(values: Mapping[str, Any], row: Any) -> tuple[str, str, str]:
    """Number, date and side of a letter: as the sheet says, else as it stands."""
    told = (values.get(code, getattr(row, code, "")) for code in ("number", "date", "from_side"))
    number, date, side = (one if isinstance(one, str) else "" for one in told)
    return number, date, side


def _day(text: str) -> str:
    try:
        return read_date(text).text
    except DateError:
        return ""
