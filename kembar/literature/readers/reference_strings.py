"""Where does one cited work end and the next begin in a list written as one string?"""

import re

_NAME = re.compile(
    r"^[^\d,()]{2,40}\s(?:(?:[^\W\d_]\.-?)+|[A-Z]{1,3})$"
)  # "Lambin P." by itself is an author, not a work
_ENDS = re.compile(r"\((?:1[5-9]|20)\d\d[a-z]?\)\.?$")


def scopus_references(text: str) -> tuple[str, ...]:
    """The works cited in a Scopus list.

    The older form parts works by semicolons and authors by commas; the newer parts both by semicolons and closes
    each work with its year in brackets. A list in which some pieces close with a year and others are bare names is
    of the newer form.
    """
    text = text.replace("\n", " ")
    pieces = [piece for part in text.split("; ") if (piece := part.strip()) and piece != ";"]
    closing = [piece[-1] in ")." and _ENDS.search(piece[-9:]) is not None for piece in pieces]
    if not any(closing) or not any(_NAME.match(piece) for piece in pieces):
        return tuple(piece.rstrip(" ;") for piece in pieces)
    works: list[str] = []
    pending: list[str] = []
    for piece, closed in zip(pieces, closing, strict=True):
        pending.append(piece)
        if closed:
            works.append("; ".join(pending))
            pending = []
    if pending:
        works.append("; ".join(pending))
    return tuple(works)
