"""Which authors of a set of publications are one person, and under which name does a map show them?

A number (ORCID, or a database's own) decides where there is one. Else the whole name does, whatever its order and
marks: "Kalbe, Grit", "Grit Kalbe" and "KALBE Grit" are one, "Kalbe, G." is another, since initials are no identity:
twelve people are "Li X". A thesaurus joins what a reader knows to be one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kembar.analysis.terms import Thesaurus
from kembar.literature.records import family_name, fold

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]")


def one_name_each(
    documents: Sequence[tuple[Sequence[str], Sequence[str]]], thesaurus: Thesaurus | None = None
) -> list[tuple[str, ...]]:
    """Authors per document under one full name each, the form most used; two people of one name carry their numbers."""
    mentions = [
        [
            (person_key(name), name, number_of(numbers[place] if place < len(numbers) else ""))
            for place, given in enumerate(names)
            if (name := thesaurus.label(given) if thesaurus else given) and fold(name)
        ]
        for names, numbers in documents
    ]
    same = _numbers_of_one(mentions)
    keyed = [[same.get((person, number)) or f"name:{person}" for person, _name, number in one] for one in mentions]
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for keys, one in zip(keyed, mentions, strict=True):
        for key, (_person, name, _number) in zip(keys, one, strict=True):
            forms[key][name] += 1
    best = {key: min(counts, key=lambda name: (-counts[name], -len(name), name)) for key, counts in forms.items()}
    taken: Counter[str] = Counter(best.values())
    labels = {
        key: name if taken[name] == 1 or not key.startswith("id:") else f"{name} [{key.removeprefix('id:')}]"
        for key, name in best.items()
    }
    return [tuple(dict.fromkeys(labels[key] for key in keys)) for keys in keyed]


def person_key(name: str) -> str:
    """A name as it is compared: family name, then the rest.

    >>> person_key("Bobák, M.") == person_key("M. Bobák") == person_key("Bobak M.")
    True
    """
    family = family_name(name)
    rest = name.replace(family, " ", 1)
    return f"{fold(family)},{fold(rest)}"


def number_of(text: str) -> str:
    """An ORCID or a database's number without the address around it."""
    found = _ORCID.search(text)
    return found[0].upper() if found else text.strip().rstrip("/").rsplit("/", 1)[-1]


def _is_whole(person: str) -> bool:
    """Whether a name has a given name, not initials alone."""
    return len(person.partition(",")[2]) > 3


def _numbers_of_one(mentions: Sequence[Sequence[tuple[str, str, str]]]) -> Mapping[tuple[str, str], str]:
    """The identity of a name with or without a number.

    A whole name is that of the one number it goes with elsewhere; an ORCID and a database's number that go with the
    same whole name, and with no other of their kind, are one person's.
    """
    numbers: dict[str, set[str]] = defaultdict(set)
    for one in mentions:
        for person, _name, number in one:
            if number:
                numbers[person].add(number)
    found: dict[tuple[str, str], str] = {}
    for person, known in numbers.items():
        orcids = sorted(number for number in known if _ORCID.fullmatch(number))
        others = sorted(known - set(orcids))
        is_one = _is_whole(person) and len(orcids) <= 1 and len(others) <= 1
        for number in known:
            found[person, number] = f"id:{(orcids or others)[0] if is_one else number}"
        if is_one:
            found[person, ""] = f"id:{(orcids or others)[0]}"
    return _across_names(found)


def _across_names(found: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """One identity per number, under whatever forms of the name it stands."""
    chosen: dict[str, str] = {}
    for (_person, number), key in sorted(found.items()):
        if number and (number not in chosen or key != f"id:{number}"):
            chosen[number] = key
    return {(person, number): chosen.get(number, key) if number else key for (person, number), key in found.items()}
