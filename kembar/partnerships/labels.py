"""By which words are the register's codes shown? One vocabulary a dictionary; codes are English, words translated."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kembar.evidence.labels import DISPUTE_KIND

FORM = {
    "sister_city": _("sister city"),
    "sister_province": _("sister province"),
    "friendship_city": _("friendship city"),
    "contact": pgettext_lazy("form", "contact"),
    "project": _("project partnership"),
    "agency_deal": _("agency deal"),
    "offer": _("offer"),
}
LEVEL = {
    "city": _("city"),
    "regency": _("regency"),
    "province": _("province"),
    "state": pgettext_lazy("level", "state"),
    "district": _("district"),
    "special_region": _("special region"),
    "municipality": _("municipality"),
    "country": _("country"),
    "not_stated": _("level not stated"),
    "organisation": _("not a government"),
}
PARTY_ROLE = {"party": _("party"), "facilitator": _("facilitator"), "witness": _("witness")}
TENURE_ROLE = {
    "head": _("head of government"),
    "deputy": _("deputy"),
    "secretary": _("regional secretary"),
    "focal_point": _("focal point"),
    "minister": _("minister"),
    "other": _("another office"),
}
ORGANISATION = {
    "ministry": _("ministry"),
    "mission": _("mission abroad"),
    "company": _("company"),
    "bank": _("bank"),
    "university": _("university"),
    "research": _("research institute"),
    "association": _("association"),
    "school": _("school"),
    "agency": _("agency or programme"),
    "international": _("international organisation"),
    "other": _("organisation"),
}
INSTRUMENT = {
    "loi": _("letter of intent"),
    "statement_of_agreement": _("statement of agreement"),
    "mou": _("memorandum of understanding"),
    "sister_city_agreement": _("sister-city agreement"),
    "friendship_agreement": _("agreement of friendship"),
    "implementing_arrangement": _("implementing arrangement"),
    "master_plan": _("master plan"),
    "amendment": _("amendment"),
    "renewal": _("renewal"),
    "termination_notice": _("notice of termination"),
    "other": _("other paper"),
}
INSTRUMENT_STATUS = {
    "draft": _("draft"),
    "signed": pgettext_lazy("instrument", "signed"),
    "told": _("told of, no paper seen"),
}
TERM = {
    "fixed": _("fixed"),
    "auto_renewing": _("renews itself"),
    "open_ended": _("open-ended"),
    "not_stated": _("not stated"),
}
ACTIVITY = {
    "visit": _("visit"),
    "exchange": _("exchange"),
    "teleconference": _("teleconference"),
    "online": _("online activity"),
    "training": _("training"),
    "forum": _("forum or seminar"),
    "study": _("study or advice"),
    "construction": _("construction"),
    "delivery": _("delivery of goods or services"),
    "event": _("festival, race or exhibition"),
    "programme": _("programme"),
    "other": _("other activity"),
}
ACTIVITY_STATUS = {
    "planned": _("planned"),
    "discussed": _("under discussion"),
    "running": _("running"),
    "done": _("done"),
    "not_done": _("not done"),
    "stopped": _("stopped"),
}
COMMITMENT_STATUS = {
    "open": pgettext_lazy("commitment", "open"),
    "kept": _("kept"),
    "partly": _("partly kept"),
    "not_kept": _("not kept"),
    "dropped": _("dropped"),
    "": _("not told"),
}
CONTACT = {
    "letter": _("letter"),
    "email": _("e-mail"),
    "call": _("call"),
    "message": _("message"),
    "meeting": _("meeting"),
    "request": _("request through a third party"),
}
EVENT = {
    "began": _("cooperation began"),
    "lapse": _("term ran out, not renewed"),
    "termination": _("ended"),
    "decision_to_end": _("one side decided to end"),
    "stopped": _("activities stopped"),
    "asleep": _("a field fell asleep"),
    "dropped": _("a field was dropped"),
    "resumed": _("resumed"),
    "not_delivered": _("nothing of a field carried out so far"),
    "renewed": _("renewed"),
    "leader_change": _("change of leader"),
    "policy": _("policy or law"),
    "relations": _("diplomatic relations taken up"),
    "shock": _("outside shock"),
    "visit": _("visit outside the programme"),
    "forum": _("forum"),
    "work_begun": _("work began"),
    "milestone": _("milestone"),
    "other": _("event"),
}
FACTOR = {
    "communication": _("lack of communication"),
    "human_resources": _("low human resources of the city government"),
    "support": _("lack of support of central government and community"),
    "policy_change": _("policy change of both cities"),
    "global_policy": _("influential policy at the global level"),
    "covid_19": _("Covid-19 pandemic"),
    "": _("no row of the table"),
}
FACTOR_SIDE = {"internal": _("internal"), "external": _("external"), "": _("not told")}
FACTOR_SIDES_OF_TABLE_1 = {
    "communication": "internal",
    "human_resources": "internal",
    "support": "internal",
    "policy_change": "external",
    "global_policy": "external",
    "covid_19": "external",
}
CAUSE = {
    "policy_issue": _("policy not fixed and not firm"),
    "information": _("lack of information"),
    "support": _("lack of support"),
    "": _("no cause of the three"),
}
DIMENSION = {"existence": _("whether it exists"), "effectiveness": _("whether it works")}
VERDICT = {
    "active": _("active"),
    "renewed": _("running and renewed"),
    "stopped": pgettext_lazy("verdict", "stopped"),
    "very_good": _("very good"),
    "fairly_good": _("fairly good"),
    "less_effective": _("less effective"),
    "not_optimal": _("not optimal"),
    "not_well": _("not carried out well"),
    "failed": _("failed"),
    "positive": _("positive effect"),
    "no_effect": _("no significant effect"),
    "no_evidence": _("no evidence found"),
}
HYPOTHESIS = {"open": pgettext_lazy("hypothesis", "open"), "supported": _("supported"), "refuted": _("refuted")}
REVIVAL = {"failed": _("failed"), "succeeded": _("succeeded"), "": _("outcome not told")}
LINK = {
    "precedent": _("an earlier tie that led to it"),
    "case_of": _("a case of it"),
    "succeeds": _("follows it"),
}
SIDE = {"a": _("first side"), "b": _("second side"), "c": _("third side"), "d": _("fourth side"), "both": _("both")}
YES_NO = {"yes": _("yes"), "no": _("no"), "": _("unknown")}
CONTENTS = {
    "fields": _("fields"),
    "objectives": _("objectives"),
    "cost_shares": _("cost share of each party"),
    "duration": _("duration"),
}
DUCHACEK = {
    "transborder": _("transborder"),
    "transregional": _("transregional"),
    "global": pgettext_lazy("paradiplomacy", "global"),
    "": _("cannot be said"),
}
DUCHACEK_REASON = {
    "same_country": _("both parties are in one country"),
    "recorded_adjoining": _("the territories are recorded to adjoin"),
    "recorded_not_adjoining": _("the territories are recorded not to adjoin"),
    "countries_do_not_adjoin": _("the countries do not adjoin"),
    "seats_too_far_apart": _("the seats lie more than 300 km apart (our bound)"),
    "record_contradicted": _("the record of adjoining is contradicted"),
    "adjoining_not_recorded": _("the territories are not recorded to adjoin"),
    "same_subregion": _("one United Nations sub-region"),
    "different_subregion": _("different United Nations sub-regions"),
    "subregion_unknown": _("the sub-region of a party is unknown"),
}
PARITY = {"same": _("equal"), "different": _("different"), "cannot_be_said": _("cannot be said")}
EXCLUSIVITY = {
    "same_country": _("in the same country"),
    "near": _("less than 300 km from it"),
    "cannot_be_said": _("where it lies is not known"),
}
PAPER_WARNING = {
    "no_loi_known": _("No letter of intent is known before this agreement."),
    "mou_before_loi": _("The agreement is dated before the letter of intent."),
    "order_cannot_be_said": _("Whether the letter of intent came first cannot be said: a date is missing."),
    "signatory_not_told": _("Who signed for one side is not told."),
    "office_not_told": _("In what office somebody signed is not told."),
    "not_highest_official": _("The highest official of one side did not sign."),
    "signatories_differ": _("The sources differ on who signed for one side."),
}
GAP = {
    "signed_to_activity": _("from signature to the first activity"),
    "signed_without_activity": _("since signature, no activity known"),
    "signed_to_work_begun": _("from signature to the first stone"),
    "signed_to_result": _("from signature to a result"),
    "signed_without_result": _("from signature on, still no result told"),
    "work_begun_to_result": _("from the first stone to a result"),
    "work_begun_without_result": _("from the first stone on, still no result told"),
}
COUNTED = {
    "sister_cities": _("sister cities"),
    "active_sister_cities": _("active sister cities"),
}
ORIGIN = {"casebook": _("told by documents"), "live": _("kept by an office")}
SUBREGION_NOTE = _("Regions are the sub-regions of the United Nations (M49).")

NAME = {
    "official": _("official name"),
    "alias": _("also called"),
    "former": _("former name"),
    "variant": _("as a source writes it"),
}
ACT_KIND = {
    "uud": _("Constitution"),
    "uu": pgettext_lazy("kind of act", "Act"),
    "perpu": _("Emergency regulation"),
    "pp": _("Government Regulation"),
    "permendagri": _("Regulation of the Minister of Home Affairs"),
    "permenlu": _("Regulation of the Minister of Foreign Affairs"),
    "se_mendagri": _("Circular of the Minister of Home Affairs"),
    "pergub": _("Regulation of the Governor"),
    "policy": _("Policy"),
}

KEPT = {
    "contacts": _("letters, calls and meetings"),
    "activities": _("activities"),
    "money": _("money"),
    "people": _("people"),
}
WAITS = {
    "formal_state": _("before its formal state can be said"),
    "term": _("before its end can be said"),
    "window": _("before the time to renew it can be said"),
    "year": _("before it counts in a year"),
    "answer": _("before it can be said who answers how fast"),
    "class": _("before distance, class and equal level can be said"),
    "grid": _("before it stands in the grid of promise and delivery"),
    "due": _("before anybody can be reminded"),
}
"""What waits for an answer that is still missing (see ``rules.needs``)."""

ACTION: Mapping[str, Any] = {
    "casebook.load": _("loaded with the casebook"),
    "partnership.open": _("opened the record"),
    "partnership.rename": _("gave the record another address"),
    "row.add": _("entered"),
    "sheet.import": _("brought in with a spreadsheet"),
    "rows.change": _("changed with a spreadsheet"),
    "row.change": _("changed"),
    "row.state": _("stated otherwise"),
    "row.withdraw": _("withdrew"),
    "row.restore": _("restored"),
    "row.publish": _("published"),
    "row.keep_back": _("kept for the offices"),
    "statement.state": _("noted what a source says"),
    "statement.accept": _("decided which statement stands"),
    "statement.withdraw": _("took a statement back"),
    "event.undo": _("undid an earlier entry"),
    "stake.grant": _("gave an office a part in the record"),
    "case.adopt": _("adopted the case as the office’s own record"),
    "record.hand_over": _("handed the record over"),
    "stake.end": _("ended an office’s part in the record"),
    "file.attach": _("attached a file"),
    "file.describe": _("described a file"),
    "file.withdraw": _("withdrew a file"),
    "file.restore": _("let a file stand again"),
    "file.purge": _("removed the content of a file for good"),
    "person.erase": _("erased a person"),
    "kept.begin": _("stated from when on the record is complete"),
    "kept.end": _("ended that the record is complete"),
}
"""What an event did, after the name of who did it."""

VOCABULARIES: Mapping[str, Mapping[str, Any]] = {
    "form": FORM,
    "level": LEVEL,
    "party_role": PARTY_ROLE,
    "tenure_role": TENURE_ROLE,
    "organisation": ORGANISATION,
    "instrument": INSTRUMENT,
    "instrument_status": INSTRUMENT_STATUS,
    "term": TERM,
    "activity": ACTIVITY,
    "activity_status": ACTIVITY_STATUS,
    "commitment_status": COMMITMENT_STATUS,
    "contact": CONTACT,
    "event": EVENT,
    "factor": FACTOR,
    "factor_side": FACTOR_SIDE,
    "cause": CAUSE,
    "dimension": DIMENSION,
    "verdict": VERDICT,
    "hypothesis": HYPOTHESIS,
    "revival": REVIVAL,
    "link": LINK,
    "side": SIDE,
    "yes_no": YES_NO,
    "contents": CONTENTS,
    "duchacek": DUCHACEK,
    "duchacek_reason": DUCHACEK_REASON,
    "parity": PARITY,
    "exclusivity": EXCLUSIVITY,
    "paper_warning": PAPER_WARNING,
    "gap": GAP,
    "dispute_kind": DISPUTE_KIND,
    "origin": ORIGIN,
    "name": NAME,
    "act_kind": ACT_KIND,
}


def label(code: str | None, vocabulary: str) -> Any:
    """The word of a code; a code that the vocabulary does not know is shown as it is, so that nothing is hidden."""
    words = VOCABULARIES[vocabulary]
    return words.get(code or "", code or "")


VOCABULARY_OF: Mapping[tuple[str, str], str] = {
    ("partnership", "form"): "form",
    ("government", "level"): "level",
    ("organisation", "kind"): "organisation",
    ("name", "kind"): "name",
    ("instrument", "kind"): "instrument",
    ("instrument", "status"): "instrument_status",
    ("instrument", "term"): "term",
    ("activity", "kind"): "activity",
    ("activity", "status"): "activity_status",
    ("commitment", "status"): "commitment_status",
    ("contact", "kind"): "contact",
    ("event", "kind"): "event",
    ("obstacle", "factor"): "factor",
    ("obstacle", "factor_side"): "factor_side",
    ("obstacle", "other_side"): "factor_side",
    ("obstacle", "cause"): "cause",
    ("verdict", "dimension"): "dimension",
    ("verdict", "value"): "verdict",
    ("hypothesis", "status"): "hypothesis",
    ("revival", "outcome"): "revival",
    ("link", "kind"): "link",
    ("party", "role"): "party_role",
    ("tenure", "role"): "tenure_role",
}
SIDES = {"side", "owed_by", "owed_to", "cost_by", "initiated_by", "hosted_by", "paid_by", "borne_by"}
SIDES |= {"from_side", "to_side"}
"""Attributes that name a side; where the record is known the party on that side is named instead."""


def choice(kind: str, attribute: str, code: str) -> str:
    """The word of a choice of an attribute; the code itself where no vocabulary is declared for the attribute."""
    if attribute in SIDES:
        return str(SIDE.get(code, code))
    vocabulary = VOCABULARY_OF.get((kind, attribute))
    return str(label(code, vocabulary)) if vocabulary else code
