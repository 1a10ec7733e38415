"""Does one text give two different counts of one thing ("20 jurnal", "lima belas penelitian")?

Pure, over lines from 1; numbers in figures or in Indonesian or English words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kembar.analysis.text_bibliography import without_bibliography
from kembar.analysis.text_lines import Finding, JoinedLines, plain

_ID = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
_UNITS_ID = {word: number for number, word in enumerate(_ID.split(), 1)}
_EN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen"
)
_UNITS_EN = {word: number for number, word in enumerate([*_EN.split(), "nineteen", "twenty"], 1)}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS_EN = {word: number for number, word in zip(range(20, 100, 10), _TENS.split(), strict=True)}
_ONES = "|".join(_UNITS_ID)
_ONES_EN = "|".join(_UNITS_EN)
_NUMBER = (
    r"\d{1,3}(?![\d.,]*\d)"
    rf"|(?:{_ONES})(?:\s(?:belas|puluh(?:\s(?:{_ONES}))?))?"
    rf"|(?:{'|'.join(_TENS_EN)})(?:[-\s](?:{_ONES_EN}))?"
    rf"|(?:{_ONES_EN})"
)
# Words for one and the same thing, so that "20 jurnal" and "lima belas penelitian" are counts of one set.
_THINGS = {
    "study": "penelitian jurnal artikel studi literatur publikasi study studies article articles paper papers journals",
    "stage": "tahap tahapan stage stages step steps langkah",
    "principle": "prinsip principle principles",
    "criterion": "kriteria criterion criteria",
    "field": "bidang sektor field fields sector sectors",
    "respondent": "responden informan narasumber respondent respondents informant informants",
    "member": "anggota member members",
    "partner": "mitra partner partners",
    "city": "kota city cities",
}
_THING_OF = {word: thing for thing, words in _THINGS.items() for word in words.split()}
_COUNT = re.compile(
    rf"(?<![\w.,/\-–])(?P<number>{_NUMBER})\s+(?:buah\s|orang\s|relevant\s|"
    rf"previous\s)?(?P<noun>{'|'.join(_THING_OF)})\b",
    re.I,
)
_WHOLE = re.compile(
    r"\b(menggunakan|memakai|mengkaji|meninjau|menganalisis|mengulas|dari|berdasarkan|sebanyak|total|didapatkan|"
    r"terkumpul|analisis|uses?|using|from|based on|reviews?|"
    r"analysed?|total of)\b\W+(?:\w+\W+){0,4}$",
    re.I,
)
_PART = re.compile(r"^\W*(?:lain\w*|pertama|terakhir|terdahulu|di antara|other|more|of them|which)\b", re.I)


def number_value(words: str) -> int:
    """The number that "20", "lima belas", "dua puluh satu" or "twenty-one" says.

    >>> [number_value(w) for w in ("20", "lima belas", "dua puluh", "dua puluh satu", "twenty-one", "sebelas")]
    [20, 15, 20, 21, 21, 11]
    """
    words = re.sub(r"[-\s]+", " ", words.strip().casefold())
    if words.isdecimal():
        return int(words)
    parts = words.split()
    if parts[0] in _UNITS_ID:
        value = _UNITS_ID[parts[0]]
        if len(parts) > 1 and parts[1] == "belas":
            return value + 10
        if len(parts) > 1:
            return value * 10 + (_UNITS_ID[parts[2]] if len(parts) > 2 else 0)
        return value
    if parts[0] in _TENS_EN:
        return _TENS_EN[parts[0]] + (_UNITS_EN[parts[1]] if len(parts) > 1 else 0)
    return _UNITS_EN[parts[0]]


@dataclass(frozen=True, slots=True)
class _Count:
    line: int
    text: str
    value: int
    thing: str
    whole: bool
    around: frozenset[str]


def _counts(lines: Sequence[str]) -> list[_Count]:
    body = [plain(line) for line in without_bibliography(lines)]
    words = Counter(word for line in body for word in re.findall(r"\w{4,}", line.casefold()))
    topic = {word for word, _ in words.most_common(12)}  # what the whole text is about tells no two counts together
    joined = JoinedLines.of(body)
    found = []
    for count in _COUNT.finditer(joined.text):
        following = joined.text[count.end() : count.end() + 90].replace("\n", " ")
        before = joined.text[max(0, count.start() - 120) : count.start()].replace("\n", " ")
        whole = bool(_WHOLE.search(before)) and not _PART.match(following)
        near = re.split(r"[.;:]", following)[0]
        around = frozenset(word for word in re.findall(r"\w{4,}", near.casefold())[:6] if word not in topic)
        value, thing = number_value(count["number"]), _THING_OF[count["noun"].casefold()]
        term = joined.on_line(count.start(), count.end())
        found.append(_Count(joined.line(count.start()), term, value, thing, whole, around))
    return found


def material_counts(lines: Sequence[str]) -> list[_Count]:
    """Counts of the studies a text rests on ("menggunakan ... 20 jurnal"), as line, text, value."""
    return [count for count in _counts(lines) if count.thing == "study" and count.whole and count.value >= 3]


def two_counts(lines: Sequence[str]) -> list[Finding]:
    """Different counts of one thing in one text, every place listed.

    Two counts are of one thing when they count the whole material of the study ("menggunakan ... 20 jurnal", "dari lima
    belas penelitian"), or when the same noun is followed by a same word that is not the topic of the whole text
    ("lima tahapan implementasi ...", "enam tahapan perumusan dan implementasi ..."). Counts below three are left
    out: "two cities" is grammar as often as it is a count.
    """
    counts = [count for count in _counts(lines) if count.value >= 3]
    findings = []
    for thing in dict.fromkeys(count.thing for count in counts):
        same = [count for count in counts if count.thing == thing]
        group = [count for count in same if count.whole] if thing in ("study", "respondent") else _alike(same)
        values = sorted({count.value for count in group})
        if len(values) > 1:
            places = tuple(dict.fromkeys((count.line, count.text) for count in group))
            findings.append(Finding("two_counts", "two_counts", {"thing": thing, "counts": tuple(values)}, places))
    return findings


def _alike(counts: Sequence[_Count]) -> list[_Count]:
    return [
        one for one in counts if any(one.value != other.value and one.around & other.around for other in counts)
    ]  # fmt: skip
