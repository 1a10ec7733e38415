"""Is there a sentence, in both languages, for everything that can be refused? Codes are found in the code itself."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, UniqueConstraint
from django.utils import translation

import kembar
from kembar.access.labels import DENIED, denied_sentence
from kembar.access.permissions import Denied
from kembar.analysis.edtf import DateFault
from kembar.evidence.catalogue import kinds
from kembar.partnerships import labels, sentences
from kembar.partnerships.actions.refusals import Fault
from kembar.partnerships.rules import needs

ROOT = Path(kembar.__file__).parent
MAKERS = {"Fault": 2, "ValueRefused": 0, "Unread": 0}
"""What is called with a code, and where the code stands among its arguments."""
WHERE = ("partnerships/actions", "partnerships/forms", "partnerships/views", "partnerships/queries")


def modules():
    files = [path for folder in WHERE for path in sorted((ROOT / folder).glob("*.py"))]
    return [*files, ROOT / "evidence" / "catalogue.py"]


def codes(path):
    """Every text that stands where a code does; of a choice between two, both."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = getattr(getattr(node, "func", None), "id", "") if isinstance(node, ast.Call) else ""
        if name in MAKERS and len(node.args) > MAKERS[name]:
            for part in ast.walk(node.args[MAKERS[name]]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def every_code():
    found = {code for path in modules() for code in codes(path)}
    return found | {
        "too_long",
        "does_not_fit",
        "changed_meanwhile",
        "answers_own_side",
        "answers_what_came_later",
        "answers_in_a_circle",
    }  # chosen by a name in ``actions.values``; of sheets; of ``rules.answers``


def test_the_codes_are_found():
    assert {"missing_attribute", "no_reason", "depended_on", "unknown_choice", "choose_one"} <= every_code()


@pytest.mark.parametrize("code", sorted(every_code()))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_code_has_a_sentence_that_its_data_fill(code, language):
    data = dict.fromkeys(re.findall(r"%\((\w+)\)", sentences.SENTENCES[code]()), "x")
    data |= {name: 10 for name in ("length", "limit") if name in data or code == "too_long"}
    with translation.override(language):
        said = sentences.sentence(Fault("contact", "kind", code, data))
    assert said.endswith((".", "!"))
    assert "%(" not in said


def test_no_sentence_is_left_over():
    assert set(sentences.SENTENCES) - every_code() == set()


@pytest.mark.parametrize("fault", list(DateFault))
def test_every_fault_of_a_date_has_its_own_sentence(fault):
    told = sentences.sentence(Fault("contact", "date", "not_a_date", {"value": "then", "reason": f"{fault.value}: x"}))
    assert "then" in told
    others = {sentences.DATES[one]() for one in DateFault if one is not fault}
    assert sentences.DATES[fault]() not in others


def rules_of_tables():
    for model in apps.get_app_config("partnerships").get_models():
        for one in model._meta.constraints:
            if isinstance(one, CheckConstraint | UniqueConstraint) and any(
                own.model is model for own in kinds().values()
            ):
                yield one.name.removeprefix("partnerships_")


@pytest.mark.parametrize("rule", sorted(set(rules_of_tables())))
def test_every_rule_of_a_table_that_offices_write_is_said_in_words(rule):
    told = sentences.sentence(Fault("contact", "", "broken_rule", {"rule": rule}))
    assert rule not in told


def reasons():
    for path in ROOT.rglob("*.py"):
        yield from re.findall(r'Denied\("(\w+)"\)', path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("reason", sorted({*reasons(), "role", "no_office"}))
def test_every_reason_why_somebody_may_not_has_a_sentence(reason):
    assert denied_sentence(Denied(reason))
    assert reason in DENIED


def test_everything_that_waits_for_an_answer_is_named():
    waiting = {before for wanted in needs._ALWAYS.values() for _code, before in wanted}
    waiting |= {needs.TERM, needs.WINDOW}
    assert waiting <= set(labels.WAITS)
    for kind, wanted in needs._ALWAYS.items():
        assert {code for code, _before in wanted} <= set(kinds()[kind].attributes)


def choices():
    for code, own in kinds().items():
        for attribute in own:
            for one in attribute.choices:
                yield code, attribute.code, one


@pytest.mark.parametrize("kind, attribute, choice", list(choices()), ids=str)
def test_every_answer_to_choose_from_has_a_word(kind, attribute, choice):
    vocabulary = labels.VOCABULARY_OF.get((kind, attribute))
    assert attribute in labels.SIDES or choice in labels.VOCABULARIES[vocabulary]
