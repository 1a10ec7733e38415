"""The whole answer to "why this partner", for whoever asks: a page, a command, a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kembar.access.permissions import Who
from kembar.matching.rules import Block, blocks, reserved_block
from kembar.matching.why.facts import Law, PairFacts
from kembar.matching.why.queries import pair_facts
from kembar.matching.why.sheet import Sheet, sheet_of
from kembar.places.models import Place
from kembar.values.languages import local

RESERVED_BY = "UU 23/2014, Pasal 10"


@dataclass(frozen=True)
class Asked:
    """Two places, the day looked at, the reader, and the code of the reserved matter the clause is about, if any."""

    ours: Place
    theirs: Place
    at: date
    who: Who
    matter: str = ""


@dataclass(frozen=True)
class Answer:
    """What is known, what the law says against it, and the sheet in the language that is active."""

    facts: PairFacts
    blocks: tuple[Block, ...]
    law: Law
    sheet: Sheet


def answer(asked: Asked) -> Answer:
    """Everything on the two, at most sixteen queries."""
    facts = pair_facts(asked.ours, asked.theirs, at=asked.at, who=asked.who)
    law = facts.law
    no_relations = {asked.theirs.country_id: facts.no_relations} if facts.no_relations else {}
    (against,) = blocks(asked.ours.country_id, [asked.theirs.country_id], no_relations)
    matters = {
        reserved_block(entry.field_list_id, entry.code): f"{RESERVED_BY}: {local(entry.says)}"
        for entry in law.reserved
        if asked.matter and entry.code == asked.matter
    }
    against = (*against, *matters)
    named = {block.source: text for block, text in matters.items()}
    return Answer(facts, against, law, sheet_of(facts, against, law.acts, named))
