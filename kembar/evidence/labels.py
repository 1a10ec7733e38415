"""By which words are the kinds of disputes shown?"""

from django.utils.translation import gettext_lazy as _

DISPUTE_KIND = {
    "value": _("the values differ"),
    "number": _("the numbers differ"),
    "date": _("no day fits both"),
    "set": _("one list claims to be whole, another goes beyond it"),
    "verdict": _("the judgements go in opposite directions"),
    "denial": _("one asserts what the other denies"),
}
