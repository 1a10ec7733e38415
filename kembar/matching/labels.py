"""By which words are codes of an office's search shown: needs, aims, decisions, ways of sending, answers?"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WISH: Mapping[str, Any] = {
    "need": pgettext_lazy("a city's", "need"),
    "offer": pgettext_lazy("a city's", "offer"),
}
AIM: Mapping[str, Any] = {"target": _("target"), "issue": _("strategic issue")}
OUTCOME: Mapping[str, Any] = {
    "chosen": pgettext_lazy("candidate", "chosen"),
    "refused": pgettext_lazy("candidate", "refused"),
    "later": pgettext_lazy("candidate", "later"),
}
CHANNEL: Mapping[str, Any] = {
    "letter": _("letter"),
    "email": _("e-mail"),
    "mission": _("through a mission"),
    "meeting": _("meeting"),
}
ANSWER: Mapping[str, Any] = {
    "accepts": pgettext_lazy("answer", "accepts"),
    "declines": pgettext_lazy("answer", "declines"),
    "asks": pgettext_lazy("answer", "asks for more"),
}
