"""Words for kinds of offices, and for what an event of an office was."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

KIND: dict[str, Any] = {
    "city": _("city office"),
    "ministry": _("ministry or umbrella body"),
    "research": _("researchers"),
}
KIND_MEANS: dict[str, Any] = {
    "city": _("Keeps the record of the partnerships of a city, regency or province."),
    "ministry": _("Reads the records of the governments in its scope, without drafts and contacts."),
    "research": _("Reads and exports the shared cases."),
}
LANGUAGES: list[tuple[str, Any]] = [
    ("id", _("Indonesian")),
    ("en", _("English")),
    ("ko", _("Korean")),
    ("ja", _("Japanese")),
    ("zh", _("Chinese")),
    ("ms", _("Malay")),
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("de", _("German")),
    ("ar", _("Arabic")),
]
