"""By which word, which shape and which tone is each state shown?

One table for the whole product. The word carries the meaning, the shape repeats it for quick reading, the tone (a
colour) only underlines it: none of the three is ever shown without the word.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GOOD, OPEN, WARN, BAD, QUIET, UNSURE = "good", "open", "warn", "bad", "quiet", "unsure"


@dataclass(frozen=True)
class StateLook:
    """``tone`` names a CSS class; ``means`` is the sentence of the legend."""

    code: str
    glyph: str
    word: str | Promise
    tone: str
    means: str | Promise


CANNOT_BE_SAID = StateLook(
    "cannot_be_said", "?", _("cannot be said"), UNSURE, _("the rows that would decide are undated or unknown")
)

FORMAL = (
    StateLook("in_force", "●", _("in force"), GOOD, _("a binding instrument has begun and has not run out")),
    StateLook(
        "in_force_term_not_stated",
        "◉",
        _("in force, term not stated"),
        GOOD,
        _("a binding instrument has begun; no end is stated"),
    ),
    StateLook("intent", "◐", _("intent"), OPEN, _("a letter of intent or a statement, and this form needs more")),
    StateLook("exploring", "◌", _("exploring"), OPEN, _("contacts or an offer, and no instrument")),
    StateLook("expired", "○", _("expired"), WARN, _("the term ran out and no successor began")),
    StateLook("ended", "✕", _("ended"), QUIET, _("a termination took effect, or all parties decided to end")),
    CANNOT_BE_SAID,
)

FIELD = (
    StateLook("promised", "◇", _("promised"), OPEN, _("a commitment or an agreed field")),
    StateLook("planned", "◈", _("planned"), OPEN, _("a programme or an activity is planned")),
    StateLook("running", "▷", _("running"), GOOD, _("an activity is going on")),
    StateLook("delivered", "✓", _("delivered"), GOOD, _("at least one activity was done")),
    StateLook("asleep", "‖", _("asleep"), WARN, _("promised or once running, and nothing for 12 months")),
    StateLook("dropped", "✕", _("dropped"), QUIET, _("given up, by a decision or as a source says")),
    CANNOT_BE_SAID,
)

VERDICT = (
    StateLook("positive", "▲", _("judged favourably"), GOOD, _("the source judges that it went well")),
    StateLook("mixed", "◆", _("judged both ways"), OPEN, _("the source sees success and failure")),
    StateLook("negative", "▼", _("judged unfavourably"), BAD, _("the source judges that it went badly")),
    StateLook("neutral", "■", _("described only"), QUIET, _("the source describes and does not judge")),
)

DISPUTE = (
    StateLook("disputed", "≠", _("disputed"), WARN, _("statements on one attribute that cannot all hold")),
    StateLook("settled", "≈", _("settled"), QUIET, _("one statement was accepted, with a reason; the others remain")),
    StateLook("finding", "!", _("check found something"), WARN, _("an automatic check met what a reader may overlook")),
    StateLook("accepted", "✓", _("stands"), GOOD, _("this statement is the accepted one")),
    StateLook("asserts", "+", _("asserts"), QUIET, _("the source says so")),
    StateLook("denies", "−", _("denies"), QUIET, _("the source says that it is not so")),
    StateLook("silent", "·", _("is silent"), UNSURE, _("the source says nothing where one would expect it")),
)

SIGNAL = (
    StateLook("clear", "✓", _("clear"), GOOD, _("the rule was tested and is not met")),
    StateLook("watch", "◔", _("watch"), OPEN, _("close to the threshold")),
    StateLook("raised", "▲", pgettext_lazy("signal", "warning"), BAD, _("the rule is met")),
    StateLook(
        "unknown", "?", _("cannot be judged yet"), UNSURE, _("the record does not say enough; this is not good news")
    ),
)

TRUTH = (
    StateLook("yes", "✓", _("yes"), GOOD, _("known to be so")),
    StateLook("no", "✕", _("no"), QUIET, _("known not to be so")),
    StateLook("unknown", "?", _("unknown"), UNSURE, _("nobody has said; unknown is not no")),
)

ORIGIN = (
    StateLook("casebook", "¶", _("from documents"), QUIET, _("told by documents; left out of the totals of offices")),
    StateLook("live", "●", _("kept by an office"), QUIET, _("kept by an office")),
)

LEANING = (
    StateLook("for", "✓", _("speaks for it"), GOOD, _("what is computed speaks for it")),
    StateLook("mixed", "◆", _("for and against"), OPEN, _("something speaks for it and something against")),
    StateLook("against", "▼", _("speaks against it"), WARN, _("what is known speaks against it")),
    StateLook("told", "¶", _("told, not computed"), QUIET, _("sources say so; nothing was computed")),
    StateLook("unknown", "?", _("nothing known"), UNSURE, _("nothing is known that bears on it; this is no refusal")),
)

KINDS: dict[str, tuple[StateLook, ...]] = {
    "formal": FORMAL,
    "field": FIELD,
    "verdict": VERDICT,
    "dispute": DISPUTE,
    "signal": SIGNAL,
    "truth": TRUTH,
    "origin": ORIGIN,
    "leaning": LEANING,
}
_BY_KIND = {kind: {look.code: look for look in looks} for kind, looks in KINDS.items()}


def look_of(code: str, kind: str = "") -> StateLook:
    """The look of a state. Without a kind the code must be known to some kind; an unknown one is a fault of the caller.

    ``unknown`` without a kind is the ``unknown`` of yes and no.
    """
    if kind:
        return _BY_KIND[kind][code]
    if code == "unknown":
        return _BY_KIND["truth"][code]
    for looks in _BY_KIND.values():
        if code in looks:
            return looks[code]
    raise KeyError(f"no state is called {code!r}; see kembar/ui/states.py")
