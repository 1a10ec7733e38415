"""The form of any row, built from the catalogue: a new attribute has its question without new code.

``RowForm`` shows, takes and reads; it writes nothing. Values that did not change since the form was opened are not
sent to the action, so that an entry gets no new source by being looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core import signing

from kembar.evidence.catalogue import Attribute, Kind
from kembar.evidence.columns import held
from kembar.evidence.models import Statement
from kembar.partnerships import labels
from kembar.partnerships.actions.refusals import Fault
from kembar.partnerships.actions.values import cleaned
from kembar.partnerships.actions.writing import Place
from kembar.partnerships.forms import inputs
from kembar.partnerships.forms.inputs import Input, Setting, Unread
from kembar.partnerships.forms.layout import HIDDEN, layout_of
from kembar.partnerships.forms.references import BY_NAME, Answered, ByName, Fields, FromList, Names, New
from kembar.partnerships.forms.sourced import Sourced
from kembar.partnerships.models import Partnership, Party
from kembar.partnerships.queries.whereabouts import WITHIN_ONE_RECORD
from kembar.partnerships.rules.needs import still_needed
from kembar.partnerships.sentences import sentence, where

OF_TYPE: Mapping[str, type[Input]] = {
    "text": inputs.Text,
    "texts": inputs.Texts,
    "word": inputs.Word,
    "choice": inputs.Choice,
    "date": inputs.Date,
    "number": inputs.Number,
    "yes_no": inputs.YesNo,
    "flag": inputs.Flag,
    "json": inputs.Json,
}
OF_ATTRIBUTE: Mapping[tuple[str, str], type[Input]] = {
    ("instrument", "text_contents"): inputs.Contents,
    ("contact", "answers"): Answered,
    ("language_text", "language"): inputs.Listed,
    ("name", "language"): inputs.Listed,
    ("name", "script"): inputs.Listed,
    ("cost_share", "currency"): inputs.Listed,
}
BASE = "form-base"
VERSION = "form-version"
NOT_STATED = "not_stated"
"""The answer that says nothing: of a new row it is no statement, which could contradict one that says something."""
CHOICE = "form-choice-"
MINE, THEIRS = "mine", "theirs"
"""Of a conflict: which version of a question stays (see ``views.conflicts``)."""
SALT = "kembar.partnerships.form-base"


def input_for(own: Kind, attribute: Attribute, setting: Setting) -> Input:
    """The question of an attribute: its own where one is declared, else that of its type."""
    special = OF_ATTRIBUTE.get((own.code, attribute.code))
    if special is not None:
        return special(own, attribute, setting)
    if attribute.type == "reference":
        by_name = attribute.refers_to in BY_NAME
        return (ByName if by_name else FromList)(own, attribute, setting)
    if attribute.type == "codes":
        return (Names if attribute.refers_to in BY_NAME else Fields)(own, attribute, setting)
    return OF_TYPE[attribute.type](own, attribute, setting)


class RowForm:
    """The questions of one row: a new one below ``parent``, or ``row`` as it stands (``office`` asks)."""

    def __init__(
        self, own: Kind, *, record: Any, parent: Any = None, row: Any = None, office: Any = None, language: str
    ) -> None:
        self.own, self.record, self.parent, self.row, self.office = own, record, parent, row, office
        self.setting = Setting(record, language, sides_of(record), row, getattr(office, "pk", None))
        left_out = {code for kind, code in HIDDEN if kind == own.code} | _said_by_parent(own, parent)
        asked = [attribute for attribute in own if attribute.code not in left_out]
        self.inputs = {attribute.code: input_for(own, attribute, self.setting) for attribute in asked}
        self.sourced = Sourced(office)
        self.above: list[str] = []
        self.base = values_shown(row, own, office) if row is not None else {}
        self.version = row.version if row is not None else 0
        for code, one in self.inputs.items():
            one.show(self.base.get(code) if row is not None else one.default)
        self._read: dict[str, Any] = {}
        if row is not None:  # an empty form has not failed to say anything yet
            self._tell_needs(self.base)

    # --- what the template shows -----------------------------------------------------------------------------------

    @property
    def first(self) -> list[Input]:
        codes = [code for code in layout_of(self.own).first if code in self.inputs]
        return [self.inputs[code] for code in codes if self.inputs[code].is_asked]

    @property
    def rest(self) -> list[Input]:
        open_ones = layout_of(self.own).first
        return [one for code, one in self.inputs.items() if code not in open_ones and one.is_asked]

    @property
    def rest_is_open(self) -> bool:
        """Where something is wrong in the fold, it is open."""
        return any(one.sentences for one in self.rest)

    @property
    def rest_answered(self) -> int:
        return sum(1 for one in self.rest if one.is_answered)

    @property
    def has_faults(self) -> bool:
        return bool(self.above) or any(one.sentences for one in self.inputs.values()) or bool(self.sourced.sentences)

    @property
    def faulty(self) -> list[Input]:
        return [one for one in self.inputs.values() if one.sentences]

    @property
    def signed_base(self) -> str:
        """What stood in the row when the form was opened, so that a later conflict can be told apart."""
        return signing.dumps(self.base, salt=SALT, compress=True)

    def start_with(self, given: Mapping[str, str]) -> None:
        """Answers that the address of the form brings along: ``?kind=letter``."""
        for code, one in self.inputs.items():
            if isinstance(one, inputs.Choice | FromList) and given.get(code) in dict(one.options):
                one.show(given[code])

    # --- what was sent -----------------------------------------------------------------------------------------------

    def take(self, post: Any) -> None:
        """Everything that was typed, as it was typed; and what the row was when the form was opened."""
        for one in self.inputs.values():
            one.take(post)
        self.sourced.take(post)
        if self.row is not None:
            self.base = _unsigned(post.get(BASE, "")) or self.base
            text = post.get(VERSION, "")
            self.version = int(text) if text.isdigit() and len(text) < 10 else self.version
            for code, one in self.inputs.items():
                if post.get(CHOICE + code) == THEIRS:
                    one.show(self.base.get(code))

    def read(self) -> bool:
        """Reads the answers; whether all of them can be kept as far as can be told without writing."""
        faults: list[Fault] = []
        self._read = {}
        for code, one in self.inputs.items():
            try:
                self._read[code] = one.read()
            except Unread as wrong:
                faults.append(Fault(self.own.code, code, wrong.code, wrong.data))
            if one.was_unreadable:
                faults.append(Fault(self.own.code, code, "unreadable_character"))
        self.source, self.place, wrong_source = self.sourced.read()
        known = {code: value for code, value in self._read.items() if not isinstance(value, New)}
        told = set(self._read) - set(known)
        if self.row is None:
            known = {code: value for code, value in known.items() if value is not None}
        else:
            known = {code: value for code, value in known.items() if value != self.base.get(code)}
        record = self.record if self.record is not None else None
        _kept, refused = cleaned(self.own, known, record, is_new=self.row is None)
        unread = {fault.attribute for fault in faults} | told
        faults += [fault for fault in refused if fault.attribute not in unread]
        self.tell(faults)
        self.tell(wrong_source)
        self._tell_needs(self._read)
        return not self.has_faults

    @property
    def values(self) -> dict[str, Any]:
        """What is to be written: answers of a new row, changed answers of one that stands. May hold ``New``."""
        if self.row is None:
            return {code: value for code, value in self._read.items() if value not in (None, NOT_STATED)}
        return {code: value for code, value in self._read.items() if value != self.base.get(code)}

    def places(self, codes: Iterable[str]) -> dict[str, Place]:
        """The place of each answer in its source; of a date that the office tells, the words it was typed in."""
        found = {}
        for code in codes:
            one = self.inputs[code]
            if self.source is not None:
                found[code] = self.place
            elif isinstance(one, inputs.Date) and one.text.strip() and one.text.strip() != self._read.get(code):
                found[code] = Place(term=one.text.strip()[:200])
        return found

    def tell(self, faults: Iterable[Fault]) -> None:
        """Puts each fault beside its question, in a sentence; what belongs to none stands above the form."""
        for fault in faults:
            text = sentence(fault)
            if fault.attribute in self.inputs and fault.kind == self.own.code:
                self.inputs[fault.attribute].sentences.append(text)
            elif fault.attribute.startswith("source"):
                self.sourced.sentences.setdefault(fault.attribute, []).append(text)
            else:
                name = where(fault)
                self.above.append(f"{name}: {text}" if name else text)

    def _tell_needs(self, values: Mapping[str, Any]) -> None:
        for one in self.inputs.values():
            one.needed_for = ""
        for code, before in still_needed(self.own.code, values):
            if code in self.inputs:
                self.inputs[code].needed_for = str(labels.WAITS[before])

    @property
    def understood(self) -> list[tuple[str, str, str]]:
        """Dates as they were typed and as they are understood: (question, typed, understood)."""
        dates = [one for one in self.inputs.values() if isinstance(one, inputs.Date) and one.text.strip()]
        return [(one.label, one.text.strip(), one.understood) for one in dates if one.understood]


def sides_of(record: Any) -> dict[str, str]:
    """Side -> name of the first party on it, in the reader's language; empty for what is no partnership. One query."""
    from django.utils.translation import get_language

    from kembar.partnerships.queries.picking import name_in

    if not isinstance(record, Partnership):
        return {}
    tongue = (get_language() or "id")[:2]
    found: dict[str, str] = {}
    rows = Party.objects.filter(partnership=record, role="party", withdrawn_at__isnull=True)
    for party in rows.select_related("government", "organisation").order_by("side", "position", "id"):
        who = party.government or party.organisation
        name = name_in(who.name if who else party.unnamed, tongue)
        found.setdefault(party.side, name or str(labels.SIDE[party.side]))
    return found


def values_shown(row: Any, own: Kind, office: Any) -> dict[str, Any]:
    """What a form opens with: what stands, and where the row is another office's, what the own one stated beside it."""
    values = {attribute.code: held(row, attribute) for attribute in own}
    if office is None or row.kept_by_id == office.pk:
        return values
    said = Statement.objects.filter(
        subject_id=row.pk, kept_by=office, source__kind="office", withdrawn_at__isnull=True, about="", stance="asserts"
    )
    return values | {one.attribute: one.value for one in said.order_by("at") if one.attribute in values}


def _said_by_parent(own: Kind, parent: Any) -> set[str]:
    """References to the very row that the new one is entered below."""
    if parent is None:
        return set()
    model = type(parent)
    return {
        attribute.code
        for attribute in own
        if attribute.type == "reference"
        and attribute.refers_to not in WITHIN_ONE_RECORD
        and own.record == "parent"
        and attribute.code == model._meta.model_name
    }


def _unsigned(text: str) -> dict[str, Any] | None:
    try:
        return dict(signing.loads(text, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None
