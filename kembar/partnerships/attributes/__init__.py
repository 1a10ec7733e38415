"""The attributes of the register's rows, declared once for the catalogue of evidence."""

from kembar.evidence.catalogue import register
from kembar.partnerships.attributes import doing, judging, papers, tie, who


def register_all() -> None:
    """This will put every kind of the register into the catalogue."""
    for made in (who.who(), tie.tie(), papers.paper(), doing.doing(), judging.judging(), judging.counting()):
        for one in made:
            register(one)
