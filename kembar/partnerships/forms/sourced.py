"""By whose word is it entered? The office's own, unless a document is chosen, with the place in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kembar.access.models import Office
from kembar.evidence.models import Source, Statement
from kembar.partnerships.actions.refusals import Fault
from kembar.partnerships.actions.writing import Place
from kembar.partnerships.forms.inputs import UNREADABLE

NAMES = ("source", "source-place-kind", "source-place", "source-term", "why")


class Sourced:
    """The questions on the source of an entry, and why it is made."""

    def __init__(self, office: Office | None) -> None:
        self.office = office
        self.typed = dict.fromkeys(NAMES, "") | {"source-place-kind": "page"}
        self.sentences: dict[str, list[str]] = {}

    def take(self, post: Any) -> None:
        self.typed = {name: UNREADABLE.sub("", post.get(name, "")) for name in NAMES}

    @property
    def is_answered(self) -> bool:
        return bool(self.typed["source"] or self.typed["why"])

    @property
    def sources(self) -> list[tuple[str, str]]:
        """The documents that may be named: those everybody reads, and the office's own."""
        rows = Source.objects.exclude(kind__in=("office", "gazetteer"))
        rows = rows.filter(Q(office=None) | Q(office=self.office))
        own = _("the word of our office")
        return [("", own), *((row.code, f"{row.code} · {row.title[:80]}") for row in rows.order_by("code"))]

    @property
    def place_kinds(self) -> list[tuple[str, str]]:
        words = {"page": _("page"), "line": _("line"), "section": _("section"), "whole": _("the whole")}
        return [(code, words[code]) for code, _word in Statement.PLACES]

    def read(self) -> tuple[Source | None, Place, list[Fault]]:
        """The source (None: the office itself), the place in it, and what is wrong."""
        code = self.typed["source"]
        if not code:
            return None, Place(), []
        source = Source.objects.filter(code=code).filter(Q(office=None) | Q(office=self.office)).first()
        faults = [] if source else [Fault("", "source", "unknown_reference", {"value": code})]
        kind, number = self.typed["source-place-kind"] or "page", self.typed["source-place"].strip()
        if number and not (number.isascii() and number.isdigit() and len(number) <= 9):
            faults.append(Fault("", "source-place", "not_a_place_number", {"value": number}))
        term = self.typed["source-term"].strip()
        if len(term) > 300:
            faults.append(Fault("", "source-term", "too_long", {"limit": 300, "length": len(term)}))
        return source, Place(kind if number else "whole", number, term[:300]), faults
