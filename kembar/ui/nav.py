"""Which pages does the header lead to, in which order, and which of them is the reader on?"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NavItem:
    """One entry of the header; ``also`` names the addresses below it, so that it stays marked there."""

    url_name: str
    label: str | Promise
    also: tuple[str, ...] = ()

    def holds(self, url_name: str | None) -> bool:
        return url_name == self.url_name or url_name in self.also


LITERATURE = (
    "corpus", "corpus-new", "corpus-read", "corpus-manage", "corpus-works", "corpus-work", "corpus-map", "map-new",
    "text-check", "similarity-new", "similarity",
    "studies", "study", "study-add", "study-code", "study-bear", "study-withdraw", "studies-agreement",
)  # fmt: skip
NAVIGATION = (
    NavItem("home", _("Home")),
    NavItem("partnerships", _("Partnerships"), also=("partnership", "government", "organisation")),
    NavItem(
        "partners",
        _("Find a partner"),
        also=(
            "why",
            "city",
            "country",
            "network",
            "partners-compare",
            "board",
            "office-candidates",
            "office-candidate",
            "office-needs",
        ),
    ),
    NavItem("documents", _("Five documents"), also=("document",)),
    NavItem("factors", _("Factors"), also=("factor", "fields")),
    NavItem("corpora", _("Literature"), also=LITERATURE),
    NavItem("disputes", _("Disputes & checks"), also=("dispute", "checks", "check")),
    NavItem("law", _("Law"), also=("act", "article")),
    NavItem("about", _("About"), also=("gallery",)),
)
