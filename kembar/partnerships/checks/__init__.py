"""The checks that the register adds: verdicts against lists, shares, papers, intervals, records kept twice."""

from django.utils.translation import gettext_lazy as _

from kembar.evidence.checks import Check, register
from kembar.partnerships.checks import papers, shares, twins, verdicts


def register_all() -> None:
    """This will register the register's checks, after those on texts."""
    register(
        Check(
            verdicts.CODE,
            _("Verdict against the list of failures"),
            _(
                "A source that lists failures is compared with its own verdicts: what it judges favourably should not "
                "stand in the list, what it judges unfavourably should. To stop or to exist is not judged here, only "
                "whether a tie works."
            ),
            verdicts.run,
        ),
        Check(
            shares.CODE,
            _("Shares and parts of a whole"),
            _(
                "Percentages of one whole add up to 100, and counts of its parts to the whole. One city that alone has "
                "more than half of the country's ties is asked about; half is our bound."
            ),
            shares.run,
        ),
        Check(
            papers.LADDER,
            _("Letter of intent before agreement"),
            _(
                "The letter of intent comes before the agreement; an agreement dated before it, or without any, is "
                "asked about."
            ),
            papers.ladder,
        ),
        Check(
            papers.SIGNATORIES,
            _("Signatories"),
            _("The highest officials of both sides sign. Read only of papers of which a signatory is told."),
            papers.signatories,
        ),
        Check(
            papers.CONTENTS,
            _("Contents of an agreement"),
            _("An agreement names its fields, its objectives, the cost share of each party and its duration."),
            papers.contents,
        ),
        Check(
            papers.GAPS,
            _("Long intervals"),
            _(
                "More than a year (our bound: a budget year has passed) from signature to the first activity, the "
                "first stone or a result, or a source that tells of no result yet."
            ),
            papers.gaps,
        ),
        Check(
            twins.CODE,
            _("Second open record"),
            _("Two open records of the same parties and form may be one tie entered twice."),
            twins.run,
        ),
    )
