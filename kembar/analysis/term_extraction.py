"""Which phrases of many texts are terms, how often does each occur, and which tell the texts apart?

Every part of a noun phrase (``noun_phrases``, in one spelling by ``spellings``) is counted, and is a candidate if

- it can stand by itself: it ends with a noun (English) or begins with one (Indonesian), says more than "new method",
  and does not wait for a name ("pemerintah kota ...");
- it does stand by itself: not nearly always with the same word before or behind it ("sister" in "sister city"), and in
  English at the end of its phrase often enough ("multiple criteria decision" is cut off);
- an Indonesian one is not two terms side by side ("kerja sama | sister city"), which English would join by "of".

Every place of a text counts for one term, the longest: a long phrase that is too rare to be a term gives its
occurrences back to the shorter ones in it, as VOSviewer does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kembar.analysis import english_words as en
from kembar.analysis import indonesian_words as ind
from kembar.analysis.noun_phrases import Phrase, language_of, phrases
from kembar.analysis.spellings import long_forms, one_spelling
from kembar.analysis.terms import (
    FEW,
    KEPT,
    TermSet,
    Thesaurus,
    most_used,
    propose_threshold,
    relevance_of,
    singular,
    term_key,
)

LONGEST = 4  # words in a term
INSIDE = 0.8  # share of occurrences beside one and the same word from which a part is no term of its own
ENDING = 0.3  # share of occurrences at the end of its phrase from which an English part may be a term
ALWAYS = 0.1  # share of terms, the most frequent, that stay however little they tell texts apart: what all are about
SPLIT = 0.5  # an Indonesian phrase of two terms is one if at least this share of the rarer stands in it
WHOLE = 0.9  # and of one with a term of several words behind its head, this share of that term
COUNTING = ("binary", "full")

Words = tuple[str, ...]


def extract(
    texts: Sequence[str],
    *,
    counting: str = "binary",
    least: int | None = None,
    thesaurus: Thesaurus | None = None,
    relevant: float | None = None,
) -> TermSet:
    """The terms of texts (title and abstract of each record).

    ``counting``: "binary" counts the texts that hold a term, "full" every occurrence. ``least`` is proposed when None.
    ``relevant`` is the share of terms kept for their relevance; None keeps all of up to ``FEW`` and 0.6 of more. The
    most frequent tenth stays whatever its relevance.
    Raises ValueError for another ``counting``.
    """
    if counting not in COUNTING:
        raise ValueError(f"unknown counting: {counting}")
    names = _Names(thesaurus, long_forms(texts))
    told_languages = [language_of(text, "") for text in texts]
    usual = Counter(filter(None, told_languages)).most_common(1)
    found = [
        list(phrases(text, language or (usual[0][0] if usual else "id")))  # a title alone may hold no word of grammar
        for text, language in zip(texts, told_languages, strict=True)
    ]
    places = [[_keyed(one) for one in phrases_of_text] for phrases_of_text in one_spelling(found)]
    names.joined = {
        key
        for runs in places
        for run in runs
        for word, key in zip(run.phrase.words, run.keys, strict=True)
        if " " in word
    }
    floor = least if least is not None else 2 if len(texts) > 2 else 1
    told = _told(places, names, counting, floor)
    if least is None and not told.counts and floor > 1:  # no term stands in two texts: those of one
        floor = 1
        told = _told(places, names, counting, floor)
    if least is None:
        least = max(floor, propose_threshold(told.counts.values(), len(texts)))
        if least > floor:
            told = replace(_counted(places, told.spots, names, counting, least), found=told.found)
    return _term_set(told, names, least, relevant)


@dataclass(frozen=True, slots=True)
class _Run:
    """A noun phrase with its words as they are compared."""

    keys: Words
    phrase: Phrase


Spot = tuple[int, int, Words]
"""The number of a phrase in its text, where in it a part begins, and the part."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Where the candidates stand, by their length and text; of those that are terms, occurrences, and the texts'."""

    spots: Mapping[int, Sequence[Sequence[Spot]]]
    counts: Mapping[str, int]
    held: Sequence[Sequence[str]]
    found: int = 0
    """How many parts were counted, however rare."""


@dataclass
class _Seen:
    """What is known of one part: texts or occurrences, places, where it stands."""

    places: int = 0
    at_end: int = 0
    indonesian: int = 0
    before: Counter[str] = field(default_factory=Counter)
    behind: Counter[str] = field(default_factory=Counter)


class _Names:
    """The key under which a part is counted, and the forms in which it was met."""

    def __init__(self, thesaurus: Thesaurus | None, long: Mapping[str, str]) -> None:
        self.thesaurus = thesaurus
        self.long = {term_key(short): form for short, form in long.items()}
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
        self.joined: set[str] = set()  # words as they are compared that are written apart
        self._known: dict[Words, str] = {}
        self._given: dict[Words, str] = {}

    def key(self, words: Words) -> str:
        """The key of a part, "" where the thesaurus leaves it out."""
        found = self._known.get(words)
        if found is None:
            label = self._label(words)
            if label is not None:
                self._given[words] = label.lower()
            found = self._known[words] = term_key(" ".join(words) if label is None else label)
        return found

    def _label(self, words: Words) -> str | None:
        """The label given for a part by the thesaurus, or the long form of a short one; None without either."""
        own = term_key(" ".join(words))
        replace = self.thesaurus.replace if self.thesaurus is not None else {}
        if own in replace:
            return replace[own]
        long = self.long.get(own) if len(words) == 1 else None
        return long if long is None else replace.get(term_key(long), long)

    def is_named(self, words: Words) -> bool:
        """Whether the thesaurus speaks of this part."""
        return self.thesaurus is not None and term_key(" ".join(words)) in self.thesaurus.replace

    def speaks(self, words: Words) -> bool:
        """Whether a part is a term however little it says: named by the thesaurus, or short for a long form."""
        return (len(words) == 1 and words[0] in self.long) or self.is_named(words)

    def meet(self, words: Words, form: Words, key: str) -> None:
        """Counts the form in which a term was met, or the one that was given for it."""
        self.forms[key][self._given.get(words) or " ".join(form)] += 1


@lru_cache(maxsize=200_000)
def _word_key(word: str) -> str:
    return term_key(word) or word


def _keyed(phrase: Phrase) -> _Run:
    return _Run(tuple(map(_word_key, phrase.words)), phrase)


# --- what may be a term ----------------------------------------------------------------------------------------------


def _can_stand(words: Words, nouns: Sequence[bool], language: str) -> bool:
    """Whether a part says something by itself."""
    if language == "en":
        if not nouns[-1]:
            return False
    elif (
        not nouns[0]
        or _begins_empty(words)
        or (words[-1] in ind.OPEN_END and not (len(words) == 1 and words[0] in ind.MAY_STAND_ALONE))
    ):
        return False
    text = " ".join((*words[:-1], singular(words[-1]))).replace("-", " ")
    if text in en.COMMON_PHRASES or text in ind.COMMON_PHRASES:
        return False
    return len(text) > 2 and not all(map(_is_general, words))


def _begins_empty(words: Words) -> bool:
    return words[0] in ind.EMPTY_HEADS or (len(words) > 2 and " ".join(words[:2]) in ind.COMMON_PHRASES)


@lru_cache(maxsize=200_000)
def _is_general(word: str) -> bool:
    return (
        word in en.GENERAL
        or word in ind.GENERAL
        or singular(word) in en.GENERAL
        or word.removesuffix("s") in en.GENERAL
    )


def _told(places: Sequence[Sequence[_Run]], names: _Names, counting: str, floor: int) -> _Told:
    """The candidates in at least ``floor`` texts, and what each text holds of them."""
    often = _often(places, counting, floor)
    totals: Counter[str] = Counter()
    parts: dict[Words, str] = {}
    for runs in places:
        here: Counter[str] = Counter()
        for run in runs:
            for begin, end in _possible(run, often, names):
                words = run.keys[begin:end]
                key = parts.get(words)
                if key is None:
                    key = parts[words] = names.key(words)
                here[key] += 1
        totals.update(here if counting == "full" else dict.fromkeys(here, 1))
    totals.pop("", None)
    some = {words for words, key in parts.items() if totals[key] >= floor}
    seen, spots = _seen(places, some)
    valid = _chosen(some, seen, names)
    chosen = {
        length: [[spot for spot in here if spot[2] in valid] for here in texts] for length, texts in spots.items()
    }
    return replace(_counted(places, chosen, names, counting, floor), found=len(totals))


def _chosen(some: Set[Words], seen: Mapping[Words, _Seen], names: _Names) -> frozenset[Words]:
    """The parts that are terms, longer ones chosen first: what they swallow is none."""
    valid: set[Words] = set()
    parted: set[Words] = set()  # phrases of two terms
    freed: set[Words] = set()  # the terms they were parted into
    for words in sorted(some, key=len, reverse=True):
        one = seen[words]
        is_indonesian = one.indonesian * 2 >= one.places
        if names.speaks(words):
            valid.add(words)
        elif is_indonesian and (two := _two_of(words, seen, names.joined)):
            parted.add(words)
            freed.update(two)
        elif words in freed or not (_is_cut_off(one, is_indonesian) or _is_swallowed(words, one, valid, parted)):
            valid.add(words)
    return frozenset(valid)


def _is_cut_off(one: _Seen, is_indonesian: bool) -> bool:
    return not is_indonesian and one.at_end < ENDING * one.places


def _often(places: Sequence[Sequence[_Run]], counting: str, floor: int) -> frozenset[str]:
    """Words in at least ``floor`` texts: no part with another can be in as many."""
    counts: Counter[str] = Counter()
    for runs in places:
        words = [word for run in runs for word in run.keys]
        counts.update(words if counting == "full" else set(words))
    return frozenset(word for word, count in counts.items() if count >= floor)


def _possible(run: _Run, often: frozenset[str], names: _Names) -> Iterator[tuple[int, int]]:
    """The parts of a phrase to count: those that can stand, and those that the thesaurus names."""
    phrase, size = run.phrase, len(run.keys)
    for begin in range(size):
        for end in range(begin + 1, min(begin + LONGEST, size) + 1):
            if run.keys[end - 1] not in often and not names.thesaurus and run.keys[end - 1] not in names.long:
                break
            words = phrase.words[begin:end]
            if _can_stand(words, phrase.nouns[begin:end], phrase.language) or names.speaks(run.keys[begin:end]):
                yield begin, end


def _seen(places: Sequence[Sequence[_Run]], some: set[Words]) -> tuple[dict[Words, _Seen], dict[int, list[list[Spot]]]]:
    """How each part stands, at the end of its phrase or not, and beside which words; and where, by length and text.

    In an English phrase the last comes first, in an Indonesian one the first: its head.
    """
    found: dict[Words, _Seen] = defaultdict(_Seen)
    spots: dict[int, list[list[Spot]]] = {length: [] for length in range(1, LONGEST + 1)}
    for runs in places:
        for texts in spots.values():
            texts.append([])
        for number, run in enumerate(runs):
            keys, size, is_indonesian = run.keys, len(run.keys), run.phrase.language == "id"
            for begin in range(size) if is_indonesian else range(size - 1, -1, -1):
                for end in range(begin + 1, min(begin + LONGEST, size) + 1):
                    words = keys[begin:end]
                    if words not in some:
                        continue
                    one = found[words]
                    one.places += 1
                    one.indonesian += is_indonesian
                    if begin:
                        one.before[keys[begin - 1]] += 1
                    if end < size:
                        one.behind[keys[end]] += 1
                    else:
                        one.at_end += 1
                    if (
                        end - begin > 1 or end == size or words[0] not in ind.MAY_STAND_ALONE
                    ):  # "kota" of "kota Bandung"
                        spots[end - begin][-1].append((number, begin, words))
    return found, spots


def _is_swallowed(words: Words, one: _Seen, valid: set[Words], parted: set[Words]) -> bool:
    """Whether a part stands nearly always inside one longer term."""
    for beside, is_before in ((one.before, True), (one.behind, False)):
        if beside:
            word, count = beside.most_common(1)[0]
            longer = (word, *words) if is_before else (*words, word)
            if count >= INSIDE * one.places and (longer in valid or longer in parted):
                return True
    return False


def _two_of(words: Words, seen: Mapping[Words, _Seen], joined: Set[str]) -> tuple[Words, ...]:
    """The two terms that an Indonesian part is made of; nothing where it is one.

    Two single words are two terms if the rarer is met far more often than both together; a term of several words behind
    its head (``joined``: words that are written apart) is a term of its own as soon as it is met without that head.
    """
    together = seen[words].places
    for cut in range(1, len(words)):
        left, right = words[:cut], words[cut:]
        if left not in seen or right not in seen or left[-1] in ind.OPEN_END:
            continue
        if _two_of(left, seen, joined) or _two_of(right, seen, joined):
            return left, right
        there = seen[right].places
        if len(right) > 1 or right[0] in joined:
            if together < WHOLE * there:
                return left, right
        elif together < SPLIT * min(there, seen[left].places):
            return left, right
    return ()


# --- what each text holds --------------------------------------------------------------------------------------------


def _counted(
    places: Sequence[Sequence[_Run]],
    spots: Mapping[int, Sequence[Sequence[Spot]]],
    names: _Names,
    counting: str,
    floor: int,
) -> _Told:
    """Every place given to the longest term on it; what is too rare gives its places back to shorter ones."""
    taken = [[bytearray(len(run.keys)) for run in runs] for runs in places]
    held: list[Counter[str]] = [Counter() for _text in places]
    names.forms.clear()
    for length in range(LONGEST, 0, -1):
        met = [_free_spots(here, taken[i], length) for i, here in enumerate(spots[length])]
        counts: Counter[str] = Counter()
        for found in met:
            here = Counter(names.key(words) for _number, _begin, words in found)
            counts.update(here if counting == "full" else here.keys())
        for i, found in enumerate(met):
            for number, begin, words in found:
                key = names.key(words)
                is_term = bool(key) and (counts[key] >= floor or length == 1 or names.is_named(words))
                taken[i][number][begin : begin + length] = bytes([is_term]) * length
                if is_term:
                    held[i][key] += 1
                    names.meet(words, places[i][number].phrase.words[begin : begin + length], key)
    totals: Counter[str] = Counter()
    for here in held:
        totals.update(here if counting == "full" else here.keys())
    kept = {key: count for key, count in totals.items() if count >= floor}
    return _Told(spots, kept, [[key for key in here if key in kept] for here in held])


def _free_spots(here: Sequence[Spot], taken: Sequence[bytearray], length: int) -> list[Spot]:
    """The spots of one length that no longer term has, without overlap; they are marked as taken."""
    found = []
    mark = b"\x01" * length
    for spot in here:
        number, begin, _words = spot
        row = taken[number]
        if not any(row[begin : begin + length]):
            row[begin : begin + length] = mark
            found.append(spot)
    return found


def _term_set(told: _Told, names: _Names, least: int, relevant: float | None) -> TermSet:
    """Labels, the most relevant terms, and the rest left out."""
    labels = {key: most_used(names.forms[key]) for key in told.counts}
    documents = [tuple(labels[key] for key in keys) for keys in told.held]
    relevance = relevance_of(documents)
    share = (KEPT if len(labels) > FEW else 1.0) if relevant is None else relevant
    order = sorted(labels.values(), key=lambda label: (-relevance.get(label, 0.0), label))
    often = sorted(told.counts, key=lambda key: (-told.counts[key], key))
    best = set(order[: max(min(10, len(order)), round(share * len(order)))])
    best |= {labels[key] for key in often[: round(ALWAYS * len(often))]}
    documents = [tuple(label for label in keys if label in best) for keys in documents]
    occurrences = {labels[key]: count for key, count in told.counts.items() if labels[key] in best}
    scores = {label: relevance.get(label, 0.0) for label in best}
    return TermSet(tuple(documents), occurrences, least, scores, len(order) - len(best), told.found)
