"""Does everybody see what they may see, everywhere, and nothing else?

Words that stand in nothing else are put into every kind of row of a live record. Then every address of the table is
opened by every kind of person, and what comes back is searched for the words that this person may not read. A new page
is covered by its line in the table.
"""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from kembar.access.permissions import ANYBODY, EVERYTHING
from kembar.access.queries import who_is
from kembar.evidence.models import Source
from kembar.partnerships.actions.publishing import keep_back, publish
from kembar.partnerships.actions.rows import add_row, withdraw_row
from kembar.partnerships.actions.saying import state
from kembar.partnerships.actions.writing import Place
from kembar.partnerships.models import Partnership, StateSpan
from kembar.partnerships.permissions import PARTS, Part, part_of_row, part_read
from kembar.partnerships.queries import reading
from kembar.partnerships.queries.lines import existing, lines_of
from kembar.partnerships.queries.record import record_of
from kembar.partnerships.queries.record_rows import rows_of
from kembar.partnerships.queries.rights import facts_for_rights
from tests.factories.offices import PRODUCT, Clock, Staffed, grant_stake, opened, staffed
from tests.factories.world import PEOPLE, make_world
from tests.integration.addresses import collected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
TABLE = collected()
PUBLIC, RECORD, CONFIDENTIAL, OWN = "public", "record", "confidential", "own"
READS = {person: {PUBLIC} for person in PEOPLE} | {
    "officer": {PUBLIC, RECORD, CONFIDENTIAL, OWN},
    "head": {PUBLIC, RECORD, CONFIDENTIAL, OWN},
    "ministry": {PUBLIC, RECORD},
    "administrator": {PUBLIC, RECORD, CONFIDENTIAL, OWN},
}
"""What each person reads of the record that Kota Bogor keeps; ``own`` is what an office entered beside its records."""


def said(word):
    return {"id": word}


MARKED = {
    # word: (part, kind of row, values)
    "qpapertitle": (PUBLIC, "instrument", {"kind": "mou", "date": "2022", "title": said("qpapertitle")}),
    "qpapernote": (RECORD, "instrument", {"kind": "loi", "date": "2019", "note": said("qpapernote")}),
    "qdrafttitle": (CONFIDENTIAL, "instrument", {"kind": "renewal", "status": "draft", "title": said("qdrafttitle")}),
    "qactpublic": (PUBLIC, "activity", {"kind": "visit", "status": "done", "title": said("qactpublic")}),
    "qactreason": (
        RECORD,
        "activity",
        {"kind": "visit", "status": "done", "title": said("qacttitle"), "reason": said("qactreason")},
    ),
    "qacthidden": (
        RECORD,
        "activity",
        {"kind": "event", "status": "done", "title": said("qacthidden"), "date": "2024"},
    ),
    "qactplanned": (RECORD, "activity", {"kind": "event", "status": "planned", "title": said("qactplanned")}),
    "qcontact": (CONFIDENTIAL, "contact", {"kind": "call", "subject": said("qcontact"), "date": "2018"}),
    "qcontactnumber": (CONFIDENTIAL, "contact", {"kind": "letter", "number": "qcontactnumber", "date": "2023"}),
    "qcontactend": (CONFIDENTIAL, "contact", {"kind": "meeting", "outcome": said("qcontactend"), "date": "2023"}),
    "qcommitment": (RECORD, "commitment", {"text": said("qcommitment"), "field": "health"}),
    "qobstacle": (RECORD, "obstacle", {"text": said("qobstacle"), "factor": "support"}),
    "qverdict": (
        RECORD,
        "verdict",
        {"dimension": "effectiveness", "value": "failed", "text": said("qverdict"), "author": "qauthor"},
    ),
    "qmotive": (RECORD, "motive", {"side": "a", "text": said("qmotive")}),
    "qhypothesis": (RECORD, "hypothesis", {"number": 1, "text": said("qhypothesis")}),
    "qrevival": (RECORD, "revival", {"text": said("qrevival"), "reason": said("qrevivalwhy"), "date": "2023"}),
    "qevent": (RECORD, "event", {"kind": "policy", "title": said("qevent"), "date": "2021"}),
    "qended": (RECORD, "event", {"kind": "lapse", "title": said("qended"), "date": "2020"}),
    "qstopped": (RECORD, "event", {"kind": "stopped", "title": said("qstopped"), "date": "2025"}),
    "qlinknote": (RECORD, "link", {"kind": "precedent", "other": "bandung-suwon", "note": said("qlinknote")}),
}
SHOWN = set(MARKED) - {"qcontact", "qcontactnumber", "qcontactend", "qactreason"}
"""Words that the page of a record shows its office today."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The marked world, made once for all tests here, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        yield marked_world()
        transaction.set_rollback(True)


def marked_world():
    """The world with marked rows in Bogor's record, a second office that contradicts it, and records kept back."""
    made = make_world()
    clock, by = Clock(), made.actors["officer"]
    for word, (part, kind, values) in MARKED.items():
        parent = made.tie
        row = add_row(kind=kind, parent=parent, values=values, by=by, at=clock()).row
        made.rows[word] = row
        if kind == "activity" and (part == PUBLIC or word == "qactreason"):
            publish(row=row, by=made.actors["head"], at=clock())
    add_row(kind="objective", parent=made.rows["qdrafttitle"], values={"text": said("qdraftaim")}, by=by, at=clock())
    guest = add_row(kind="person", values={"name": "Qperson"}, by=by, at=clock()).row
    for activity in ("qacthidden", "qactplanned"):
        values = {"person": guest.slug, "side": "a"}
        add_row(kind="participant", parent=made.rows[activity], values=values, by=by, at=clock())
    values = {"person": guest.slug, "government": "bogor", "role": "focal_point", "title": said("qfocalpoint")}
    add_row(kind="tenure", parent=guest, values=values, by=by, at=clock())
    values = {"by_government": "bogor", "text": said("qoffer"), "date": "2024"}
    add_row(kind="offer", values=values, by=by, at=clock())
    letter = Source.objects.create(code="qletter", kind="file", title="Qlettertitle", office=made.office)
    values, places = (
        {"kind": "milestone", "title": said("qmilestone"), "date": "2022"},
        {"date": Place("line", "3", "qterm")},
    )
    add_row(kind="event", parent=made.tie, values=values, source=letter, places=places, by=by, at=clock())
    document = Source.objects.get(code="004")  # what an office reads in a document stands on the document's page
    values, places = {"text": said("qfromdocument")}, {"text": Place("line", "83", "qtermofdocument")}
    add_row(
        kind="motive",
        parent=made.tie,
        values={"side": "a", **values},
        source=document,
        places=places,
        by=by,
        at=clock(),
    )
    partner = staffed("Partner", government="daejeon")
    grant_stake(
        office=partner.office, partnership_id=made.tie.pk, from_day=clock().date(), side="b", by=PRODUCT, at=clock()
    )
    state(row=made.tie, attribute="about", value=said("qotherwise"), by=partner.officer, at=clock())
    state(row=made.tie, attribute="form", value="friendship_city", by=partner.officer, at=clock())
    made.hidden = opened(
        Staffed(made.office, made.actors["head"], by), parties=("bogor", "kisarazu"), at=clock()
    ).partnership
    keep_back(row=made.hidden, by=made.actors["head"], at=clock())
    made.withdrawn = opened(
        Staffed(made.office, made.actors["head"], by), parties=("bogor", "suwon"), at=clock()
    ).partnership
    withdraw_row(row=made.withdrawn, why="qwithdrawn", by=made.actors["head"], at=clock())
    for row in made.rows.values():
        row.refresh_from_db()
    return made


MORE = {"qdraftaim": CONFIDENTIAL, "qperson": RECORD, "qfocalpoint": OWN, "qoffer": OWN, "qlettertitle": RECORD}
MORE |= {"qauthor": RECORD, "qrevivalwhy": RECORD, "qmilestone": RECORD, "qterm": RECORD, "qfromdocument": RECORD}
MORE |= {"qtermofdocument": RECORD, "qotherwise": RECORD, "qletter": RECORD, "qwithdrawn": OWN}
WORDS = {word: part for word, (part, _kind, _values) in MARKED.items()} | MORE


def secret_from(person):
    return sorted(word for word, part in WORDS.items() if part not in READS[person])


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.headers.get("Content-Type", "").startswith(("text/", "application/json")):
        return body.decode().lower()
    return _unzipped(body).lower()


def _unzipped(body):
    import io
    import zipfile

    if not zipfile.is_zipfile(io.BytesIO(body)):
        return body.decode("latin-1")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


EXTRA = ("?as-at=2021", "?as-at=2024-06")


@pytest.mark.parametrize("person", PEOPLE)
def test_no_address_tells_anybody_what_they_may_not_read(person, world):
    """Who is refused is refused on every day: only what is shown is asked for as at other days."""
    client, told = world.client(person), {}
    for key, entry in TABLE.items():
        address = entry.url(key, world)
        answers = {address: client.get(address)}
        if answers[address].status_code == 200 and "?" not in address:
            answers |= {address + more: client.get(address + more) for more in EXTRA}
        for url, answer in answers.items():
            text = text_of(answer)
            found = [word for word in secret_from(person) if word in text]
            found += [tie.slug for tie in _unknown_to(person, world) if tie.slug in text]
            if found:
                told[url] = found
    assert told == {}


def _unknown_to(person, world):
    unknown = [] if person in ("officer", "head", "administrator") else [world.withdrawn]
    return unknown if person in ("officer", "head", "administrator", "ministry") else [*unknown, world.hidden]


@pytest.mark.parametrize("person", PEOPLE)
def test_the_page_of_a_record_shows_each_reader_their_part(person, world):
    """The other way round, so that the search above is known to find what is there."""
    client = world.client(person)
    text = text_of(client.get(reverse("partnership", args=[world.tie.slug])))
    expected = {word for word in SHOWN if WORDS[word] in READS[person]}
    assert {word for word in SHOWN if word in text} == expected
    shape = client.get(reverse("partnership-json", args=[world.tie.slug])).json()
    assert bool(shape["contacts"]) == (CONFIDENTIAL in READS[person])
    assert bool(shape["obstacles"]) == (RECORD in READS[person])


@pytest.mark.parametrize("person", PEOPLE)
def test_search_finds_a_record_by_no_word_that_may_not_be_read(person, world):
    client, wrong = world.client(person), []
    link = reverse("partnership", args=[world.tie.slug])
    for word, (part, kind, _values) in MARKED.items():
        if kind in ("contact", "link", "obstacle") and part in READS[person]:
            continue  # of these not every column is among the search words
        is_found = link in text_of(client.get(reverse("partnerships"), {"q": word}))
        if is_found != (part in READS[person]):
            wrong.append((word, is_found))
        said_of_it = text_of(client.get(reverse("search"), {"q": word}))
        if part not in READS[person] and link in said_of_it:
            wrong.append((word, "search"))
    assert wrong == []


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", ["partnership", "partnership-json", "partnership-history"])
def test_a_record_kept_back_is_not_there_for_strangers(person, name, world):
    client = world.client(person)
    status = client.get(reverse(name, args=[world.hidden.slug])).status_code
    insiders = {"officer": 200, "head": 200, "administrator": 200, "ministry": 403 if "history" in name else 200}
    assert status == insiders.get(person, 404)


@pytest.mark.parametrize("person", PEOPLE)
def test_the_database_answers_as_the_rules_do(person, world):
    """For every record and every part, and for every row of every table of every live record."""
    user = world.users[person]
    who = who_is(user, day=world.today) if user else ANYBODY
    ties = list(Partnership.objects.all())
    for part in PARTS:
        by_rules = {tie.pk for tie in ties if _reads(who, tie, part, world)}
        assert set(Partnership.objects.filter(reading.readable(who, part)).values_list("pk", flat=True)) == by_rules
    for model in reading.TABLES:
        way = _way(model)
        seen = set(model.objects.filter(reading.readable_rows(who, model, way)).values_list("pk", flat=True))
        rows = model.objects.filter(**{f"{way}__origin": "live"})
        assert seen & {row.pk for row in rows} == {
            row.pk for row in rows if _reads(who, _tie(row), part_of_row(row), world)
        }


def _reads(who, tie, part, world):
    largest = part_read(who, facts_for_rights(tie, world.today))
    return largest is not None and PARTS.index(part) <= PARTS.index(largest)


def _way(model):
    names = {column.name for column in model._meta.fields}
    return next(
        way
        for way in ("partnership", "instrument__partnership", "activity__partnership")
        if way.partition("__")[0] in names
    )


def _tie(row):
    return (
        row.partnership
        if hasattr(row, "partnership_id")
        else (getattr(row, "instrument", None) or row.activity).partnership
    )


def test_a_page_of_the_record_reads_the_rows_of_its_part(world):
    """Fewer rows for fewer readers, and those of a part are the rows that the rules put there."""
    for part in PARTS:
        rows = rows_of(world.tie, part)
        found = [*rows.instruments, *rows.activities, *rows.contacts, *rows.events, *rows.obstacles, *rows.commitments]
        assert {PARTS.index(part_of_row(row)) <= PARTS.index(part) for row in found} == {True}
    assert len(rows_of(world.tie, Part.PUBLIC).activities) == 2
    assert rows_of(world.tie, Part.PUBLIC).disputes == []
    assert rows_of(world.tie, Part.RECORD).disputes


def test_states_for_the_public_follow_from_public_rows_alone(world):
    """The office knows a contact of 2018 and a hidden activity of 2024; nobody else may conclude so from a state."""
    public = StateSpan.objects.filter(partnership=world.tie, of_public=True)
    hidden = {str(row.pk) for word, row in world.rows.items() if part_of_row(row) != Part.PUBLIC}
    assert not any(hidden & set(span.because) for span in public)
    whole = StateSpan.objects.filter(partnership=world.tie, of_whole=True)
    assert any(hidden & set(span.because) for span in whole)
    first = {
        who: lines_of(existing(world.today, who=who).filter(pk=world.tie.pk), world.today, who=who)[0].first_day
        for who in (ANYBODY, EVERYTHING)
    }
    assert str(first[EVERYTHING]) == "2018-01-01"
    assert first[ANYBODY] > first[EVERYTHING]


def test_no_reader_is_told_that_nothing_was_done_where_the_office_published_nothing(world):
    """A field in which the office's activities are not public is promised, not asleep."""
    record = record_of(world.tie, world.today, who=ANYBODY)
    assert {line.state for line in record.fields} <= {"promised", "delivered", "cannot_be_said"}
    assert record.ladder == record.gaps == record.exclusivity == record.disputes == []
