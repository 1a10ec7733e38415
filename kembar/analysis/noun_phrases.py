"""Which noun phrases does a text in Indonesian or English hold?

No trained model: a run of words ends at a mark, a number, a word of grammar, or a verb known by its form (Indonesian
me-, ber-, di-...-kan; English lists and -ed). In an English run words that only qualify (-al, -ive, -ous ...) may
not stand last; in an Indonesian one the head stands first and nothing is trimmed. Every part of a run of one to four
words is a candidate; which of them are terms is for counts over many texts to say (``terms``).
"""

import re
from collections.abc import Iterator

from kembar.analysis.function_words import ENGLISH, INDONESIAN

LONGEST = 4  # words in a term
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|[^\w\s]")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[^\W\d_a-z]|[\"“(])|\n{2,}")
_COPYRIGHT = re.compile(r"(?:©|\(c\)\s|copyright\b).{0,160}?(?:reserved\.?|$|\.(?=\s))", re.I | re.M)
_LABELS = re.compile(
    r"(?:^|(?<=[.!?]\s))(?:aims?|backgrounds?|conclusions?|designs?|discussions?|findings?|introductions?|"
    r"materials?|methods?|"
    r"objectives?|purposes?|results?|settings?|summary|tujuan|latar belakang|metode|hasil|kesimpulan|"
    r"simpulan)\s*[:\-–](?=\s)",
    re.I | re.M,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VERB_ID = re.compile(r"^(?:me(?:m[bpfv]|n[cdjtsz]|ng|ny|[lrwymn])\w{3,}|ber\w{4,}|ter[a-z]{4,}|di[a-z]{4,}(?:kan|i))$")
_NOT_VERBS_ID = _words(
    "berita beras berkas berkah media menteri mentor menara mental medan melayu memori merek meter mesin metode "
    "mitra metro "
    "teritorial territorial terminal terapi terorisme teror dinamika dimensi diplomasi distribusi diskusi "
    "disiplin disertasi "
    "direksi divisi diversifikasi digitalisasi diaspora melodi menengah terakhir terbuka terpadu berkelanjutan "
    "berdaya bersih "
    "berbasis merdeka metropolitan membership mekanisme"
)
_MORE_VERBS_ID = _words(
    "dibuat disusun dibahas ditulis dipakai diatur dibagi dibawa didapat dilihat dinilai diharap diambil dijalin "
    "terjadi adalah "
    "jalin buat lihat punya mampu ingin mau perlu ikut coba pakai tidak bukan lancar baik besar penting utama "
    "secara sehingga"
)
_VERBS_EN = _words(
    "is are was were be been has have had do does did can could may might will would shall should must aim aims "
    "aimed analyse analyze analyses analyzes examine examines examined explore explores explored discuss "
    "discusses discussed show shows shown find finds found argue argues argued suggest suggests suggested present "
    "presents presented propose proposes proposed investigate investigates describe describes described identify "
    "identifies provide provides provided reveal reveals indicate indicates conclude concludes focus focuses "
    "become becomes became make makes made take takes took give gives gave need needs seek seeks try tries lead "
    "leads led play plays help helps include includes including involve involves contribute contributes increase "
    "increases improve improves develop develops existing new different several various many however therefore "
    "moreover furthermore thus recent current important significant key main major consider considers considering "
    "evaluate evaluates evaluating assess assesses assessing require requires use uses assign assigns sort sorts "
    "build builds allow allows enable enables obtain obtains apply applies applying compare compares comparing "
    "support supports high higher low lower large larger small smaller real better best appropriate good possible "
    "available able certain common general specific second third first last next own highly strongly well get "
    "gets"
)
_QUALIFIES_EN = re.compile(r"(?:ical|ional|ive|ous|ful|able|ible|less|ish|ly)$")
# What a term cannot end with: these wait for the name that follows.
_OPEN_END = _words("kota kabupaten provinsi prefektur nomor nomor antar")
# Nouns of every paper: by themselves they tell nothing.
GENERAL = _words(
    "penelitian hasil tujuan metode data penulis artikel jurnal makalah kajian studi analisis cara faktor bentuk "
    "proses upaya "
    "peran dampak teori konsep masalah bidang contoh kasus abstrak kualitatif deskriptif kuantitatif pendekatan "
    "teknik sumber "
    "kata kunci pertama kedua ketiga nilai negara indonesia research study studies paper article result results "
    "method methods "
    "approach analysis data author authors purpose aim objective finding findings conclusion background "
    "literature review "
    "role process impact effect factor factors level case theory concept issue issues problem way use number type part "
    "example year years time work works order term terms abstract keyword keywords"
)


def language_of(text: str) -> str:
    """ "id" or "en", by which words of grammar are more; "id" when neither."""
    words = re.findall(r"[a-z]+", text.lower())
    indonesian = sum(word in INDONESIAN for word in words)
    english = sum(word in ENGLISH for word in words)
    return "en" if english > indonesian else "id"


def sentences(text: str) -> list[str]:
    """The sentences of an abstract, without copyright lines and the labels of structured abstracts."""
    text = _LABELS.sub(" ", _COPYRIGHT.sub(" ", text))
    return [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]


def runs(sentence: str, language: str) -> Iterator[list[str]]:
    """Runs of words that may be noun phrases, as they stand but in small letters."""
    run: list[str] = []
    for token in _TOKEN.findall(sentence):
        word = token.lower()
        if word == "sama" and run and run[-1] == "kerja":  # "sama" by itself is a word of grammar
            run.append(word)
        elif _breaks(word, language):
            if run:
                yield run
            run = []
        else:
            # "kota-kota" is the plural of "kota"
            half, dash, other = word.partition("-")
            run.append(half if dash and half == other else word)
    if run:
        yield run


def _breaks(word: str, language: str) -> bool:
    if not word[0].isalpha() or len(word) < 2 or word in ENGLISH or word in INDONESIAN:
        return True
    if language == "id":
        return word in _MORE_VERBS_ID or (_VERB_ID.match(word) is not None and word not in _NOT_VERBS_ID)
    return word in _VERBS_EN or (word.endswith("ed") and len(word) > 4)


def candidates(text: str) -> Iterator[tuple[str, ...]]:
    """Every part, of one to four words, of every run of the text, as often as it occurs."""
    whole = language_of(text)
    for sentence in sentences(text):
        own = language_of(sentence) if len(sentence) > 60 else whole
        for run in runs(sentence, own):
            for begin in range(len(run)):
                for end in range(begin + 1, min(begin + LONGEST, len(run)) + 1):
                    part = tuple(run[begin:end])
                    if own == "en" and _QUALIFIES_EN.search(part[-1]):
                        continue
                    if len(part) > 1 and part[-1] in _OPEN_END:
                        continue
                    if len(part) == 1 and (part[0] in GENERAL or len(part[0]) < 3):
                        continue
                    yield part
