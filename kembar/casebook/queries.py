"""Which places do the rows of evidence and law name, document by document?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kembar.casebook.files import PLACE
from kembar.casebook.rules import Claim
from kembar.evidence.models import Citation, Edition, LawCitation, Reference, Source, Statement
from kembar.law.models import Act, Article, FieldList

Claimed = tuple[str, Claim]


def claims_by_source() -> dict[str, list[Claim]]:
    """Every place that names a line: of statements, references, citations, cited acts, lists of fields, evidence of
    acts and articles, questions of sources. Causes eight queries."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for made in (_statements(), _works(), _acts(), _lists(), _questions()):
        for source, claim in made:
            found[source].append(claim)
    return dict(found)


def editions() -> dict[str, dict[str, str]]:
    """SHA-256 -> file name of every known edition, by source that has any."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for source, digest, name in Edition.objects.values_list("source__code", "sha256", "file_name"):
        found[source][digest] = name
    return dict(found)


def _statements() -> Iterator[Claimed]:
    rows = Statement.objects.filter(place_kind="line", withdrawn_at__isnull=True).exclude(place="")
    columns = ("source__code", "place", "term", "subject_kind", "attribute", "id")
    for source, line, term, kind, attribute, row_id in rows.order_by().values_list(*columns):
        yield source, Claim(int(line), term, f"{kind}.{attribute} {row_id}")


def _works() -> Iterator[Claimed]:
    for source, line, term, name in Reference.objects.order_by().values_list("source__code", "line", "term", "key"):
        yield source, Claim(line, term, f"reference {name}")
    for source, line, term in Citation.objects.order_by().values_list("source__code", "line", "term"):
        yield source, Claim(line, term, "citation")
    rows = LawCitation.objects.order_by().values_list("source__code", "line", "term", "kind", "number", "year")
    for source, line, term, kind, number, year in rows:
        yield source, Claim(line, term, f"law citation {kind} {number}/{year}")


def _acts() -> Iterator[Claimed]:
    for slug, evidence in Act.objects.values_list("slug", "evidence"):
        yield from _written(evidence, f"act {slug}")
    for slug, number, evidence in Article.objects.values_list("act__slug", "number", "evidence"):
        yield from _written(evidence, f"article {slug} {number}")


def _lists() -> Iterator[Claimed]:
    for code, places in FieldList.objects.values_list("code", "places"):
        yield from _written(places, f"list {code}")


def _questions() -> Iterator[Claimed]:
    for code, place in Source.objects.exclude(question_place="").values_list("code", "question_place"):
        yield from _written([place], f"question of {code}")


def _written(places: list[str], by: str) -> Iterator[Claimed]:
    """Places written as document:line term; addresses of the web and the like are no places in a document."""
    for text in places:
        match = PLACE.fullmatch(text)
        if match:
            yield match["source"], Claim(int(match["line"]), match["term"] or "", by)
