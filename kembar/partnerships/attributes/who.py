"""Governments, organisations, people, their names and terms of office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kembar.evidence.catalogue import Attribute, Kind
from kembar.partnerships import models
from kembar.partnerships.attributes.declare import choice, date, number, of, own_or_casebook, refers, text, word
from kembar.partnerships.models.governments import LEVELS


def who() -> list[Kind]:
    return [
        Kind(
            "government",
            _("government"),
            models.Government,
            of(
                text("name", _("name"), required=True),
                choice("level", _("level"), LEVELS),
                number("tier", _("tier in its own country")),
                refers("country", _("country"), "country"),
                refers("seat", _("seat"), "place"),
                refers("parent", _("part of"), "government"),
                Attribute("traits", "texts", _("what is told of it")),
                Attribute("adjoins", "codes", _("adjoins"), refers_to="government"),
            ),
            record="government",
            children={"names": "name", "tenures": "tenure"},
        ),
        Kind(
            "organisation",
            _("organisation"),
            models.Organisation,
            of(
                text("name", _("name"), required=True),
                choice("kind", _("kind"), models.Organisation.KINDS),
                refers("country", _("country"), "country"),
                refers("seat", _("seat"), "place"),
            ),
            record="organisation",
            children={"names": "name", "tenures": "tenure"},
        ),
        Kind(
            "person",
            _("person"),
            models.Person,
            of(word("name", _("name"), required=True)),
            record="person",
            children={"names": "name", "tenures": "tenure"},
            readable=own_or_casebook(models.Person),
        ),
        Kind(
            "name",
            _("name"),
            models.Name,
            of(
                word("text", _("name"), required=True),
                word("language", _("language")),
                word("script", _("script")),
                choice("kind", _("kind"), models.Name.KINDS, comparator="none"),
                date("began", _("from")),
                date("ended", _("until")),
            ),
            record="parent",
        ),
        Kind(
            "tenure",
            _("term of office"),
            models.Tenure,
            of(
                refers("person", _("person"), "person"),
                refers("government", _("government"), "government"),
                refers("organisation", _("organisation"), "organisation"),
                choice("role", _("role"), models.Tenure.ROLES, required=True),
                text("title", _("office held")),
                date("began", _("from")),
                date("ended", _("until")),
            ),
            record="parent",
        ),
    ]
