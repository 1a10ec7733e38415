"""Does any series of actions leave the register whole, and does undoing all of it bring back what was there?

After every step: one event for what was done and none for what was refused; spans, disputes and columns are what
follows from rows and statements; versions only rise. At the end every event is undone.
"""

from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kembar.access.permissions import NotAllowed
from kembar.audit.models import Event
from kembar.audit.queries import cancelled
from kembar.evidence.actions import rebuild_disputes
from kembar.evidence.catalogue import kind
from kembar.evidence.columns import column, held
from kembar.evidence.models import Dispute, Source, Statement
from kembar.partnerships.actions import rebuild_all, spans_of
from kembar.partnerships.actions.refusals import ConflictError, Refused
from kembar.partnerships.actions.rows import add_row, change_row, restore_row, withdraw_row
from kembar.partnerships.actions.saying import accept, state, withdraw_statement
from kembar.partnerships.actions.undoing import undo
from kembar.partnerships.actions.writing import Place, standing_statement
from kembar.partnerships.frames import facts_of
from kembar.partnerships.models import Activity, Commitment, Instrument, Party, StateSpan, Verdict
from kembar.partnerships.queries.whereabouts import kind_of
from tests.factories.offices import Clock, opened, share, staffed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]

DATES = ("2018", "2019-05", "2020-02-29", "2021/2022", "2023-11~", "2024", "2017-03", "", "31.02.2020")
FIELDS = ("education", "tourism", "culture", "health", "", "alchemy")
TEXTS = ({"id": "Kunjungan"}, {"id": "Pertukaran", "en": "Exchange"}, {"id": "Pameran"}, {"id": "Kursus"})
VALUES = {
    "instrument": {
        "kind": ("loi", "mou", "sister_city_agreement"),
        "date": DATES,
        "signed_by_governments": ("yes", "no", ""),
        "title": TEXTS,
    },
    "activity": {
        "kind": ("visit", "training"),
        "status": ("planned", "done", "stopped"),
        "title": TEXTS,
        "date": DATES,
        "field": FIELDS,
    },
    "commitment": {"text": TEXTS, "field": FIELDS, "date": DATES},
    "verdict": {
        "dimension": ("existence", "effectiveness"),
        "value": ("active", "failed", "very_good"),
        "text": TEXTS,
    },
}
DRAWN = {code: {name: st.sampled_from(each) for name, each in values.items()} for code, values in VALUES.items()}
KINDS = st.sampled_from(sorted(VALUES))
WHOLE = KINDS.flatmap(lambda code: st.tuples(st.just(code), st.fixed_dictionaries(DRAWN[code])))
GIVEN = KINDS.flatmap(lambda code: st.tuples(st.just(code), st.fixed_dictionaries({}, optional=DRAWN[code])))
STANCES = ("asserts", "denies", "is_silent")
PICK = st.integers(0, 1_000)
MODELS = (Instrument, Activity, Commitment, Verdict)
BEGINNING = (
    ("instrument", {"kind": "mou", "date": "2019-05", "signed_by_governments": "yes"}),
    ("activity", {"kind": "visit", "status": "done", "title": {"id": "Kunjungan"}, "field": "education"}),
)


class Register(RuleBasedStateMachine):
    """Two offices with stakes in one partnership, doing whatever they like."""

    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = Clock()
        self.offices = [staffed("Bogor", government="bogor"), staffed("Kisarazu", government="kisarazu")]
        self.tie = opened(self.offices[0]).partnership
        share(self.tie, self.offices[1])
        self.letter = Source.objects.create(code="surat", kind="file", title="Surat")
        self.begun = set(Event.objects.values_list("pk", flat=True))
        self.versions = {}
        self.done = set()
        self.first = self.snapshot()
        for code, values in BEGINNING:
            self.tried(
                lambda by, at, c=code, v=values: add_row(kind=c, parent=self.tie, values=v, by=by.officer, at=at), 0
            )

    def teardown(self):
        if not hasattr(self, "transaction"):
            return
        try:
            self.undo_everything()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # --- what they do --------------------------------------------------------------------------------------------

    @rule(given=st.one_of(WHOLE, WHOLE, GIVEN), office=PICK)
    def add(self, given, office):
        code, values = given
        self.tried(lambda by, at: add_row(kind=code, parent=self.tie, values=values, by=by.officer, at=at), office)

    @rule(given=GIVEN, pick=PICK, office=PICK, by_letter=st.booleans(), stale=st.sampled_from([0, 0, 0, 1]))
    def change(self, given, pick, office, by_letter, stale):
        code, values = given
        row = self.pick(kind(code).model, pick)
        if row is None:
            return
        source = {"source": self.letter} if by_letter else {}
        known = {"row": row, "values": values, "expected_version": row.version - stale, **source}
        self.tried(lambda by, at: change_row(**known, by=by.officer, at=at), office)

    @rule(given=GIVEN, pick=PICK, office=PICK, stance=st.sampled_from(STANCES))
    def state(self, given, pick, office, stance):
        code, values = given
        row = self.pick(kind(code).model, pick)
        if row is None or not values:
            return
        attribute, value = sorted(values.items())[pick % len(values)]
        said = {"row": row, "attribute": attribute, "value": value, "source": self.letter, "stance": stance}
        self.tried(lambda by, at: state(**said, place=Place("page", "2"), by=by.officer, at=at), office)

    @rule(pick=PICK, office=PICK)
    def accept(self, pick, office):
        rows = Statement.objects.filter(record_id=self.tie.pk, withdrawn_at=None, acceptances=None)
        said = list(rows.exclude(attribute="verdict").exclude(stance="is_silent").order_by("-at", "attribute"))
        if said:
            one = said[pick % len(said)]
            keeper = kind(one.subject_kind).model.objects.get(pk=one.subject_id).kept_by
            office = [each.office for each in self.offices].index(keeper) if pick % 4 else office
            self.tried(lambda by, at: accept(statement=one, why="Ya", by=by.head, at=at), office)

    @rule(pick=PICK, office=PICK)
    def take_back(self, pick, office):
        def act(said, by, at):
            return withdraw_statement(statement=said, why="Keliru", by=by.officer, at=at)

        self.on_statement(pick, office, act)

    @rule(model=st.sampled_from(MODELS), pick=PICK, office=PICK)
    def withdraw(self, model, pick, office):
        row = self.pick(model, pick)
        if row is not None:
            self.tried(lambda by, at: withdraw_row(row=row, why="Keliru", by=by.head, at=at), office)

    @rule(model=st.sampled_from(MODELS), pick=PICK, office=PICK)
    def restore(self, model, pick, office):
        row = self.pick(model, pick, withdrawn_at__isnull=False)
        if row is not None:
            self.tried(lambda by, at: restore_row(row=row, by=by.head, at=at), office)

    @rule(pick=PICK, office=PICK)
    def undo(self, pick, office):
        events = list(self.events())
        if events:
            event = events[pick % min(len(events), 4)]
            self.tried(lambda by, at: undo(event=event, by=by.head, at=at), office)

    # --- what must hold ------------------------------------------------------------------------------------------

    @invariant()
    def spans_are_those_that_follow(self):
        if hasattr(self, "tie"):
            (facts,) = facts_of([self.tie]).values()
            derived = [shape(one) for one in spans_of(self.tie.pk, facts)]
            stored = [shape(one) for one in StateSpan.objects.filter(partnership=self.tie)]
            assert sorted(map(repr, derived)) == sorted(map(repr, stored))

    @invariant()
    def disputes_are_those_that_follow(self):
        if hasattr(self, "tie"):
            stored = self.disputes()
            rebuild_disputes(records=[self.tie.pk])
            assert self.disputes() == stored

    @invariant()
    def columns_hold_what_stands(self):
        if not hasattr(self, "tie"):
            return
        for row in self.rows():
            for attribute in kind_of(row):
                if column(row, attribute) is None or attribute.type == "flag" or row.withdrawn_at:
                    continue
                said = standing_statement(row.pk, attribute.code)
                expected = said.value if said and said.stance == "asserts" else None
                default = column(row, attribute).get_default() if expected is None else None
                assert held(row, attribute) == (expected if expected is not None else default or None)

    @invariant()
    def versions_only_rise(self):
        if hasattr(self, "tie"):
            now = {row.pk: row.version for row in self.rows()}
            assert all(now[key] >= version for key, version in self.versions.items())
            self.versions = now

    # --- means ---------------------------------------------------------------------------------------------------

    def tried(self, act, office):
        """One event if it was done, none if it was refused or there was nothing to do; refused leaves everything."""
        before, events = self.snapshot(), Event.objects.count()
        try:
            with transaction.atomic():
                done = act(self.offices[office % 2], self.clock())
        except (Refused, NotAllowed, ConflictError) as refused:
            self.done.add(type(refused).__name__)
            assert (Event.objects.count(), self.snapshot()) == (events, before)
            return
        event = getattr(done, "event", done)
        wrote = event is not None
        self.done.add(event.action if wrote else "nothing to do")
        assert Event.objects.count() == events + wrote
        if not wrote:
            assert self.snapshot() == before

    def pick(self, model, number, **which):
        rows = list(
            model.objects.filter(partnership=self.tie, **(which or {"withdrawn_at": None})).order_by("position")
        )
        return rows[number % len(rows)] if rows else None

    def on_statement(self, pick, office, act):
        rows = Statement.objects.filter(record_id=self.tie.pk).exclude(subject_kind__in=("partnership", "party"))
        said = list(rows.order_by("-at", "subject_id", "attribute"))[:6]
        if said:
            self.tried(lambda by, at: act(said[pick % len(said)], by, at), office)

    def events(self):
        return Event.objects.filter(record_id=self.tie.pk).exclude(pk__in=self.begun).order_by("-at")

    def rows(self):
        found = [type(self.tie).objects.get(pk=self.tie.pk), *Party.objects.filter(partnership=self.tie)]
        for model in MODELS:
            found += model.objects.filter(partnership=self.tie)
        return found

    def disputes(self):
        rows = Dispute.objects.filter(record_id=self.tie.pk)
        return {one.pk: (one.kind, frozenset(one.statements.values_list("pk", flat=True))) for one in rows}

    def snapshot(self):
        """All that readers see of the record: values of the rows that stand, spans, disputes, search words."""
        rows = {
            row.pk: {attribute.code: held(row, attribute) for attribute in kind_of(row)}
            for row in self.rows()
            if row.withdrawn_at is None
        }
        spans = sorted(repr(shape(one)) for one in StateSpan.objects.filter(partnership=self.tie))
        said = set(Statement.objects.filter(record_id=self.tie.pk, withdrawn_at=None).values_list("pk", flat=True))
        return rows, spans, said, self.disputes(), type(self.tie).objects.get(pk=self.tie.pk).search_text

    def undo_everything(self):
        events = list(self.events())
        gone = cancelled(events)
        for event in events:
            if event.pk not in gone and event.undoes_id not in gone:
                by = next(one for one in self.offices if one.office.pk == event.office_id)
                undo(event=event, by=by.head, at=self.clock())
        assert self.snapshot() == self.first
        assert rebuild_all().differed == {}


def shape(span):
    return span.kind, span.field_id, span.state, span.from_day, span.to_day, sorted(span.because)


def test_any_series_of_actions_leaves_the_register_whole_and_can_be_undone():
    run_state_machine_as_test(
        Register,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


ACTIONS = {"row.add", "row.change", "row.state", "row.withdraw", "row.restore", "event.undo"}
ACTIONS |= {"statement.state", "statement.accept", "statement.withdraw"}


def test_long_walks_through_all_actions_leave_the_register_whole_and_can_be_undone():
    """Every action as likely as any other, so that long entangled series occur; the same walks on every machine."""
    done = set()
    for seed in range(3):
        done |= walk(Random(seed), steps=45)
    assert done >= ACTIONS | {"Refused", "StillNeeded", "NotAllowed", "ConflictError"}


def walk(random, steps):
    register = Register()
    register.begin()
    try:
        for _step in range(steps):
            step(register, random)
            register.spans_are_those_that_follow()
            register.disputes_are_those_that_follow()
            register.columns_hold_what_stands()
            register.versions_only_rise()
    finally:
        register.teardown()
    return register.done


def step(register, random):
    code = random.choice(sorted(VALUES))
    whole = {name: random.choice(each) for name, each in VALUES[code].items()}
    some = {name: value for name, value in whole.items() if random.random() < 0.6}
    pick, office, model = random.randrange(1000), random.randrange(2), random.choice(MODELS)
    random.choice(
        [
            lambda: register.add((code, whole), office),
            lambda: register.change((code, some), pick, office, random.random() < 0.3, random.random() < 0.25),
            lambda: register.state((code, some), pick, office, random.choice(STANCES)),
            lambda: register.accept(pick, office),
            lambda: register.take_back(pick, office),
            lambda: register.withdraw(model, pick, office),
            lambda: register.restore(model, pick, office),
            lambda: register.undo(pick, office),
        ]
    )()
