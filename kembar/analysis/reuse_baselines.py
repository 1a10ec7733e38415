"""How well do two plain methods find reused passages, measured beside ours in the same run?

* Word 5-grams: every run of five words, in small letters, that both texts have; matches within ``GAP`` words of each
other on both sides are one passage.
* difflib: the matching blocks of the standard library's SequenceMatcher over words, of five words or more, joined
alike. Pairs that share no run of five words cannot have such a block and are passed over.

Both keep passages of ``LEAST`` words or more on both sides. Passages are (begin, end, source begin, source end) in
words.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

GAP = 50
LEAST = 15
LENGTH = 5

Box = tuple[int, int, int, int]


def grams(words: Sequence[str], length: int = LENGTH) -> dict[tuple[str, ...], list[int]]:
    """Where each run of ``length`` words begins."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(words) - length + 1):
        places.setdefault(tuple(words[place : place + length]), []).append(place)
    return places


def by_word_grams(one: Sequence[str], other_grams: dict[tuple[str, ...], list[int]]) -> list[Box]:
    """Passages of ``one`` whose runs of five words stand in the other text, given as its ``grams``."""
    hits = [
        (place, there, LENGTH)
        for place in range(len(one) - LENGTH + 1)
        for there in other_grams.get(tuple(one[place : place + LENGTH]), ())
    ]
    return joined(hits)


def by_difflib(one: Sequence[str], other: Sequence[str]) -> list[Box]:
    """Passages from the matching blocks of SequenceMatcher."""
    blocks = SequenceMatcher(None, one, other).get_matching_blocks()
    return joined([(block.a, block.b, block.size) for block in blocks if block.size >= LENGTH])


def joined(hits: Sequence[tuple[int, int, int]]) -> list[Box]:
    """Hits (place, place in the source, length) that lie within ``GAP`` words on both sides, as boxes."""
    boxes: list[list[int]] = []
    open_boxes: list[list[int]] = []
    for place, there, size in sorted(hits):
        open_boxes = [box for box in open_boxes if place - box[1] <= GAP]
        near = [box for box in open_boxes if there - box[3] <= GAP and box[2] - (there + size) <= GAP]
        if near:
            box = near[0]
            for more in near[1:]:
                box[:] = [min(box[0], more[0]), max(box[1], more[1]), min(box[2], more[2]), max(box[3], more[3])]
                boxes = [kept for kept in boxes if kept is not more]
                open_boxes = [kept for kept in open_boxes if kept is not more]
            box[:] = [box[0], max(box[1], place + size), min(box[2], there), max(box[3], there + size)]
        else:
            box = [place, place + size, there, there + size]
            boxes.append(box)
            open_boxes.append(box)
    return [(b[0], b[1], b[2], b[3]) for b in boxes if b[1] - b[0] >= LEAST and b[3] - b[2] >= LEAST]
