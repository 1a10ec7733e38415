"""The register's own tables, one file per noun."""

from kembar.partnerships.models.activities import Activity, Commitment, Contact, Event, Participant
from kembar.partnerships.models.assessments import (
    Hypothesis,
    Motive,
    Obstacle,
    Offer,
    OfferCandidate,
    Revival,
    Tally,
    Verdict,
)
from kembar.partnerships.models.governments import Government, Name, Organisation, Person, Tenure
from kembar.partnerships.models.instruments import (
    CostShare,
    Instrument,
    InstrumentField,
    InstrumentNumber,
    LanguageText,
    Objective,
    Signature,
)
from kembar.partnerships.models.partnerships import (
    Field,
    FieldMapping,
    FormerSlug,
    KeptSpan,
    Partnership,
    PartnershipLink,
    Party,
    StateSpan,
)

__all__ = [
    "Activity",
    "Commitment",
    "Contact",
    "CostShare",
    "Event",
    "Field",
    "FieldMapping",
    "FormerSlug",
    "Government",
    "Hypothesis",
    "Instrument",
    "InstrumentField",
    "InstrumentNumber",
    "KeptSpan",
    "LanguageText",
    "Motive",
    "Name",
    "Objective",
    "Obstacle",
    "Offer",
    "OfferCandidate",
    "Organisation",
    "Participant",
    "Partnership",
    "PartnershipLink",
    "Party",
    "Person",
    "Revival",
    "Signature",
    "StateSpan",
    "Tally",
    "Tenure",
    "Verdict",
]
