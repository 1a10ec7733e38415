"""Rows of many tables read by one query are the rows that one query each would have given."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kembar.access.models import Office
from kembar.access.permissions import EVERYTHING
from kembar.evidence.models import Source, Statement
from kembar.partnerships.models import Activity, CostShare, Instrument, Partnership, StateSpan
from kembar.partnerships.queries.record import record_of
from kembar.partnerships.queries.shapes import record_shape
from kembar.values.together import attach, gather, together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
TODAY = date(2026, 11, 22)


def columns(row):
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def about(values):
    """Floating-point numbers to the 15 digits that are promised, everything else exactly."""
    return {
        name: pytest.approx(value, rel=1e-14) if isinstance(value, float) else value for name, value in values.items()
    }


@pytest.mark.parametrize("label", ["partnerships", "evidence", "law"])
def test_every_table_of_a_subject_comes_back_with_the_values_it_holds(label):
    models = [model for model in apps.get_app_config(label).get_models() if model._default_manager.exists()]
    assert len(models) > 3
    found = together(*(model._default_manager.order_by("pk") for model in models))
    for model, rows in zip(models, found, strict=True):
        expected = list(model._default_manager.order_by("pk"))
        assert [columns(row) for row in rows] == [about(columns(row)) for row in expected], model.__name__
        assert {type(row) for row in rows} == {model}


def test_moments_decimals_truths_and_texts_that_look_like_json_come_back_as_they_were():
    at = datetime(2026, 3, 4, 5, 6, 7, 891234, tzinfo=UTC)
    Office.objects.create(slug="o", name='{"a": 1}', languages=["id", "ko"], created_at=at, created_by="null")
    paper = Instrument.objects.first()
    CostShare.objects.create(instrument=paper, side="a", share_percent=Decimal("33.30"), text={"en": "a third"})
    offices, shares, spans = together(
        Office.objects.filter(slug="o"), CostShare.objects.filter(instrument=paper), StateSpan.objects.none()
    )
    assert columns(offices[0]) == columns(Office.objects.get(slug="o"))
    assert offices[0].created_at == at
    assert (offices[0].name, offices[0].created_by, offices[0].languages) == ('{"a": 1}', "null", ["id", "ko"])
    assert shares[0].share_percent == Decimal("33.30")
    assert spans == []


def test_one_query_is_asked_whatever_the_number_of_tables():
    with CaptureQueriesContext(connection) as asked:
        together(Partnership.objects.all(), Activity.objects.all(), Source.objects.all(), Statement.objects.all())
    assert len([one for one in asked if "UNION ALL" in one["sql"]]) == 1
    assert len(asked) == 1


def test_nothing_asked_for_gives_nothing_and_an_empty_filter_gives_an_empty_list():
    assert together() == []
    none, all_of_them = together(Partnership.objects.filter(pk__in=[]), Partnership.objects.all())
    assert none == []
    assert len(all_of_them) == Partnership.objects.count()


def test_rows_stand_in_the_order_that_the_query_or_the_table_gives():
    backwards, by_table = together(Partnership.objects.order_by("-slug"), Partnership.objects.all())
    assert [row.slug for row in backwards] == [row.slug for row in Partnership.objects.order_by("-slug")]
    assert [row.slug for row in by_table] == [row.slug for row in Partnership.objects.all()]


def test_a_column_left_out_is_fetched_when_it_is_asked_for():
    (rows,) = together(Partnership.objects.filter(slug="bogor-kisarazu"), leaving_out=["search_text"])
    with CaptureQueriesContext(connection) as asked:
        assert "kisarazu" in rows[0].search_text
    assert len(asked) == 1


def test_references_that_were_attached_and_gathered_ask_nothing_more():
    ties, activities = together(Partnership.objects.all(), Activity.objects.all())
    attach(activities, "partnership", ties)
    gather(ties, "activities", activities, "partnership_id")
    with CaptureQueriesContext(connection) as asked:
        told = {tie.slug: len(tie.activities.all()) for tie in ties}
        assert {one.partnership.slug for one in activities} == {slug for slug, n in told.items() if n}
    assert len(asked) == 0
    assert told["bogor-kisarazu"] == Activity.objects.filter(partnership__slug="bogor-kisarazu").count()


def test_a_whole_record_takes_seven_queries_and_no_more_when_all_of_it_is_shown():
    for slug in ("bandung-seoul", "kampar-mtdc", "ichikawa-mitra-tidak-disebut"):
        tie = Partnership.objects.get(slug=slug)
        with CaptureQueriesContext(connection) as asked:
            shape = record_shape(record_of(tie, TODAY, who=EVERYTHING))
        assert len(asked) <= 6, [one["sql"][:80] for one in asked]
        assert shape["statements"]


def test_a_withdrawn_row_is_in_no_record():
    tie = Partnership.objects.get(slug="bogor-kisarazu")
    row = Activity.objects.filter(partnership=tie).first()
    assert str(row.id) in record_of(tie, TODAY, who=EVERYTHING).rows
    Activity.objects.filter(pk=row.pk).update(
        withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC), withdrawn_by="somebody", withdrawn_why="entered twice"
    )
    assert str(row.id) not in record_of(tie, TODAY, who=EVERYTHING).rows
    assert uuid.UUID(str(row.id)) == row.id
