"""Does anybody learn, by guessing addresses and ids in forms, what another office keeps?"""

import re

import pytest
from django.urls import reverse

from kembar.access.models import User
from kembar.partnerships.actions.rows import add_row
from kembar.partnerships.forms.layout import LAYOUTS
from kembar.partnerships.models import Partnership, Person
from kembar.studies.forms import CodingForm
from kembar.studies.queries import known_codes
from kembar.studies.show import Names
from tests.factories.offices import START, opened, staffed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
SECRET = "Rapat tertutup tentang utang"


@pytest.fixture
def bogor():
    return staffed("Kota Bogor", government="bogor")


@pytest.fixture
def tie(bogor):
    return opened(bogor).partnership


@pytest.fixture
def hidden():
    """A record that another office keeps to itself."""
    bandung = staffed("Kota Bandung", government="bandung")
    tie = opened(bandung, parties=("bandung", "daejeon"), name={"id": SECRET}).partnership
    Partnership.objects.filter(pk=tie.pk).update(is_published=False)
    told = {"by": bandung.officer, "at": START}
    letter = {"kind": "letter", "subject": {"id": SECRET}, "date": "2021-03-04"}
    return {
        "tie": tie,
        "paper": add_row(kind="instrument", parent=tie, values={"kind": "mou", "date": "2017-04-05"}, **told).row,
        "promise": add_row(kind="commitment", parent=tie, values={"text": {"id": SECRET}}, **told).row,
        "letter": add_row(kind="contact", parent=tie, values=letter, **told).row,
        "person": add_row(kind="person", values={"name": "Rahasia Sekali"}, **told).row,
    }


def posted(client, keeper, tie, child, **typed):
    client.force_login(User.objects.get(pk=keeper.officer.user_id))
    address = reverse("new-row", args=[LAYOUTS["partnership"].address, tie.pk, LAYOUTS[child].address])
    return client.post(address, typed)


def told(answer):
    """The page without what was typed and is shown again."""
    return re.sub(r'value="[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize(
    ("child", "name", "which", "known"),
    [
        ("contact", "answers", "letter", "4 Maret 2021"),
        ("commitment", "instrument", "paper", "5 April 2017"),
        ("activity", "commitment", "promise", SECRET),
    ],
)
def test_an_id_of_another_record_is_refused_without_a_word_of_what_it_is(
    client, bogor, tie, hidden, child, name, which, known
):
    answer = posted(client, bogor, tie, child, **{name: str(hidden[which].pk)})
    assert answer.status_code == 422
    assert known not in answer.content.decode()
    assert SECRET not in answer.content.decode()


def test_the_address_of_a_hidden_record_is_answered_like_one_that_is_not_there(client, bogor, tie, hidden):
    pages = {
        slug: told(posted(client, bogor, tie, "link", other=slug, kind="precedent")).replace(slug, "")
        for slug in (hidden["tie"].slug, "zzyx-qqwv")
    }
    shown = [re.sub(r'name="form-mark"|[0-9a-f-]{36}', "", page) for page in pages.values()]
    assert SECRET not in "".join(shown)
    assert "not_found" not in "".join(shown)
    sentences = [re.findall(r'class="field-error"[^>]*>([^<]*)<', page) for page in shown]
    assert sentences[0] == sentences[1] != []


def test_a_chosen_hidden_record_or_person_is_no_choice(client, bogor, tie, hidden):
    slug = hidden["tie"].slug
    typed = {"other": "x", "other-pick": slug, "other-was": "x", "kind": "precedent"}
    assert posted(client, bogor, tie, "link", **typed).status_code == 422
    assert not tie.links.exists()
    paper = add_row(kind="instrument", parent=tie, values={"kind": "mou"}, by=bogor.officer, at=START).row
    address = reverse("new-row", args=[LAYOUTS["instrument"].address, paper.pk, LAYOUTS["signature"].address])
    client.post(address, {"side": "a", "person": hidden["person"].slug})
    (signed,) = paper.signatures.all()
    assert signed.person != hidden["person"]
    assert Person.objects.get(pk=signed.person_id).kept_by == bogor.office


def test_a_coder_names_no_case_that_is_not_everybodys(hidden):
    slug = hidden["tie"].slug
    assert slug not in known_codes()["pairs"]
    assert "bogor-kisarazu" in known_codes()["pairs"]
    for typed in (slug, SECRET):
        form = CodingForm({"pairs": typed})
        assert not form.is_valid()
        assert slug not in str(form.errors["pairs"]).replace(f"“{typed}”", "")
    assert Names().of("pairs", slug) == slug, "a code that was kept before is shown as such, without a name or link"


def test_how_many_persons_offices_keep_is_for_the_administrator(client, bogor, hidden):
    def page():
        answer = client.get(reverse("personal-data"), headers={"Accept-Language": "en"})
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())

    assert "How many now" not in page()
    before = page()
    add_row(kind="person", values={"name": "Satu Lagi"}, by=bogor.officer, at=START)
    assert page() == before
    client.force_login(User.objects.create_superuser("root", password="not secret at all"))
    assert "How many now" in page()
