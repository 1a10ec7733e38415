"""Where does a reused passage really begin and end, to the letter?

Words tell an end only as well as they are kept: a word that a scanner misread, glued to its neighbour or broken looks
like another one. Two steps mend that, each side by side in both texts:

* *Letters.* From the end found, letters and digits are compared onwards in both texts at once: +1 for each that
  agrees, -2 for each that differs, is missing or too many; the end moves to where the sum is greatest, and the search
  stops when it has fallen ``DROP`` below that (the extension without seeds of Altschul and others 1990, with gaps).
* *Sentences.* Who rewrites goes by sentences. A passage that was not copied word for word, and that ends within
  ``SNAP`` words of an end of a sentence, or of the text, is taken to end there.

Source: S. F. Altschul, W. Gish, W. Miller, E. W. Myers & D. J. Lipman, *Basic local alignment search tool*, Journal of
Molecular Biology 215 (1990).
"""

import re

REACH = 120  # letters looked at beyond an end
DROP = 8
LEAST = 4  # what agreement must come to: shorter words agree by chance
SLIP = 6  # letters by which both sides may differ in length
SNAP = 6  # words

Span = tuple[int, int]


def extended(text: str, span: Span, source: str, source_span: Span) -> tuple[Span, Span]:
    """Both spans with their ends moved outwards as long as the letters agree."""
    more, source_more = _onwards(
        text[span[1] : span[1] + 2 * REACH], source[source_span[1] : source_span[1] + 2 * REACH]
    )
    before = text[max(0, span[0] - 2 * REACH) : span[0]][::-1]
    source_before = source[max(0, source_span[0] - 2 * REACH) : source_span[0]][::-1]
    less, source_less = _onwards(before, source_before)
    return (span[0] - less, span[1] + more), (source_span[0] - source_less, source_span[1] + source_more)


def _onwards(one: str, other: str) -> tuple[int, int]:
    """How many characters of each text still agree, from their beginnings, up to the end of a word in both."""
    left, right = _letters(one), _letters(other)
    before = {column: -2 * column for column in range(min(SLIP, len(right)) + 1)}
    top = best = 0
    best_at = (0, 0)
    for row, (end, sign, whole) in enumerate(left, 1):
        here: dict[int, int] = {}
        for column in range(max(0, row - SLIP), min(len(right), row + SLIP) + 1):
            sums = [before[column] - 2] if column in before else []
            if column and column - 1 in before:
                sums.append(before[column - 1] + (1 if right[column - 1][1] == sign else -2))
            if column and column - 1 in here:
                sums.append(here[column - 1] - 2)
            if not sums or max(sums) <= top - DROP:
                continue
            here[column] = max(sums)
            top = max(top, here[column])
            if here[column] > best and whole and right[column - 1][2]:
                best, best_at = here[column], (end, right[column - 1][0])
        if not here:
            break
        before = here
    return best_at if best >= LEAST else (0, 0)


def _letters(text: str) -> list[tuple[int, str, bool]]:
    """(place after it, the letter or digit in small, whether a word ends with it)."""
    signs = text.lower() if len(text.lower()) == len(text) else text
    last = len(signs) - 1
    return [
        (place + 1, sign, place == last or not signs[place + 1].isalnum())
        for place, sign in enumerate(signs)
        if sign.isalnum()
    ][:REACH]


_STOP = re.compile(r"[.!?…]+[\"”’)\]]*(?=\s)|\n[ \t]*\n")
NEARBY = 12 * SNAP  # characters in which so many words stand


def snapped(text: str, span: Span) -> Span:
    """The span from the beginning of a sentence to the end of one, where these are near."""
    begin, end = span
    before = [found.end() for found in _STOP.finditer(text, max(0, begin - NEARBY), begin)]
    if before or begin <= NEARBY:
        first = before[-1] if before else 0
        if len(text[first:begin].split()) <= SNAP:
            begin -= len(text[first:begin].lstrip())
    after = _STOP.search(text, end, end + NEARBY)
    last = after.end() if after else len(text) if len(text) <= end + NEARBY else end
    if len(text[end:last].split()) <= SNAP:
        end += len(text[end:last].rstrip())
    return begin, end
