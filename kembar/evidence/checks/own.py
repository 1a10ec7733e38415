"""The checks that evidence itself registers."""

from django.utils.translation import gettext_lazy as _

from kembar.evidence.checks import counts, law, literature, places
from kembar.evidence.checks.registry import Check, register


def register_all() -> None:
    """This will register the checks on texts, in the order in which readers meet them."""
    register(
        Check(
            law.CODE,
            _("Law cited wrongly"),
            _(
                "Every act that a text cites is looked up among the acts the register knows: is there such a number "
                "and year, does it govern the matter it is cited for, was it in force when it is said to apply, and "
                "did it replace what it is said to replace?"
            ),
            law.run,
        ),
        Check(
            literature.CITATIONS,
            _("Citations and bibliography"),
            _(
                "Every citation is compared with the bibliography of its text: not listed, listed with another year, "
                "spelled otherwise. Texts whose bibliography was not handed down cannot be compared."
            ),
            literature.citations,
        ),
        Check(
            literature.OLDER,
            _("Source older than the event"),
            _("A work cannot tell of what happened after the year in which it came out."),
            literature.older_than_event,
        ),
        Check(
            counts.CODE,
            _("Two counts in one text"),
            _("One text gives two different numbers for the same thing."),
            counts.run,
        ),
        Check(
            places.CODE,
            _("Places"),
            _(
                "A line that a place names must exist in the edition that is known by its hash. Whether the term "
                "stands on that line cannot be proved without the files: the command `kembar verify-sources` does that."
            ),
            places.run,
        ),
    )
