"""Which noun phrases does a text in Indonesian or English hold?

No trained model. A text is cut into sentences, a sentence into words, and every word is given a class: noun, word that
qualifies, or neither (a verb, an adverb, a word of grammar, a number, a mark). Classes come from lists of our own, from
the endings of words, and for words that may be noun or verb from their neighbours. A phrase is the longest run of nouns
and qualifying words; in English it ends with a noun, in Indonesian the head stands first, so it begins with one.
This is the shape that VOSviewer's manual describes; how the words are told is ours.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kembar.analysis import english_words as en
from kembar.analysis import indonesian_words as ind
from kembar.analysis.function_words import ENGLISH, INDONESIAN

NOUN, QUALIFIES, OTHER = "n", "q", ""

_TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:[-'’][^\W_]+)*|\d[\w.,%-]*|[^\w\s]")
_WORD = re.compile(r"[a-z]+")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[^\W\d_a-z]|[\"“(])|\n{2,}")
_MARKUP = re.compile(
    r"<[^<>]{1,80}>|\$[^$]{1,200}\$|https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}|\bdoi:?\s*10\.\S+",
    re.I,
)
_CITATION = re.compile(
    r"(?:\b[A-Z][\w’'-]+(?:,? (?:&|dan|and|et al\.?|dkk\.?|[A-Z][\w’'-]+)){0,4} )?\((?:1[89]|20)\d\d[a-z]?\)|"
    r"\([^()]{0,160}\b(?:1[89]|20)\d\d[a-z]?\b[^()]{0,60}\)|\[\d[\d,;–\s-]*\]"
)
_SIGN = r"(?:©|\(c\)\s*(?=(?:1[89]|20)\d\d)|\bcopyright\s*(?:©|\(c\))?\s*(?=\d|by\s))"
_RIGHTS = re.compile(
    rf"\A\s*{_SIGN}.{{0,160}}?(?:\.(?=\s)|$)|{_SIGN}.{{0,300}}?(?:rights\s+reserved\.?|\Z)|{_SIGN}.{{0,160}}?(?:\.(?=\s)|$)|"
    r"\ball\s+rights\s+reserved\.?|\bpublished by (?:the )?(?-i:[A-Z])[^.]{0,80}\.?(?=\s|$)|"
    r"\bthis is an open[- ]access article.{0,400}?(?:licen[cs]e[^.]*\.|$)",
    re.I | re.M | re.S,
)
_LABELS = re.compile(
    r"(?:^|(?<=[.!?\])])\s)\s*(?:[A-Z][A-Z &/,()-]{2,70}(?=:\s)|"
    r"(?i:aims?|backgrounds?|conclusions?|contexts?|designs?|discussions?|findings?|funding|implications?|"
    r"importance|introductions?|limitations?|materials?(?: and methods?)?|methods?(?: and (?:results?|materials?))?|"
    r"methodology|motivation|objectives?|originality(?:/value)?|purposes?|results?(?: and conclusions?)?|settings?|"
    r"study design|summary|abstract|abstrak|tujuan|latar belakang|metode|hasil|kesimpulan|simpulan)"
    r"(?=\s*[:–—]\s|\s-\s))"
    r"\s*[:–—-]\s|"
    r"(?:^|(?<=[.!?])\s)(?:Aims?|Backgrounds?|Conclusions?|Findings?|Introduction|Methods?|Objectives?|Purpose|Results?)"
    r"\s+(?=(?:The|This|These|We|In|To|A|An|Our|It|There|For|As)\s)",
    re.M,
)
_KEYWORDS = re.compile(r"\b(?:key\s?words?(?: and phrases)?|kata[- ]?kunci)\s*[:–—-]", re.I)
_VERB_ID = re.compile(
    r"^(?:me(?:m[bpfv]|n[cdjtsz]|ng|ny|[lrwymn])\w{3,}|ber\w{3,}|be(?:kerja|lajar|pergian)\w*|ter[a-z]{4,}|"
    r"di[a-z]{4,}(?<!si)(?<!ion)(?<!ty)(?<!cy)(?<!al)(?<!nce)(?<!ment)(?<!ure)(?<!tor)(?<!tur)(?<!ic)(?<!ik)(?<!ng)"
    r"(?<!se)(?<!ct)(?<!ter)(?<!gue)(?<!ma)(?<!ism)(?<!isme)|di(?:bangun|dukung|dorong|tunjang|bimbing|tampung)|"
    r"di[a-z]{3,}kan)$"
)
_BEFORE_VERB = frozenset(
    [
        "to", "can", "could", "may", "might", "will", "would", "shall", "should", "must", "cannot", "we", "they",
        "i", "you", "who", "which", "that", "it", "he", "she", "not", "then", "also", "help", "helps",
    ]
)  # fmt: skip
_AFTER_VERB = frozenset(
    [
        "a", "an", "the", "this", "that", "these", "those", "our", "their", "its", "his", "her", "how", "whether",
        "what", "why", "us", "them", "it",
    ]
)  # fmt: skip
_TO_NOUN = frozenset(
    [
        "due", "according", "respect", "related", "relative", "relation", "applied", "approach", "approaches",
        "access", "addition", "adaptation", "compared", "comparison", "contribution", "contributions", "contribute",
        "application", "exposure", "response", "responses", "resistance", "transition", "introduction", "attention",
        "barriers", "prior", "subject", "owing", "thanks", "solution", "solutions", "linked", "similar", "key",
        "from", "adherence",
    ]
)  # fmt: skip
_PRONOUN_BEFORE = frozenset(
    [
        "we", "they", "i", "you", "who",
    ]
)  # fmt: skip
_SUFFIX_Q = re.compile(
    r"(?:[^aeiou]al|[ieu]al|oral|ic|ive|ous|ful|able|ible|less|ish|esque|ular|olar|elar|ary|ory|wide|wise|free|like|based|oriented|driven|"
    r"related|level|scale|specific|dependent|aware|centered|centred|friendly|efficient|intensive|induced|mediated|"
    r"associated|led|term)$"
)
_SUFFIX_N = re.compile(r"(?:tion|sion|ment|ness|ity|ism|ist|ship|hood|ance|ence|ancy|ency|ics|ology|graphy|ture)s?$")
_ED = re.compile(r"[a-z]{2,}(?:[^e]ed|eed(?<!need))$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its words in small letters, which of them are nouns, and its language (``id`` or ``en``)."""

    words: tuple[str, ...]
    nouns: tuple[bool, ...]
    language: str


def language_of(text: str, otherwise: str = "id") -> str:
    """ "id" or "en", by which words of grammar are more; ``otherwise`` when neither."""
    words = _WORD.findall(text.lower())
    english = sum(map(ENGLISH.__contains__, words))
    indonesian = sum(map(INDONESIAN.__contains__, words))
    return "en" if english > indonesian else "id" if indonesian > english else otherwise


def sentences(text: str) -> list[str]:
    """The sentences of an abstract without markup, addresses, citations, copyright lines and labels of its parts."""
    if "&" in text:
        text = html.unescape(text)
    text = _CITATION.sub(" ", _RIGHTS.sub(" . ", _MARKUP.sub(" ", text)))
    text = _KEYWORDS.sub(" . ", _LABELS.sub(" . ", text))
    return [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]


def phrases(text: str, language: str = "") -> Iterator[Phrase]:
    """The noun phrases of a text, in order, as often as they occur.

    Long sentences decide their language for themselves; short ones, and those without a word of grammar, take
    ``language``, or that of the whole text.
    """
    whole = language or language_of(text)
    for sentence in sentences(text):
        own = language_of(sentence, whole) if len(sentence) > 60 else whole
        yield from phrases_of_sentence(sentence, own)


def phrases_of_sentence(sentence: str, language: str) -> Iterator[Phrase]:
    """The noun phrases of one sentence in a language."""
    tokens = [token.lower().replace("’", "'") for token in _TOKEN.findall(sentence)]
    if language == "id":
        tokens = _compounds(tokens)
    classes = _english(tokens) if language == "en" else [_indonesian_word(token) for token in tokens]
    run: list[str] = []
    kinds: list[str] = []
    for token, kind in zip(tokens, classes, strict=True):
        if kind:
            run.append(_bare(token, language))
            kinds.append(kind)
        elif run:
            yield from _trimmed(run, kinds, language)
            run, kinds = [], []
    if run:
        yield from _trimmed(run, kinds, language)


def _trimmed(run: list[str], kinds: list[str], language: str) -> Iterator[Phrase]:
    """The run from its first noun on in Indonesian, up to its last noun in English; nothing without a noun."""
    if NOUN not in kinds:
        return
    if language == "en":
        end = len(kinds) - kinds[::-1].index(NOUN)
        run, kinds = run[:end], kinds[:end]
    else:
        begin = kinds.index(NOUN)
        run, kinds = run[begin:], kinds[begin:]
    yield Phrase(tuple(run), tuple(kind == NOUN for kind in kinds), language)


@lru_cache(maxsize=100_000)
def _bare(word: str, language: str) -> str:
    """A word without the possessive, the clitic, or its doubling ("kota-kota" is the plural of "kota")."""
    if word.endswith("'s"):
        word = word[:-2]
    half, dash, other = word.partition("-")
    if dash and half == other and word not in ind.DOUBLED:
        word = half
    if language == "id" and len(word) > 6 and word.endswith("nya") and word not in ind.NO_CLITIC:
        word = word[:-3].rstrip("-")
    return word


# --- English ---------------------------------------------------------------------------------------------------------


def _english(tokens: list[str]) -> list[str]:
    classes = []
    for place, word in enumerate(tokens):
        kind = _english_word(word)
        if kind == "both":
            kind = _noun_or_verb(tokens, place)
        elif kind == "ing":
            kind = _gerund(tokens, place)
        classes.append(kind)
    return classes


@lru_cache(maxsize=200_000)
def _english_word(word: str) -> str:
    """The class of a word by itself: noun, qualifies, other, ``both`` (noun or verb) or ``ing``."""
    if not word[0].isalpha() or len(word) < 2 or word in en.BREAKS:
        return OTHER
    if not word.isascii():
        return NOUN
    word = word.removesuffix("'s")
    if "'" in word:
        return OTHER
    if "-" in word:
        return _hyphenated(word)
    if word in en.ADJECTIVES or word in en.PARTICIPLES:
        return QUALIFIES
    if word in en.NOUNS or word in en.GERUNDS or _singular_in(word, en.NOUNS) or _singular_in(word, en.GERUNDS):
        return NOUN
    if _singular_in(word, en.BOTH):
        return "both"
    if word in en.VERBS or _inflected(word):
        return "ing" if word.endswith("ing") else OTHER
    if word.endswith("ing") and len(word) > 5:
        return "ing"
    if word.endswith("ly") and len(word) > 4:
        return OTHER
    if _ED.match(word):
        return OTHER
    if _SUFFIX_N.search(word):
        return NOUN
    if word in INDONESIAN:
        return OTHER
    return QUALIFIES if _SUFFIX_Q.search(word) or (word.endswith(("ese", "ian", "ean")) and len(word) > 6) else NOUN


def _hyphenated(word: str) -> str:
    parts = word.split("-")
    if "the" in parts or ("and" in parts and len(parts) < 3) or parts[0] in ("so", "well", "above", "much", "non-"):
        return OTHER
    last = parts[-1]
    if last in (
        "based",
        "oriented",
        "driven",
        "related",
        "specific",
        "level",
        "scale",
        "term",
        "led",
        "wide",
        "free",
        "like",
    ):
        return QUALIFIES
    if not last.isalpha():
        return NOUN
    if last.endswith("ed") or last in ("to", "of", "in", "by", "up", "down", "off", "out", "on"):
        return QUALIFIES
    kind = _english_word(last)
    if kind in ("both", "ing") or (not kind and last not in en.BREAKS):
        return NOUN
    return kind or QUALIFIES


def _singular_in(word: str, known: frozenset[str]) -> bool:
    if word in known:
        return True
    if not word.endswith("s") or len(word) < 4:
        return False
    return (
        word[:-1] in known
        or (word.endswith("es") and word[:-2] in known)
        or (word.endswith("ies") and word[:-3] + "y" in known)
    )


def _inflected(word: str) -> bool:
    """Whether a word is a form of a verb that is hardly ever a noun."""
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if stem in en.VERBS or stem + "e" in en.VERBS:
                return True
            if ending in ("ed", "ing") and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in en.VERBS:
                return True
            if ending in ("es", "ed") and stem.endswith("i") and stem[:-1] + "y" in en.VERBS:
                return True
    return False


def _near(tokens: list[str], place: int) -> str:
    return tokens[place] if 0 <= place < len(tokens) else "."


def _noun_or_verb(tokens: list[str], place: int) -> str:
    """A word such as "model" or "supports": a verb after "to", "can", "we" or before "the", else a noun."""
    before, after, word = _near(tokens, place - 1), _near(tokens, place + 1), tokens[place]
    if before == "to":
        is_plural = word.endswith("s") and not word.endswith("ss")
        return NOUN if is_plural or _near(tokens, place - 2) in _TO_NOUN else OTHER
    if before in _BEFORE_VERB and before != "that":
        return OTHER
    if before == "that" and after in _AFTER_VERB:
        return OTHER
    return OTHER if after in _AFTER_VERB else NOUN


def _gerund(tokens: list[str], place: int) -> str:
    """A word in -ing: part of a name after a noun and before none ("priority setting"), else a verb."""
    after = _near(tokens, place + 1)
    if place == 0 or after in _AFTER_VERB:
        return OTHER
    before = _english_word(tokens[place - 1])
    if before not in (NOUN, QUALIFIES, "both"):
        return OTHER
    follows = _english_word(after)
    return (
        NOUN
        if (follows == OTHER and after not in ("in", "for", "with", "as", "from", "on", "at", "both")) or after == "of"
        else OTHER
    )


# --- Indonesian ------------------------------------------------------------------------------------------------------


def _compounds(tokens: list[str]) -> list[str]:
    """The words with those pairs made one that belong together though one of them would end a phrase."""
    found: list[str] = []
    for token in tokens:
        is_of = len(found) > 1 and found[-1] == "of" and found[-2].isalpha() and token.isalpha()  # "letter of intent"
        if is_of:
            found[-2:] = [f"{found[-2]} of {token}"]
        elif found and (found[-1], token) in ind.COMPOUNDS:
            found[-1] = f"{found[-1]} {token}"
        else:
            found.append(token)
    return found


@lru_cache(maxsize=200_000)
def _indonesian_word(word: str) -> str:
    if " " in word:
        return NOUN
    if not word[0].isalpha() or len(word) < 2 or word in ind.BREAKS or word in ENGLISH:
        return OTHER
    for clitic in ("nya", "lah", "kah", "pun"):
        stem = word.removesuffix(clitic)
        if stem != word and len(stem) > 3 and word not in ind.NO_CLITIC:
            if stem in ind.BREAKS or _is_verb_id(stem):
                return OTHER
            if clitic != "nya":
                return NOUN if stem.endswith("an") else OTHER
            word = stem
            break
    half, dash, other = word.partition("-")
    if dash and half == other:
        word = half
        if word in ind.BREAKS:
            return OTHER
    if word in ind.QUALIFIERS:
        return QUALIFIES
    return OTHER if _is_verb_id(word) else NOUN


def _is_verb_id(word: str) -> bool:
    return word not in ind.NOT_VERBS and _VERB_ID.match(word) is not None
