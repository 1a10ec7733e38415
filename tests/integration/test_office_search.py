"""An office's search for a partner: needs, aims, limits, shortlist, decisions kept for good, offers, answers, board."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kembar.access.models import User
from kembar.access.permissions import NotAllowed
from kembar.audit.models import Event
from kembar.law.models import ListedField
from kembar.matching import actions, examples, shortlists
from kembar.matching.actions.rights import Refusal
from kembar.matching.choice import Order
from kembar.matching.models import Aim, CandidateCity, Decision, Outreach, SearchLimits, Wish
from kembar.matching.queries import known_wishes
from kembar.matching.rules import aims_served, beyond_limits, days_waited
from kembar.partnerships.models import Field
from kembar.places.models import Country, Place
from tests.factories.offices import staffed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
AT = datetime(2026, 11, 1, 3, tzinfo=UTC)
TODAY = date(2026, 11, 1)


@pytest.fixture
def bogor():
    return staffed("Kota Bogor", government="bogor")


@pytest.fixture
def bandung():
    return staffed("Kota Bandung", government="bandung")


def place(name):
    return Place.objects.filter(name=name).order_by("-population").first()


def field(code):
    return Field.objects.get(code=code)


def signed_in(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    client.cookies["language"] = "en"
    return client


def wish(staff, code, kind, *, of="", public=False):
    who = place(of) if of else staff.office.government.seat
    return actions.enter_wish(
        place=who, field=field(code), kind=kind, office=staff.office, is_public=public, by=staff.officer, at=AT
    )


def candidate(staff, name="Daejeon", **more):
    return actions.shortlist(office=staff.office, place=place(name), by=staff.officer, at=AT, **more)


def decide(staff, row, outcome="chosen", reason="They answered first.", **more):
    return actions.decide(candidate=row, outcome=outcome, reason=reason, by=staff.head, at=AT, **more)


def sent(staff, row, on, channel="letter"):
    return actions.send_offer(candidate=row, channel=channel, sent_date=on, by=staff.officer, at=AT)


class TestNeedsAndOffers:
    @pytest.mark.requirement("R-040")
    def test_need_and_offer_lift_a_candidate_and_are_named(self, bogor):
        wish(bogor, "waste", "need")
        wish(bogor, "waste", "offer", of="Daejeon")
        page = signed_in(bogor.officer).get(f"{reverse('partners')}?city=Bogor&min_population=0&country=KR")
        row = next(row for row in page.context["rows"] if row["one"].place.name == "Daejeon")
        assert [(met.field.code, met.needed_by) for met in row["met"]] == [("waste", "us")]
        reason = next(one for one in row["one"].candidate.reasons if one.principle == "complementarity")
        assert reason.evidence == pytest.approx(0.6931, abs=1e-4)
        assert "waste management (we need it)" in page.content.decode()

    def test_what_an_office_keeps_to_itself_counts_for_nobody_else(self, bogor, bandung):
        wish(bogor, "waste", "need")
        wish(bogor, "waste", "offer", of="Daejeon")

        def evidence(office):
            order = Order(place("Bogor"), at=TODAY, office=office)
            reasons = order.of([place("Daejeon")])[0].candidate.reasons
            return next(one.evidence for one in reasons if one.principle == "complementarity")

        assert evidence(bogor.office.id) == pytest.approx(0.6931, abs=1e-4)
        assert evidence(bandung.office.id) is None
        assert evidence(None) is None

    def test_the_same_wish_again_changes_it_and_never_doubles(self, bogor):
        first = wish(bogor, "waste", "need")
        again = wish(bogor, "waste", "need", public=True)
        assert (first.pk, Wish.objects.count(), again.is_public) == (again.pk, 1, True)

    def test_two_offices_may_know_different_things_of_one_city(self, bogor, bandung):
        wish(bogor, "waste", "offer", of="Daejeon")
        wish(bandung, "waste", "offer", of="Daejeon")
        assert Wish.objects.filter(place=place("Daejeon")).count() == 2

    def test_the_page_keeps_what_was_typed_and_offers_the_cities_meant(self, bogor):
        client = signed_in(bogor.officer)
        sent_form = {"do": "wish", "wish-kind": "need", "wish-field": "waste", "wish-text": "Kompos"}
        answer = client.post(reverse("office-needs", args=["kota-bogor"]), {**sent_form, "wish-place": "Atlantis"})
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "No city is known by “Atlantis”" in page
        assert 'value="Kompos"' in page
        assert not Wish.objects.exists()


class TestTheBoard:
    @pytest.mark.requirement("R-040")
    def test_public_needs_meet_public_offers_of_other_offices(self, bogor, bandung):
        wish(bogor, "waste", "need", public=True)
        wish(bandung, "waste", "offer", public=True)
        wish(bogor, "tourism", "offer", public=True)
        wish(bandung, "health", "need")  # kept to itself
        found = shortlists.board()
        assert [one.field.code for one in found] == ["waste", "tourism"]
        assert [(need.place.name, offer.place.name) for need, offer in found[0].meets] == [("Bogor", "Bandung")]
        page = Client().get(reverse("board"), HTTP_COOKIE="language=en").content.decode()
        assert "Bogor needs what Bandung offers" in page
        assert "health" not in page

    def test_an_office_does_not_meet_itself(self, bogor):
        wish(bogor, "waste", "need", public=True)
        wish(bogor, "waste", "offer", public=True)
        assert shortlists.board()[0].meets == ()

    def test_what_is_taken_back_leaves_the_board(self, bogor):
        row = wish(bogor, "waste", "need", public=True)
        actions.withdraw_wish(wish=row, by=bogor.officer, at=AT)
        assert shortlists.board() == []


class TestAims:
    @pytest.mark.requirement("R-046")
    def test_kisarazu_serves_four_of_bogors_ten_targets(self, bogor):
        """Document 002, line 67: youth and pupils (4), tourism (5), spatial planning (6), public information (9)."""
        new = actions.begin_aims(office=bogor.office, aims=examples.bogor(), by=bogor.officer, at=AT)
        assert new == 16
        for code in ("education", "youth", "culture", "tourism", "urban_planning", "e_government"):
            wish(bogor, code, "offer", of="Kisarazu")
        aims = shortlists.aims_of(bogor.office)
        kisarazu = place("Kisarazu")
        proposed = shortlists.proposed_aims(aims, kisarazu.pk, known_wishes([kisarazu], bogor.office.id))
        assert [aim.position for aim in aims if aim.kind == "target" and aim.id in proposed] == [4, 5, 6, 9]

    def test_beginning_twice_adds_nothing(self, bogor):
        begin = {"office": bogor.office, "aims": examples.bogor(), "by": bogor.officer, "at": AT}
        assert (actions.begin_aims(**begin), actions.begin_aims(**begin), Aim.objects.count()) == (16, 0, 16)

    def test_an_aim_is_served_by_any_of_its_fields(self):
        assert aims_served({"a": {"x", "y"}, "b": {"z"}, "c": set()}, {"y"}) == {"a"}

    @pytest.mark.requirement("R-046")
    def test_a_candidate_that_serves_no_aim_warns_and_the_warning_is_kept_with_the_decision(self, bogor):
        actions.begin_aims(office=bogor.office, aims=examples.bogor(), by=bogor.officer, at=AT)
        row = candidate(bogor)
        url = reverse("office-candidate", args=["kota-bogor", row.place_id])
        answer = signed_in(bogor.head).post(
            url, {"do": "decide", "decide-outcome": "chosen", "decide-reason": "The mayor knows them."}
        )
        assert answer.status_code == 302
        assert "no_aim" in {one["code"] for one in Decision.objects.get().against}


class TestLimits:
    def set(self, staff, **values):
        given = {
            "budget": None,
            "currency": "",
            "budget_note": "",
            "languages": [],
            "max_hours": None,
            "max_flight_hours": None,
        }
        actions.set_limits(office=staff.office, values=given | values, by=staff.officer, at=AT)

    def test_what_lies_beyond_warns_and_stays_in_the_list(self, bogor):
        query = f"{reverse('partners')}?city=Bogor&min_population=0&country=KR"
        client = signed_in(bogor.officer)
        before = [row["one"].place.pk for row in client.get(query).context["rows"]]
        self.set(bogor, languages=["id"], max_hours=1.0, max_flight_hours=5.0)
        page = client.get(query)
        assert [row["one"].place.pk for row in page.context["rows"]] == before
        text = page.content.decode()
        assert "2 hours between the clocks; your limit is 1." in text
        assert "hours of flight; your limit is 5." in text
        assert "Official there: Korean; none of the languages you entered." in text

    def test_limits_of_an_office_are_not_shown_to_others(self, bogor, bandung):
        self.set(bogor, max_hours=1.0)
        page = signed_in(bandung.officer).get(f"{reverse('partners')}?city=Bogor&min_population=0&country=KR")
        assert "your limit" not in page.content.decode()

    def test_a_limit_that_is_not_set_or_not_known_says_nothing(self):
        nothing = {"max_hours": None, "max_flight_hours": 3, "languages": (), "hours": 9, "flight_hours": None}
        assert beyond_limits(**nothing, spoken=("ko",)) == []

    def test_a_budget_needs_a_currency_and_is_read_as_typed(self, bogor):
        client, url = signed_in(bogor.officer), reverse("office-needs", args=["kota-bogor"])
        wrong = client.post(url, {"do": "limits", "limits-budget": "250.000.000"})
        assert wrong.status_code == 400
        assert "In which currency" in wrong.content.decode()
        client.post(url, {"do": "limits", "limits-budget": "250.000.000", "limits-currency": "IDR"})
        assert SearchLimits.objects.get().budget == 250_000_000
        assert 'value="250,000,000"' in client.get(url).content.decode()

    @pytest.mark.parametrize("typed", ["-1", "many", "1e400"])
    def test_limits_that_are_no_numbers_are_told(self, bogor, typed):
        url = reverse("office-needs", args=["kota-bogor"])
        answer = signed_in(bogor.officer).post(url, {"do": "limits", "limits-max_hours": typed})
        assert answer.status_code == 400
        assert "Write a number from 0 to 24" in answer.content.decode()


class TestTheShortlist:
    @pytest.mark.requirement("R-049")
    def test_it_keeps_what_the_list_said_that_day(self, bogor):
        client = signed_in(bogor.officer)
        found_at = f"{reverse('partners')}?city=Bogor&min_population=0&w_size=2"
        url = reverse("office-candidates", args=["kota-bogor"])
        assert "Daejeon" not in client.get(url).content.decode()
        answer = client.post(url, {"do": "add", "add-place": str(place("Daejeon").pk), "add-found_at": found_at})
        row = CandidateCity.objects.get()
        assert answer["Location"] == reverse("office-candidate", args=["kota-bogor", row.place_id])
        listed = client.get(f"{reverse('partners-export', args=['json'])}?city=Bogor&min_population=0&w_size=2").json()
        daejeon = next(one for one in listed["candidates"] if one["name"] == "Daejeon")
        assert (row.seen["rank"], row.seen["considered"]) == (daejeon["rank"], listed["considered"])
        assert row.seen["weights"]["size"] == 2
        assert row.address == found_at
        page = client.get(answer["Location"]).content.decode()
        assert f"number {row.seen['rank']} of {row.seen['considered']:,}" in page

    def test_an_address_elsewhere_is_not_kept(self, bogor):
        url = reverse("office-candidates", args=["kota-bogor"])
        data = {"do": "add", "add-place": str(place("Daejeon").pk), "add-found_at": "https://elsewhere.example/mitra/"}
        signed_in(bogor.officer).post(url, data)
        assert CandidateCity.objects.get().address == ""

    def test_a_city_stands_once_and_a_second_note_is_added(self, bogor):
        candidate(bogor, note="Seen at a fair")
        row = candidate(bogor, note="Wrote in May")
        assert (CandidateCity.objects.count(), row.note) == (1, "Seen at a fair\nWrote in May")

    def test_our_own_city_is_refused(self, bogor):
        with pytest.raises(Refusal, match="own_city"):
            candidate(bogor, "Bogor")

    def test_taking_off_needs_a_reason_and_everything_stays_to_be_read(self, bogor):
        row = candidate(bogor)
        with pytest.raises(Refusal, match="no_reason"):
            actions.drop_candidate(candidate=row, why="  ", by=bogor.officer, at=AT)
        actions.drop_candidate(candidate=row, why="No budget", by=bogor.officer, at=AT)
        page = signed_in(bogor.officer).get(reverse("office-candidates", args=["kota-bogor"])).content.decode()
        assert "No budget" in page
        again = candidate(bogor)
        assert (again.pk != row.pk, CandidateCity.objects.count()) == (True, 2)

    def test_another_offices_search_is_not_there(self, bogor, bandung):
        row = candidate(bogor)
        stranger = signed_in(bandung.head)
        for name, arguments in (
            ("office-needs", ["kota-bogor"]),
            ("office-candidates", ["kota-bogor"]),
            ("office-candidate", ["kota-bogor", row.place_id]),
        ):
            url = reverse(name, args=arguments)
            assert stranger.get(url).status_code == 404
            assert stranger.post(url, {"do": "drop", "why": "x"}).status_code == 404
        with pytest.raises(NotAllowed):
            actions.drop_candidate(candidate=row, why="x", by=bandung.head, at=AT)
        assert CandidateCity.objects.get().withdrawn_at is None

    def test_pages_take_few_queries(self, bogor, django_assert_max_num_queries):
        actions.begin_aims(office=bogor.office, aims=examples.bogor(), by=bogor.officer, at=AT)
        wish(bogor, "waste", "need")
        for name in ("Daejeon", "Seoul", "Kyoto", "Xiamen"):
            row = candidate(bogor, name)
            wish(bogor, "waste", "offer", of=name)
            sent(bogor, row, date(2026, 10, 1))
            decide(bogor, row, "later", "Not this year")
            decide(bogor, row, "chosen", "Now")
        client = signed_in(bogor.head)
        for name, arguments in (
            ("office-needs", ["kota-bogor"]),
            ("office-candidates", ["kota-bogor"]),
            ("office-candidate", ["kota-bogor", row.place_id]),
        ):
            client.get(reverse(name, args=arguments))
            with django_assert_max_num_queries(20):
                assert client.get(reverse(name, args=arguments)).status_code == 200


class TestDecisions:
    def test_a_decision_needs_a_reason_and_a_head(self, bogor):
        row = candidate(bogor)
        with pytest.raises(Refusal, match="no_reason"):
            decide(bogor, row, reason=" ")
        with pytest.raises(NotAllowed):
            actions.decide(candidate=row, outcome="chosen", reason="x", by=bogor.officer, at=AT)
        url = reverse("office-candidate", args=["kota-bogor", row.place_id])
        data = {"do": "decide", "decide-outcome": "chosen", "decide-reason": "x"}
        assert signed_in(bogor.officer).post(url, data).status_code == 403
        assert not Decision.objects.exists()

    def test_it_is_kept_for_good(self, bogor):
        decision = decide(bogor, candidate(bogor))
        with pytest.raises(TypeError):
            decision.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            CandidateCity.objects.all().delete()
        assert Decision.objects.count() == 1
        assert Event.objects.filter(action="matching.decide", why="They answered first.").exists()

    def test_the_newest_that_stands_counts_and_one_taken_back_stays_readable(self, bogor):
        row = candidate(bogor)
        decide(bogor, row, "refused", "Too far")
        later = actions.decide(
            candidate=row,
            outcome="chosen",
            reason="A direct flight",
            by=bogor.head,
            at=datetime(2026, 11, 2, tzinfo=UTC),
        )
        line = shortlists.line_of(bogor.office, row.place_id, TODAY)
        assert (line.decision.outcome, len(line.candidate.decisions.all())) == ("chosen", 2)
        with pytest.raises(Refusal, match="no_reason"):
            actions.withdraw_decision(decision=later, why="", by=bogor.head, at=AT)
        actions.withdraw_decision(decision=later, why="The flight was cancelled", by=bogor.head, at=AT)
        assert shortlists.line_of(bogor.office, row.place_id, TODAY).decision.outcome == "refused"
        page = signed_in(bogor.officer).get(reverse("office-candidate", args=["kota-bogor", row.place_id]))
        assert "The flight was cancelled" in page.content.decode()
        assert "A direct flight" in page.content.decode()

    def test_a_chosen_one_leads_to_the_form_that_opens_the_partnership(self, bogor):
        row = candidate(bogor, "Kochi")
        url = reverse("office-candidate", args=["kota-bogor", row.place_id])
        client = signed_in(bogor.head)
        assert reverse("open-partnership") not in client.get(url).content.decode()
        decide(bogor, row)
        opening = client.get(url).context["opening"]
        assert "kita=government%3Abogor" in opening
        assert client.get(opening).status_code == 200

    def test_a_reserved_matter_cannot_be_chosen_and_can_be_refused(self, bogor):
        row = candidate(bogor)
        matter = ListedField.objects.filter(field_list__effect="reserves").first()
        change = {"note": "", "aims_met": (), "by": bogor.officer, "at": AT}
        actions.change_candidate(candidate=row, reserved=matter, **change)
        url = reverse("office-candidate", args=["kota-bogor", row.place_id])
        client = signed_in(bogor.head)
        assert "reserved to the central government" in client.get(url).content.decode()
        data = {"do": "decide", "decide-outcome": "chosen", "decide-reason": "Good people"}
        answer = client.post(url, data)
        assert answer.status_code == 400
        assert "The law stands against choosing it" in answer.content.decode()
        assert "Good people" in answer.content.decode()
        row.refresh_from_db()
        decide(bogor, row, "refused", "Reserved matter")
        actions.change_candidate(candidate=row, reserved=None, **change)
        row.refresh_from_db()
        assert decide(bogor, row).outcome == "chosen"

    def test_without_diplomatic_relations_it_cannot_be_chosen(self, bogor):
        row = candidate(bogor)
        one, other = Country.objects.get(code="ID"), Country.objects.get(code="KR")
        actions.record_no_relations(one=one, other=other, source="a test", by=bogor.officer, at=AT)
        with pytest.raises(Refusal) as caught:
            decide(bogor, row)
        assert [block.code for block in caught.value.data["blocks"]] == ["no_diplomatic_relations"]


class TestOffersAndAnswers:
    @pytest.mark.requirement("R-047")
    def test_three_offers_went_out_and_the_fastest_answer_is_seen(self, bogor):
        """As Kisarazu asked Lampung, Semarang and Bogor, and Bogor answered first (002:49)."""
        for name, answered in (("Daejeon", date(2026, 9, 20)), ("Seoul", date(2026, 9, 5)), ("Kyoto", None)):
            offer = sent(bogor, candidate(bogor, name), date(2026, 9, 1))
            if answered:
                actions.answer_offer(outreach=offer, answer="accepts", answer_date=answered, by=bogor.officer, at=AT)
        lines = shortlists.lines_of(bogor.office, TODAY)
        days = {line.candidate.place.name: (line.sent[0].days, line.sent[0].is_answered) for line in lines}
        assert days == {"Daejeon": (19, True), "Seoul": (4, True), "Kyoto": (61, False)}
        answers = shortlists.answers_of(lines)
        assert (answers.sent, answers.answered, answers.open, answers.median_days) == (3, 2, 1, 11.5)
        page = signed_in(bogor.officer).get(f"{reverse('office-candidates', args=['kota-bogor'])}?as-at=2026-11-01")
        assert "61 days, not answered yet" in page.content.decode()

    def test_days_are_counted_as_at_a_day(self):
        assert days_waited(date(2026, 1, 1), date(2026, 3, 1), date(2026, 2, 1)) == (31, False)
        assert days_waited(date(2026, 1, 1), None, date(2025, 12, 1)) == (0, False)

    def test_what_cannot_have_happened_is_refused(self, bogor):
        row = candidate(bogor)
        with pytest.raises(Refusal, match="in_the_future"):
            sent(bogor, row, date(2026, 11, 2))
        offer = sent(bogor, row, date(2026, 10, 1))
        reply = {"outreach": offer, "answer": "declines", "by": bogor.officer, "at": AT}
        with pytest.raises(Refusal, match="answered_before_sent"):
            actions.answer_offer(answer_date=date(2026, 9, 30), **reply)
        with pytest.raises(Refusal, match="in_the_future"):
            actions.answer_offer(answer_date=date(2026, 12, 1), **reply)
        actions.answer_offer(answer_date=date(2026, 10, 2), **reply)
        with pytest.raises(Refusal, match="answered"):
            actions.answer_offer(answer_date=date(2026, 10, 3), **reply)

    def test_a_wrong_entry_is_taken_back_with_a_reason_and_no_longer_counts(self, bogor):
        row = candidate(bogor)
        offer = sent(bogor, row, date(2026, 10, 1))
        actions.withdraw_offer(outreach=offer, why="It was another city", by=bogor.officer, at=AT)
        lines = shortlists.lines_of(bogor.office, TODAY)
        assert shortlists.answers_of(lines).sent == 0
        assert Outreach.objects.get().withdrawn_why == "It was another city"
        with pytest.raises(Refusal, match="withdrawn"):
            actions.answer_offer(
                outreach=offer, answer="accepts", answer_date=date(2026, 10, 2), by=bogor.officer, at=AT
            )

    def test_the_form_says_what_is_wrong(self, bogor):
        row = candidate(bogor)
        url = reverse("office-candidate", args=["kota-bogor", row.place_id])
        data = {"do": "offer", "offer-sent_date": "2999-01-01", "offer-channel": "letter", "offer-text": "Surat 12"}
        answer = signed_in(bogor.officer).post(url, data)
        assert answer.status_code == 400
        assert "That day has not come yet" in answer.content.decode()
        assert 'value="Surat 12"' in answer.content.decode()
