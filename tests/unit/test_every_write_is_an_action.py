"""Which code may write which table? Every model is listed, so that a new one must be decided; and no other code writes.

A table is written by the actions of its room (for the casebook and made-up registers by their loaders), or derived by
them. Nothing else of the product creates, updates or deletes rows.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps

import kembar

ROOT = Path(kembar.__file__).parent
BY_ACTIONS, BY_LOADER, DERIVED, NOT_YET = "by actions alone", "by its loader alone", "derived", "by no office yet"
MODELS = {
    "access": dict.fromkeys(("User", "Office", "Membership", "Invitation", "Stake", "Guess"), BY_ACTIONS),
    "audit": {"Event": BY_ACTIONS, "Change": BY_ACTIONS},
    "files": {"StoredFile": BY_ACTIONS, "Attachment": BY_ACTIONS},
    "places": dict.fromkeys(("Country", "Place", "PlaceName", "DataVersion"), BY_LOADER),
    "law": dict.fromkeys(("Act", "Article", "FieldList", "ListedField"), BY_LOADER),
    "evidence": {
        **dict.fromkeys(("Source", "Statement", "Acceptance"), BY_ACTIONS),
        **dict.fromkeys(("Edition", "Reference", "Citation", "LawCitation"), BY_LOADER),
        "Dispute": DERIVED,
    },
    "partnerships": {
        **dict.fromkeys(("Government", "Organisation", "Person", "Name", "Tenure"), BY_ACTIONS),
        **dict.fromkeys(("Partnership", "Party", "PartnershipLink", "FormerSlug"), BY_ACTIONS),
        **dict.fromkeys(("Instrument", "InstrumentNumber", "Signature", "LanguageText"), BY_ACTIONS),
        **dict.fromkeys(("InstrumentField", "Objective", "CostShare", "Commitment"), BY_ACTIONS),
        **dict.fromkeys(("Activity", "Participant", "Contact", "Event", "Obstacle", "Verdict"), BY_ACTIONS),
        **dict.fromkeys(("Motive", "Hypothesis", "Revival", "Offer", "OfferCandidate", "Tally"), BY_ACTIONS),
        **dict.fromkeys(("Field", "FieldMapping"), BY_LOADER),
        "StateSpan": DERIVED,
        "KeptSpan": BY_ACTIONS,
    },
    "literature": {"Corpus": BY_ACTIONS, "CorpusFile": BY_ACTIONS, "Work": DERIVED},
    "studies": dict.fromkeys(("Study", "Coding", "Bearing"), BY_ACTIONS),
    "spreadsheets": dict.fromkeys(("Import", "ColumnReading"), BY_ACTIONS),
    "signals": {"Task": NOT_YET},
}
WRITERS = ("actions", "office_sources", "synthesis", "migrations")
"""Modules that may write: actions, what they call to make a source, and the maker of made-up registers."""
ELSEWHERE = {
    "keeping": "copies and restores whole databases",
    "matching": "keeps the world's twin towns and wishes in its own actions",
}
WRITES = {
    "acreate",
    "bulk_create",
    "bulk_update",
    "create",
    "get_or_create",
    "update_or_create",
    "delete",
    "create_user",
    "set_password",
}
KEPT = {"save", "update"}


def test_every_model_is_listed_with_who_writes_it():
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("kembar.") and model._meta.app_label not in ELSEWHERE:
            found.setdefault(model._meta.app_label, set()).add(model.__name__)
    assert {room: set(models) for room, models in MODELS.items()} == found


def modules():
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not set(parts) & {*WRITERS, *ELSEWHERE} and parts[0] not in ("analysis", "ui"):
            yield path


def writing_calls(path):
    """Calls that write rows: a manager's or queryset's writing method, or ``save`` of anything."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        on = ast.unparse(node.func.value)
        is_rows = ".objects" in on or on.endswith(("_set", ".all()"))
        if node.func.attr == "save" or (node.func.attr in WRITES | KEPT and is_rows):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}"


def test_no_other_code_writes_rows():
    # Workbooks, pictures and papers are saved too; they are no rows.
    calls = [call for path in modules() for call in writing_calls(path)]
    found = [call for call in calls if not call.split(" ")[1].startswith(("book.", "image.", "paper."))]
    assert found == []


def test_the_search_for_writes_finds_those_of_the_actions():
    found = list(writing_calls(ROOT / "access" / "actions" / "offices.py"))
    assert any("Office.objects.create" in call for call in found)
    assert any("held.save" in call for call in found)


@pytest.mark.parametrize("label", ["partnerships", "access", "evidence", "files"])
def test_actions_take_who_and_when_by_name(label):
    """Every public function of an actions module that writes is keyword-only and has ``by`` and ``at``."""
    folder = ROOT / label / "actions"
    files = sorted(folder.glob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    checked = 0
    for path in files:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            is_action = isinstance(node, ast.FunctionDef) and any(
                ast.unparse(one) == "transaction.atomic" for one in node.decorator_list
            )
            if not is_action or node.name.startswith(("_", "rebuild")):
                continue
            checked += 1
            named = {one.arg for one in node.args.kwonlyargs}
            assert (node.args.args, {"by", "at"} <= named) == ([], True), node.name
    assert checked or label == "evidence"
