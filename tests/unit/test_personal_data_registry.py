"""Is every column that may hold something about a person named with its purpose, or said to hold none?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from kembar.keeping.personal import NOT_PERSONAL, PERSONAL, stale, suspects, unaccounted


def test_every_column_about_persons_is_named_with_purpose_and_retention():
    assert unaccounted() == [], (
        "Name each column in kembar/keeping/personal.py: in PERSONAL with purpose and retention, "
        "or in NOT_PERSONAL with the reason why it holds nothing about a person."
    )


def test_nothing_is_named_that_does_not_exist():
    assert stale() == []


def test_every_entry_says_whose_what_what_for_and_how_long():
    for one in PERSONAL:
        assert all(map(str, (one.whose, one.what, one.purpose, one.retention))), one.model
    assert all(NOT_PERSONAL.values())


@pytest.fixture
def scratch() -> Iterator[type[models.Model]]:
    """A table that somebody adds, gone from the registry of tables afterwards."""

    class Visitor(models.Model):
        telephone = models.CharField(max_length=20)
        reached_at = models.EmailField()
        seen_from = models.GenericIPAddressField()
        signed_in_as = models.ForeignKey("access.User", on_delete=models.CASCADE)
        remarks = models.TextField()
        colour = models.CharField(max_length=4, choices=[("red", "red")])
        height = models.IntegerField()

        class Meta:
            app_label = "keeping"

        def __str__(self) -> str:
            return self.telephone

    yield Visitor
    del apps.all_models["keeping"]["visitor"]
    apps.clear_cache()


def test_a_new_column_about_a_person_is_found(scratch: type[models.Model]):
    assert unaccounted([scratch]) == [
        "keeping.Visitor.reached_at",
        "keeping.Visitor.remarks",
        "keeping.Visitor.seen_from",
        "keeping.Visitor.signed_in_as",
        "keeping.Visitor.telephone",
    ]


def test_a_table_of_things_is_left_alone():
    assert list(suspects([apps.get_model("partnerships.StateSpan"), apps.get_model("law.ListedField")])) == []


def test_people_sources_and_accounts_are_among_the_suspects():
    found = set(suspects())
    assert {
        "partnerships.Person.name",
        "partnerships.Tenure.title",
        "partnerships.Signature.person",
        "partnerships.Participant.text",
        "access.User.email",
        "audit.Event.by",
        "evidence.Source.authors",
    } <= found
