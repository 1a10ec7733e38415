"""Every state has one word, one shape and one tone, and the states of the rules are all there."""

import pytest
from django.template import Context, Template

from kembar.analysis.truth import Truth
from kembar.partnerships.rules.fields import FieldState
from kembar.partnerships.rules.formal import FormalState
from kembar.ui.states import FIELD, FORMAL, KINDS, look_of


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_every_state_that_the_rules_give_has_a_look():
    assert {look.code for look in FORMAL} == {state.value for state in FormalState}
    assert {look.code for look in FIELD} == {state.value for state in FieldState}
    assert {look.code for look in KINDS["truth"]} == {answer.value for answer in Truth}


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_states_of_a_kind_share_a_shape_or_a_word(kind):
    looks = KINDS[kind]
    assert len({look.glyph for look in looks}) == len(looks)
    assert len({str(look.word) for look in looks}) == len(looks)
    assert all(str(look.word) for look in looks), "a shape is never shown without its word"


def test_a_code_in_two_kinds_has_one_shape():
    """Else the same label would look different from page to page."""
    shapes: dict[str, set[str]] = {}
    for looks in KINDS.values():
        for look in looks:
            shapes.setdefault(look.code, set()).add(look.glyph)
    assert {code for code, glyphs in shapes.items() if len(glyphs) > 1} == set()


def test_a_state_that_nobody_knows_is_a_fault():
    with pytest.raises(KeyError):
        look_of("active")


def test_a_label_has_word_and_hidden_shape():
    html = render('{% state "in_force" %}')
    assert '<span class="glyph" aria-hidden="true">●</span>' in html
    assert html.endswith("</span>")
    assert len(html.split("</span>")[1]) > 0, "the word stands after the shape"


@pytest.mark.parametrize(
    "value, answer", [(True, "yes"), (False, "no"), (None, "unknown"), (Truth.UNKNOWN, "unknown"), ("no", "no")]
)
def test_yes_no_and_unknown_are_three_answers(value, answer):
    assert f'class="truth truth-{answer}"' in render("{% truth value %}", value=value)
