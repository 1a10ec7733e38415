"""Who may read, edit and decide, for every kind of person × every state of a record, as a table a person can check."""

import uuid
from itertools import product

import pytest

from kembar.access.permissions import Allowed, Desk, Who
from kembar.access.roles import ADMINISTRATOR, ROLES
from kembar.partnerships.permissions import Part, RecordFacts, may_decide, may_edit, may_read

OWN, READER, OTHER, MINISTRY = (uuid.UUID(int=number) for number in range(1, 5))


def desk(office, role, kind="city", countries=(), levels=()):
    return Desk(office, kind, ROLES[role].permissions, frozenset(countries), frozenset(levels))


def signed_in(*desks):
    return Who(True, False, desks)


PEOPLE = {
    "not signed in": Who(),
    "of no office": signed_in(),
    "researcher of the office": signed_in(desk(OWN, "researcher")),
    "officer of the office": signed_in(desk(OWN, "officer")),
    "head of the office": signed_in(desk(OWN, "head")),
    "officer of an office that reads": signed_in(desk(READER, "officer")),
    "head of an office that reads": signed_in(desk(READER, "head")),
    "head of an office without a part": signed_in(desk(OTHER, "head")),
    "ministry in whose scope it lies": signed_in(desk(MINISTRY, "ministry", "ministry", {"ID"}, {"city"})),
    "ministry of other levels": signed_in(desk(MINISTRY, "ministry", "ministry", {"ID"}, {"province"})),
    "ministry of another country": signed_in(desk(MINISTRY, "ministry", "ministry", {"KR"})),
    "ministry without a scope": signed_in(desk(MINISTRY, "ministry", "ministry")),
    "administrator": Who(True, True),
    "administrator in the office": Who(True, True, (Desk(OWN, "city", ADMINISTRATOR),)),
    "head elsewhere, officer here": signed_in(desk(OTHER, "head"), desk(OWN, "officer")),
    "head where it reads, officer here": signed_in(desk(READER, "head"), desk(OWN, "officer")),
}
STAKES = {OWN: True, READER: False}
PARTIES = (("ID", "city"), ("JP", "city"))
RECORDS = {
    "case": RecordFacts("casebook", False, {}, PARTIES),
    "live": RecordFacts("live", False, STAKES, PARTIES),
    "kept back": RecordFacts("live", False, STAKES, PARTIES, is_published=False),
    "withdrawn": RecordFacts("live", True, STAKES, PARTIES),
}
ASKED = {
    "public": lambda who, record: may_read(who, record, Part.PUBLIC),
    "record": lambda who, record: may_read(who, record, Part.RECORD),
    "confidential": lambda who, record: may_read(who, record, Part.CONFIDENTIAL),
    "edit": may_edit,
    "decide": may_decide,
}
# p: the public part, r: the rest, c: drafts and contacts, e: edit, d: decide. In brackets why not to edit.
TABLE = """
                                     case               live                kept back           withdrawn
not signed in                        prc (sign_in)      p   (sign_in)       -   (sign_in)       -   (sign_in)
of no office                         prc (no_office)    p   (no_office)     -   (no_office)     -   (no_office)
researcher of the office             prc (casebook)     p   (role)          -   (role)          -   (role)
officer of the office                prc (casebook)     prce                prce                prce
head of the office                   prc (casebook)     prced               prced               prced
officer of an office that reads      prc (casebook)     prc (reads_only)    prc (reads_only)    prc (reads_only)
head of an office that reads         prc (casebook)     prc (reads_only)    prc (reads_only)    prc (reads_only)
head of an office without a part     prc (casebook)     p   (stake)         -   (stake)         -   (stake)
ministry in whose scope it lies      prc (casebook)     pr  (stake)         pr  (stake)         -   (stake)
ministry of other levels             prc (casebook)     p   (stake)         -   (stake)         -   (stake)
ministry of another country          prc (casebook)     p   (stake)         -   (stake)         -   (stake)
ministry without a scope             prc (casebook)     p   (stake)         -   (stake)         -   (stake)
administrator                        prc (no_office)    prc (no_office)     prc (no_office)     prc (no_office)
administrator in the office          prc (casebook)     prced               prced               prced
head elsewhere, officer here         prc (casebook)     prce                prce                prce
head where it reads, officer here    prc (casebook)     prce                prce                prce
"""


def cell(who, record):
    answers = {name: ask(who, record) for name, ask in ASKED.items()}
    letters = "".join(name[0] for name, answer in answers.items() if answer) or "-"
    return letters if answers["edit"] else f"{letters:<3} ({answers['edit'].reason})"


def test_the_table_of_rights_is_this_one():
    expected = {}
    for line in TABLE.strip().splitlines()[1:]:
        name, *cells = (
            line[:37].strip(),
            line[37:56].strip(),
            line[56:76].strip(),
            line[76:96].strip(),
            line[96:].strip(),
        )
        expected[name] = dict(zip(RECORDS, cells, strict=True))
    assert {name: {of: cell(who, facts) for of, facts in RECORDS.items()} for name, who in PEOPLE.items()} == expected


def test_a_stranger_is_told_apart_from_a_member_without_the_right():
    reasons = {
        name: may_read(who, RECORDS["live"], Part.CONFIDENTIAL).reason
        for name, who in PEOPLE.items()
        if not may_read(who, RECORDS["live"], Part.CONFIDENTIAL)
    }
    assert reasons == {
        "not signed in": "sign_in",
        "of no office": "stake",
        "researcher of the office": "role",
        "head of an office without a part": "stake",
        "ministry in whose scope it lies": "confidential",
        "ministry of other levels": "stake",
        "ministry of another country": "stake",
        "ministry without a scope": "stake",
    }


@pytest.mark.parametrize("name, record", [*product(PEOPLE, RECORDS)])
def test_who_may_do_more_may_do_less(name, record):
    who, facts = PEOPLE[name], RECORDS[record]
    answers = [isinstance(ASKED[asked](who, facts), Allowed) for asked in ("public", "record", "confidential", "edit")]
    assert answers == sorted(answers, reverse=True)
    assert not may_decide(who, facts) or may_edit(who, facts)
