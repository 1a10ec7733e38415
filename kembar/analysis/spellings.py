"""Which spellings in a set of texts are one word: "kerjasama", "kerja-sama" and "kerja sama"; "AHP" and its long form?

Nothing is looked up: two spellings are one when the texts themselves write the word both ways, and a short form stands
for the long form that the texts put before it ("analytic hierarchy process (AHP)").
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kembar.analysis.noun_phrases import Phrase
from kembar.analysis.terms import term_key

SURE = 0.5  # share of the explanations of a short form that name one long form
_SHORT = re.compile(r"\(\s*([A-Z][A-Za-z]*[A-Z][A-Za-z]{0,8}|[A-Z]{2,9})s?\s*\)")
_BEFORE = 140  # letters before a short form in which its long form is looked for
_REVERSED = re.compile(r"\b([A-Z]{2,9})\s*\(([^()]{5,80})\)")

Pair = tuple[str, str]


def one_spelling(texts: Sequence[Sequence[Phrase]]) -> list[list[Phrase]]:
    """The phrases with every word in the spelling most used, apart, hyphened or together; ties with more blanks."""
    words: Counter[str] = Counter(word for phrases in texts for phrase in phrases for word in phrase.words)
    hyphened = {_joined(word) for word in words if "-" in word or " " in word}
    pairs = _pairs_of(texts, words.keys() | hyphened)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for (one, other), count in pairs.items():
        forms[one + other][f"{one} {other}"] += count
    for word, count in words.items():
        joined = _joined(word)
        if joined in forms or joined in hyphened:
            forms[joined][word] += count
    label = {joined: _most_used(counts) for joined, counts in forms.items() if len(counts) > 1}
    if not label:
        return [list(phrases) for phrases in texts]
    return [[_respelt(phrase, label) for phrase in phrases] for phrases in texts]


def _joined(word: str) -> str:
    return word.replace("-", "").replace(" ", "")


def _most_used(counts: Counter[str]) -> str:
    return min(counts, key=lambda form: (-counts[form], -form.count(" "), form))


def _pairs_of(texts: Iterable[Iterable[Phrase]], known: Iterable[str]) -> Counter[Pair]:
    """Neighbours that are written together elsewhere."""
    known = frozenset(known)
    found: Counter[Pair] = Counter()
    for phrases in texts:
        for phrase in phrases:
            for pair in zip(phrase.words, phrase.words[1:], strict=False):
                if pair[0] + pair[1] in known:
                    found[pair] += 1
    return found


def _respelt(phrase: Phrase, label: Mapping[str, str]) -> Phrase:
    words: list[str] = []
    nouns: list[bool] = []
    place = 0
    while place < len(phrase.words):
        word = phrase.words[place]
        pair = word + phrase.words[place + 1] if place + 1 < len(phrase.words) else ""
        if pair in label:
            words.append(label[pair])
            nouns.append(phrase.nouns[place + (phrase.language == "en")])
            place += 2
            continue
        words.append(label.get(_joined(word), word))
        nouns.append(phrase.nouns[place])
        place += 1
    return Phrase(tuple(words), tuple(nouns), phrase.language)


def long_forms(texts: Iterable[str]) -> dict[str, str]:
    """Short forms in small letters and the long form that the texts explain them by, where they nearly always agree.

    >>> long_forms(["The analytic hierarchy process (AHP) is used."])
    {'ahp': 'analytic hierarchy process', 'ahps': 'analytic hierarchy process'}
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        if "(" not in text:
            continue
        explained = [
            (_last_words(text[max(0, match.start() - _BEFORE) : match.start()]), match[1])
            for match in _SHORT.finditer(text)
        ]
        explained += [(inside.split(), short) for short, inside in _REVERSED.findall(text) if len(inside.split()) > 1]
        for words, short in explained:
            if long := long_form(words, short):
                found[short.lower()][long] += 1
                found[short.lower() + "s"][long] += 1  # "DMs" are decision makers too
    agreed = {}
    for short, counts in found.items():
        keyed: Counter[str] = Counter()
        for form, count in counts.items():
            keyed[term_key(form)] += count
        key, most = keyed.most_common(1)[0]
        if most >= SURE * keyed.total():
            agreed[short] = max(counts, key=lambda form: (term_key(form) == key, counts[form], form))
    return agreed


def _last_words(text: str) -> list[str]:
    return re.split(r"[.,;:()\[\]]", text)[-1].split()[-8:]


def long_form(words: Sequence[str], short: str) -> str:
    """The last words whose first letters, hyphened parts counted, spell the short form; "" where none do.

    >>> long_form("we use multi-criteria decision analysis".split(), "MCDA")
    'multi-criteria decision analysis'
    """
    letters = short.lower()
    for size in range(2, min(len(letters) + 2, len(words)) + 1):
        part = [word.lower() for word in words[-size:]]
        parts = [piece for word in part for piece in re.split(r"[-’']", word) if piece]
        initials = "".join(piece[0] for piece in parts)
        big = "".join(piece[0] for piece in parts if piece not in ("of", "and", "the", "for", "in", "on", "dan", "di"))
        if letters in (initials, big) and part[0][0] == letters[0]:
            return " ".join(part)
    return ""
