"""In which sentence is a refusal told: what is wrong, and what to do? One for each code of a ``Fault``.

The sentence stands beside the question it belongs to, so that it does not name it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kembar.analysis.edtf import DateFault
from kembar.evidence.catalogue import kinds
from kembar.partnerships import labels
from kembar.partnerships.actions.refusals import Fault
from kembar.ui import words

Sentence = Callable[[], str]

DATES: Mapping[str, Sentence] = {
    DateFault.NOT_A_DATE: lambda: _(
        "“%(value)s” cannot be read as a date. Write it as “21 September 2016”, “November 2016”, “2016”, "
        "“about 2016” or “until 2021”."
    ),
    DateFault.NO_SUCH_MONTH: lambda: _("“%(value)s”: there is no such month; months go from 1 to 12."),
    DateFault.NO_SUCH_DAY: lambda: _("“%(value)s”: that month has no such day. Look at the day once more."),
    DateFault.YEAR_OUT_OF_RANGE: lambda: _("“%(value)s”: the year must lie between 1 and 9999."),
    DateFault.SEASON: lambda: _(
        "“%(value)s” is a season, quarter or half-year. Write the months it means, as “January – March 2017”."
    ),
    DateFault.TIME_OF_DAY: lambda: _("“%(value)s” has a time of day. Leave the time out."),
    DateFault.END_BEFORE_START: lambda: _("“%(value)s” ends before it begins. Put the earlier day first."),
    DateFault.INTERVAL_WITHOUT_ENDS: lambda: _("“%(value)s” has neither beginning nor end. Leave it empty if unknown."),
    DateFault.NOT_AN_AS_AT: lambda: _("“%(value)s” is not one day."),
    DateFault.AMBIGUOUS_YEAR: lambda: _("“%(value)s” can mean several years. Write the year with four digits."),
    DateFault.NEEDS_ANCHOR: lambda: _(
        "“%(value)s” counts from another event. Write the year it comes to, as far as it is known."
    ),
}

SENTENCES: Mapping[str, Sentence] = {
    # --- values
    "missing_attribute": lambda: _("This is needed: without it nobody can tell what the entry is."),
    "unknown_attribute": lambda: _("There is no such question here: “%(attribute)s”. It was left out."),
    "unknown_choice": lambda: _("“%(value)s” is not one of the answers. Choose one from the list."),
    "unknown_reference": lambda: _(
        "“%(value)s” is not known here. Look for it by another spelling, or leave it empty."
    ),
    "choose_one": lambda: _("Choose below whom or what “%(value)s” means."),
    "not_found": lambda: _("Nothing is known here under “%(value)s”. Try another spelling, or leave it empty."),
    "not_a_date": lambda: DATES[DateFault.NOT_A_DATE](),
    "not_a_number": lambda: _("“%(value)s” is not a number. Write digits alone, as 60 or 12,5."),
    "not_whole": lambda: _("“%(value)s” is not a whole number."),
    "not_a_word": lambda: _("“%(value)s” is not a word."),
    "not_a_text": lambda: _("Write a text in at least one language."),
    "text_without_language": lambda: _("Write a text in at least one language."),
    "not_a_list": lambda: _("Choose from the list."),
    "not_a_flag": lambda: _("Tick the box or leave it empty."),
    "not_json": lambda: _("This is not written as JSON: %(reason)s."),
    "too_long": lambda: _(
        "This is too long: %(length)s characters, at most %(limit)s. Shorten it here and put the rest into a longer "
        "answer or a file; what you typed is still there."
    ),
    "unreadable_character": lambda: _(
        "There was a character in it that cannot be kept (a zero byte, or half of a character). It was taken out: "
        "look it over and save again."
    ),
    "does_not_fit": lambda: _("“%(value)s” does not fit here: %(reason)s."),
    "broken_rule": lambda: _("These answers do not go together: %(rule)s."),
    # --- parties, parents
    "fewer_than_two_parties": lambda: _("A partnership has two parties or more. One of them may be unnamed."),
    "party_paired_with_itself": lambda: _("The same party stands twice. Choose another one."),
    "two_at_once": lambda: _("A party is a government or an organisation, not both. Leave one of them empty."),
    "wrong_parent": lambda: _("This kind of entry does not belong there."),
    # --- addresses
    "same_address": lambda: _("The record has this address already."),
    "no_address": lambda: _("“%(value)s” has no letter or digit that can stand in an address."),
    "address_taken": lambda: _("Another record has or had the address “%(value)s”. Choose another one."),
    # --- what stands, what is gone
    "gone": lambda: _("It is no longer there: somebody else removed it. Open the record again."),
    "withdrawn": lambda: _("It was withdrawn. Let it stand again before you change it."),
    "not_withdrawn": lambda: _("It stands already; there is nothing to restore."),
    "kept_by_another": lambda: _("It is the entry of another office, which alone changes or withdraws it."),
    "still_referred_to": lambda: _("Another entry refers to it. Change or withdraw that one first."),
    "refers_to_withdrawn": lambda: _(
        "It refers to an entry that was withdrawn. Restore that one first, or choose another."
    ),
    "answers_own_side": lambda: _(
        "An answer comes from the other side, and both of these come from the same one. Choose another, or leave it "
        "empty."
    ),
    "answers_what_came_later": lambda: _(
        "An answer is not older than what it answers. Look at the two dates, or choose another."
    ),
    "answers_in_a_circle": lambda: _("The one that you chose is itself an answer to this one. Choose another."),
    "no_reason": lambda: _("Say why in a few words: who looks at the history later will ask."),
    "no_source": lambda: _("An entry needs an office or a document that says so."),
    "reason_names_the_person": lambda: _("The reason names the person who is to be erased. Write it without the name."),
    "not_done": lambda: _("It is not said to be done yet; only what was done is published."),
    "no_receiver": lambda: _("%(office)s cannot receive the record. Choose the office of another city."),
    "changed_meanwhile": lambda: _("Somebody else changed it meanwhile. Look at it once more."),
    # --- statements
    "unknown_stance": lambda: _("A source asserts, denies or is silent; choose one."),
    "unknown_place_kind": lambda: _("A place is a page, a line, a section or the whole; choose one."),
    "not_a_place_number": lambda: _("“%(value)s” is not the number of a page or line. Write digits alone."),
    "says_nothing": lambda: _("The source is silent on it, so that its statement cannot stand."),
    "already_stands": lambda: _("This statement stands already."),
    "stands_elsewhere": lambda: _(
        "Another office accepted this statement for its entry. Ask it to accept another one first."
    ),
    # --- history
    "nothing_to_undo": lambda: _("Nothing is left to undo: all of it was undone before."),
    "already_undone": lambda: _("It was undone before."),
    "erased": lambda: _("Personal data in it were erased; it cannot be put back."),
    "cannot_be_undone": lambda: _("This kind of action cannot be undone."),
    "depended_on": lambda: _("A later entry rests on it. Undo that one first."),
    # --- kept since
    "kept_already": lambda: _("It is kept complete since %(day)s already. End that first, or choose an earlier day."),
    "unknown_kept_kind": lambda: _("Choose what is kept complete: contacts, activities, money or people."),
    "not_one_day": lambda: _("“%(value)s” is not one day. Write day, month and year."),
    "day_to_come": lambda: _("That day has not come yet."),
    "ends_before_it_begins": lambda: _("The end comes before the beginning, %(day)s. Choose a later day."),
}

RULES: Mapping[str, Sentence] = {
    "instrument_not_ended_before_signed": lambda: _("the paper ends before it was signed"),
    "instrument_months_if_fixed": lambda: _("a term in months is for a fixed term alone"),
    "instrument_not_its_own_predecessor": lambda: _("a paper cannot follow itself"),
    "partnership_not_ended_before_begun": lambda: _("it ended before it began"),
    "tenure_not_ended_before_begun": lambda: _("it ended before it began"),
    "name_not_ended_before_begun": lambda: _("it ended before it began"),
    "contact_not_its_own": lambda: _("a letter cannot answer itself"),
    "number_once_per_side": lambda: _("this side has a number for the paper already"),
    "language_text_once": lambda: _("the paper has a text in this language already"),
    "instrument_field_once": lambda: _("the paper names this field already"),
    "cost_share_within_100": lambda: _("a share lies between 0 and 100 per cent"),
    "link_once": lambda: _("the two records are linked in this way already"),
    "link_to_another": lambda: _("a record cannot be linked to itself"),
    "party_is_one": lambda: _("a party is a government or an organisation, not both"),
    "party_government_once": lambda: _("this government is a party already"),
    "party_organisation_once": lambda: _("this organisation is a party already"),
    "name_of_one_thing": lambda: _("a name belongs to one thing alone"),
    "withdrawn_by_someone": lambda: _("a withdrawal names who did it"),
    "tally_not_negative": lambda: _("a count is not negative"),
}
"""Rules of the tables, by their names without the subject."""
FITS: Mapping[str, Sentence] = {
    "max_digits": lambda: _("it has too many digits"),
    "max_whole_digits": lambda: _("it is too large"),
    "max_decimal_places": lambda: _("it has too many decimals"),
    "max_value": lambda: _("it is too large"),
    "min_value": lambda: _("it is too small"),
    "invalid": lambda: _("it is of another kind"),
    "invalid_choice": lambda: _("it is not one of the answers"),
}


def sentence(fault: Fault) -> str:
    """What is wrong and what to do, in the reader's language. A code without a sentence is an error."""
    data = {name: _short(value) for name, value in fault.data.items()}
    if fault.code == "not_a_date":
        return DATES.get(_date_code(fault), DATES[DateFault.NOT_A_DATE])() % {"value": "", **data}
    if fault.code == "broken_rule":
        data["rule"] = _rule(str(fault.data.get("rule", "")))
    if fault.code == "does_not_fit":
        reason = str(fault.data.get("reason", ""))
        data["reason"] = FITS.get(reason, FITS["invalid"])()
    if fault.code == "too_long":
        data |= {name: words.number(int(fault.data.get(name) or 0), _language()) for name in ("length", "limit")}
        if "length" not in fault.data:
            data["length"] = words.number(len(str(fault.data.get("value", ""))), _language())
    if fault.code == "unknown_choice":
        data["value"] = labels.choice(fault.kind, fault.attribute, str(data.get("value", "")))
    return SENTENCES[fault.code]() % data


def where(fault: Fault) -> str:
    """The question that a fault belongs to, in words; empty where it belongs to the whole."""
    own = kinds().get(fault.kind)
    attribute = own.attributes.get(fault.attribute) if own else None
    return str(attribute.label) if attribute else ""


def _rule(name: str) -> str:
    for known, told in RULES.items():
        if known in name:
            return told()
    if name.endswith("_in_order"):
        return _("a date ends before it begins")
    return name


def _date_code(fault: Fault) -> str:
    """The code of the date's own fault, which the catalogue passes as the beginning of ``reason``."""
    return str(fault.data.get("reason", "")).partition(":")[0]


def _short(value: Any) -> Any:
    if isinstance(value, date):
        return words.day(value, _language())
    return f"{value[:80]}…" if isinstance(value, str) and len(value) > 80 else value


def _language() -> str:
    return (get_language() or "id")[:2]
