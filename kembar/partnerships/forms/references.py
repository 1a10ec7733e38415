"""How is another row meant: from a list where there are few, by typing its name where there are many?

Without scripts a name is typed and sent; what may be meant comes back as a list to choose from, with everything else
that was typed still there. A person or organisation that nothing resembles is entered along with the form.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kembar.partnerships import labels
from kembar.partnerships.forms.inputs import Input, Unread
from kembar.partnerships.models import Commitment, Contact, Field, Instrument, Partnership, Tally
from kembar.partnerships.queries.picking import Candidate, candidates, may_mean, name_in
from kembar.partnerships.queries.whereabouts import named
from kembar.places.models import Country
from kembar.places.rules import unit_name
from kembar.ui import words
from kembar.values.ids import is_id
from kembar.values.texts import search_key

FROM_A_LIST = ("field", "country", "instrument", "commitment", "contact", "tally")
BY_NAME = ("government", "organisation", "person", "partnership", "place")
CAN_BE_NEW = ("government", "organisation", "person")
NEW = "new"


@dataclass(frozen=True)
class New:
    """A row that is not kept yet and is entered along with the form; ``place``: id of the seat of a new government."""

    kind: str
    name: str
    place: int | None = None


@dataclass(frozen=True)
class Option:
    """One thing that may be meant, in words."""

    value: str
    name: str
    detail: str


def options_for(
    kind: str, text: str, language: str, *, office: uuid.UUID | None = None, with_places: bool = True
) -> list[Option]:
    """What ``office`` may mean by a name, in words, with the offer to enter it as new where that can be."""
    meant = candidates(kind, text, language, office=office, with_places=with_places)
    found = [option(one, language) for one in meant]
    if kind in CAN_BE_NEW and search_key(text):
        found.append(Option(NEW, text.strip(), _("not known here yet: enter it as new")))
    return found


def option(one: Candidate, language: str) -> Option:
    """A candidate with what tells it from others of its name."""
    country = words.country(one.country, language) if one.country else ""
    if one.what == "place":
        seat = _("new, with its seat there") if one.value.startswith("place:") else ""
        parts = [unit_name(one.unit, one.country or "", language), country, seat]
    else:
        vocabulary = {"government": "level", "organisation": "organisation", "partnership": "form"}.get(one.what, "")
        parts = [str(labels.label(one.code, vocabulary)) if vocabulary and one.code else "", country]
    return Option(one.value, one.name, ", ".join(part for part in parts if part))


class FromList(Input):
    """One of few: the fields, the papers of this record, the countries."""

    template = "partnerships/inputs/choice.html"

    @property
    def options(self) -> list[tuple[str, str]]:
        rows = list(_rows(self.attribute.refers_to, self.setting))
        if self.text and self.text not in dict(rows):
            target = named(self.attribute.refers_to, self.text)
            if not _is_of_record(target, self.setting.record):  # whoever guesses an id learns nothing of it
                target = None
            rows.append((self.text, said_row(self.attribute.refers_to, target, self.setting.language) or self.text))
        return [("", _("choose") if self.attribute.required else _("not told")), *rows]


def _is_of_record(row: Any, record: Any) -> bool:
    """Whether a paper, promise or letter stands in this record; what belongs to none may be meant everywhere."""
    return not hasattr(row, "partnership_id") or row.partnership_id == getattr(record, "pk", None)


def _rows(kind: str, setting: Any) -> Iterable[tuple[str, str]]:
    tongue = setting.language
    if kind == "field":
        return [(row.code, said_row(kind, row, tongue)) for row in Field.objects.all()]
    if kind == "country":
        rows = [(row.code, words.country(row.code, tongue)) for row in Country.objects.only("code")]
        return sorted(rows, key=lambda one: one[1])
    if kind == "tally":
        return [(row.slug, said_row(kind, row, tongue)) for row in Tally.objects.filter(withdrawn_at__isnull=True)]
    model: Any = {"instrument": Instrument, "commitment": Commitment, "contact": Contact}[kind]
    own = setting.record if isinstance(setting.record, Partnership) else None
    rows = model.objects.filter(partnership=own, withdrawn_at__isnull=True)
    if setting.row is not None and isinstance(setting.row, model):
        rows = rows.exclude(pk=setting.row.pk)
    return [(str(row.pk), said_row(kind, row, tongue)) for row in rows]


class Answered(FromList):
    """The earlier letter, call or meeting that this one answers: the newest of the record, by the side they came from.

    Not asked where the record has no other; where the side that writes is known, its own letters are left out.
    """

    template = "partnerships/inputs/choice_in_groups.html"
    NEWEST = 60
    """Ours: what is older is answered no more, or from its own place on the page of the record."""

    @property
    def is_asked(self) -> bool:
        return bool(self.text or self.groups)

    @property
    def options(self) -> list[tuple[str, str]]:
        return [("", _("none, or not told")), *(one for _label, rows in self.groups for one in rows)]

    @cached_property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """(whose letters, [(id, kind, date and subject)]), the newest first. Causes a query."""
        tie = self.setting.record
        if not isinstance(tie, Partnership):
            return []
        rows = Contact.objects.filter(partnership=tie, withdrawn_at__isnull=True)
        own_side = ""
        if isinstance(self.setting.row, Contact):
            rows, own_side = rows.exclude(pk=self.setting.row.pk), self.setting.row.from_side
        if own_side in self.setting.sides:
            rows = rows.exclude(from_side=own_side)
        newest = list(rows.order_by(F("date_latest").desc(nulls_last=True), "-position")[: self.NEWEST])
        known = {str(row.pk) for row in newest}
        if self.text and self.text not in known and is_id(self.text):
            newest += Contact.objects.filter(partnership=tie, pk=self.text)
        found: dict[str, list[tuple[str, str]]] = {}
        for row in newest:
            said = said_row("contact", row, self.setting.language)
            found.setdefault(row.from_side, []).append((str(row.pk), said))
        return [(self._whose(side), found[side]) for side in sorted(found, key=lambda one: (one == "", one))]

    def _whose(self, side: str) -> str:
        if side in self.setting.sides:
            return _("From %(side)s") % {"side": self.setting.sides[side]}
        return str(labels.SIDE[side]) if side else _("Whom it is from is not told")


class Fields(Input):
    """Some of the fields of cooperation: a box each."""

    template = "partnerships/inputs/boxes.html"
    is_group = True

    def show(self, value: Any) -> None:
        self.typed = {self.name: list(value or ())}

    def take(self, post: Any) -> None:
        self.typed = {self.name: [self._text(one) for one in post.getlist(self.name)]}

    @property
    def boxes(self) -> list[dict[str, Any]]:
        ticked = self.typed[self.name]
        rows = _rows(self.attribute.refers_to, self.setting) if self.attribute.refers_to else ()
        known = list(rows) or [(code, labels.choice(self.own.code, self.name, code)) for code in self.attribute.choices]
        return [{"value": code, "label": word, "is_ticked": code in ticked} for code, word in known]

    def read(self) -> Any:
        return self.typed[self.name] or None


class Names(Input):
    """Some of many: a name a line, each of which must mean exactly one."""

    template = "partnerships/inputs/lines.html"

    def show(self, value: Any) -> None:
        self.typed = {self.name: "\n".join(value or ())}

    def read(self) -> Any:
        found = []
        for line in self.text.splitlines():
            if not line.strip():
                continue
            known = named(self.attribute.refers_to, line.strip())
            if known is not None and not may_mean(self.attribute.refers_to, known, self.setting.office):
                known = None
            meant = (
                []
                if known
                else candidates(
                    self.attribute.refers_to,
                    line,
                    self.setting.language,
                    office=self.setting.office,
                    with_places=False,
                )
            )
            exact = [one for one in meant if one.is_exact]
            if known is None and len(exact) != 1:
                raise Unread("not_found", value=line.strip())
            found.append(known.slug if known else exact[0].value)
        return list(dict.fromkeys(found)) or None


class ByName(Input):
    """One of many, meant by name. ``NAME`` is what is typed, ``NAME-pick`` what was chosen, ``NAME-was`` the text for
    which it was chosen: where the text is another now, the choice no longer counts."""

    template = "partnerships/inputs/by_name.html"
    is_group = True
    asks = False
    _shown = ""

    def names(self) -> list[str]:
        return [self.name, f"{self.name}-pick", f"{self.name}-was"]

    @property
    def pick(self) -> str:
        chosen = self.typed.get(f"{self.name}-pick", "")
        return chosen if self.typed.get(f"{self.name}-was", "").strip() == self.text.strip() else ""

    @property
    def can_be_new(self) -> bool:
        return self.attribute.refers_to in CAN_BE_NEW

    @property
    def options(self) -> list[Option]:
        return self._options() if self.asks else []

    def _options(self) -> list[Option]:
        return options_for(self.kind, self.text, self.setting.language, office=self.setting.office)

    @property
    def chosen(self) -> str:
        """What was chosen, in words, so that it can be seen whom the name means."""
        if not self.pick or self.asks:
            return ""
        if self.pick == NEW:
            return _("new, entered along with this")
        target = named("place", self.pick[6:]) if self.pick.startswith("place:") else self._meant(self.pick)
        return said_row(self.kind, target, self.setting.language) if target is not None else ""

    @property
    def kind(self) -> str:
        return self.attribute.refers_to

    def show(self, value: Any) -> None:
        target = named(self.kind, value) if value is not None else None
        text = said_row(self.kind, target, self.setting.language) if target is not None else ""
        self._shown = "" if value is None else str(value)
        self.typed = {
            self.name: text,
            f"{self.name}-pick": "" if value is None else str(value),
            f"{self.name}-was": text,
        }

    def read(self) -> Any:
        text = self.text.strip()
        if not text:
            return None
        if self.pick:
            return self._picked(text)
        known = self._meant(text) if self.kind != "place" else None
        if known is not None and getattr(known, "slug", "") == text:
            return known.slug
        found = candidates(self.kind, text, self.setting.language, office=self.setting.office)
        exact = [one for one in found if one.is_exact]
        if len(exact) == 1:
            self._choose(exact[0].value)
            return exact[0].value
        if not found and self.kind in ("person", "organisation"):
            self._choose(NEW)
            return New(self.kind, text)
        if not found and self.kind != "government":
            raise Unread("not_found", value=text)
        self.asks = True
        raise Unread("choose_one", value=text)

    def _picked(self, text: str) -> Any:
        if self.pick == NEW and self.can_be_new:
            return New(self.kind, text)
        if self.pick.startswith("place:") and self.kind == "government":
            place = named("place", self.pick.removeprefix("place:"))
            if place is not None:
                return New(self.kind, place.name, place.pk)
        if self._meant(self.pick) is None:
            self.asks = True
            raise Unread("choose_one", value=text)
        return self.pick

    def _meant(self, value: str) -> Any:
        """The row of a slug or id; None where there is none that this office may mean. What stood there may stay."""
        row = named(self.kind, value)
        is_free = row is not None and (value == self._shown or may_mean(self.kind, row, self.setting.office))
        return row if is_free else None

    def _choose(self, value: str) -> None:
        self.typed |= {f"{self.name}-pick": value, f"{self.name}-was": self.text}


def said_row(kind: str, row: Any, language: str) -> str:
    """What a row is, in a few words."""
    if row is None:
        return ""
    if kind == "country":
        return words.country(row.code, language)
    if kind == "place":
        unit = unit_name(row.unit, row.country_id, language)
        return f"{row.name}, {unit}" if unit else row.name
    if kind == "instrument":
        when = f", {words.edtf(row.date, language)}" if row.date else ""
        return f"{labels.INSTRUMENT[row.kind]}{when}"
    if kind == "contact":
        when = f", {words.edtf(row.date, language)}" if row.date else ""
        return f"{labels.CONTACT[row.kind]}{when}: {_cut(name_in(row.subject, language))}".rstrip(": ")
    text = getattr(row, "name", None) or getattr(row, "text", None) or getattr(row, "title", None) or {}
    return _cut(name_in(text, language))


def _cut(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0] + "…"


def told_count(count: int) -> str:
    """How many were found, for who listens instead of looking."""
    return ngettext("%(n)s may be meant", "%(n)s may be meant", count) % {"n": count}
