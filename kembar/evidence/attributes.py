"""What sources say of acts: how they are cited and what they are said to govern."""

from django.utils.translation import gettext_lazy as _

from kembar.evidence.catalogue import Attribute, Kind, register
from kembar.law.models import Act


def register_all() -> None:
    """This will put acts into the catalogue."""
    register(
        Kind(
            "act",
            _("act"),
            Act,
            {
                attribute.code: attribute
                for attribute in (
                    Attribute("citation", "word", _("kind, number and year"), comparator="equal"),
                    Attribute("about", "word", _("what it governs"), comparator="equal"),
                    Attribute("title", "text", _("title")),
                )
            },
            record="act",
        )
    )
