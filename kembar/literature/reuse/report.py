"""How is a similarity told: as data, and as a page that stands alone, with both texts side by side?

The page holds no script and loads nothing. Words that stand unchanged in runs of five or more are set apart from those
that were changed; every passage links to its pair.
"""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from kembar import __version__
from kembar.analysis.reuse_alignment import runs_of
from kembar.analysis.text_reuse import CLASSES, Passage, percent_text, stem_numbers
from kembar.analysis.words import places_of
from kembar.console import gettext, language
from kembar.literature.reuse.similarity import Similarity, SourceShare
from kembar.literature.sentences import file_sentence, gettext_noop
from kembar.ui import words

CLASS_NAMES = {
    "none": gettext_noop("None"),
    "low": gettext_noop("Low"),
    "medium": gettext_noop("Medium"),
    "high": gettext_noop("High"),
    "very_high": gettext_noop("Very high"),
}
KIND_NAMES = {
    "verbatim": gettext_noop("word for word"),
    "reordered": gettext_noop("reordered"),
    "edited": gettext_noop("edited"),
    "substituted": gettext_noop("words substituted"),
}
MARK_NAMES = {
    "own": gettext_noop("own earlier publication"),
    "template": gettext_noop("template"),
    "quotes": gettext_noop("quotations"),
    "bibliography": gettext_noop("bibliography"),
}


def named(names: Mapping[str, str], code: str) -> str:
    """The name of a code in the reader's language."""
    return gettext(names[code]) if code in names else code


def as_data(similarity: Similarity) -> dict[str, Any]:
    """Everything of the report as plain data; places are characters (from 0, end exclusive) and lines (from 1)."""
    document = similarity.document
    corpus = similarity.corpus
    return {
        "document": document.name,
        "words": similarity.total,
        "reused_words": similarity.reused,
        "counted": {
            "reused_words": similarity.counted,
            "words": similarity.counted_total,
            "percent": round(100 * similarity.counted / similarity.counted_total, 2) if similarity.counted_total else 0,
            "printed": percent_text(similarity.counted, similarity.counted_total),
            "excluded": list(similarity.excluded),
        },
        "class": similarity.verbal_class,
        "classes": [{"class": name, "from": low, "below": min(high, 100)} for name, low, high in CLASSES],
        "marked_words": dict(similarity.marked),
        "corpus": {
            "documents": len(corpus.sources),
            "unread": [{"file": name, "reason": code} for name, code in corpus.unread],
            "files": [source.name for source in corpus.sources][:200],
        },
        "sources": [
            {
                "name": one.source.name,
                "address": one.source.address or None,
                "mark": one.source.mark or None,
                "words": one.share.words,
                "percent": round(one.share.percent, 2),
                "printed": percent_text(one.share.words, one.share.total),
            }
            for one in similarity.shares
        ],
        "passages": [_passage(similarity, passage) for passage in similarity.passages],
        "version": __version__,
    }


def _passage(similarity: Similarity, passage: Passage) -> dict[str, Any]:
    source = similarity.corpus.sources[passage.source]
    text = similarity.document.text
    return {
        "kind": passage.kind,
        "begin": passage.begin,
        "end": passage.end,
        "line": text.count("\n", 0, passage.begin) + 1,
        "text": text[passage.begin : passage.end],
        "source": source.name,
        "source_begin": passage.source_begin,
        "source_end": passage.source_end,
        "source_line": source.text.count("\n", 0, passage.source_begin) + 1,
        "source_text": source.text[passage.source_begin : passage.source_end],
        "words": passage.words[1] - passage.words[0],
        "unchanged": round(passage.match.run_share, 3),
        "in_common": round(passage.match.word_share, 3),
        "in_order": round(passage.match.in_order, 3),
    }


# --- marked text -----------------------------------------------------------------------------------------------------


def pieces(text: str, unchanged: Sequence[bool]) -> list[tuple[str, bool]]:
    """The text cut into pieces (text, whether unchanged), given one flag per word; what parts two words goes with
    both.
    """
    begins, ends, _ = places_of(text)
    out: list[tuple[str, bool]] = []
    at = 0
    for place, flag in enumerate(unchanged):
        if place + 1 < len(unchanged) and unchanged[place + 1] == flag:
            continue
        end = int(ends[place])
        if not flag:
            end = int(begins[place + 1]) if place + 1 < len(unchanged) else len(text)
        out.append((text[at:end], flag))
        at = end
    if at < len(text):
        out.append((text[at:], False))
    return [piece for piece in out if piece[0]]


def pair_pieces(similarity: Similarity, passage: Passage) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both sides of a passage in pieces, unchanged runs told apart."""
    mine, theirs = similarity.document.text, similarity.corpus.sources[passage.source].text
    left = mine[passage.begin : passage.end]
    right = theirs[passage.source_begin : passage.source_end]
    numbers = stem_numbers([left, right])
    left_marks = _unchanged(numbers[0], numbers[1])
    right_marks = _unchanged(numbers[1], numbers[0])
    return pieces(left, left_marks), pieces(right, right_marks)


def _unchanged(one: Any, other: Any) -> list[bool]:
    return [bool(flag) for flag in runs_of(one, other)]


# --- the page --------------------------------------------------------------------------------------------------------

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff;
overflow-wrap:anywhere}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #ccc;padding:.35rem .5rem;text-align:left;vertical-align:top}
th{overflow-wrap:normal}td.n,th.n{text-align:right}
.figure{font-size:2.4rem;font-weight:700}.text{white-space:pre-wrap;background:#fafafa;padding:1rem;border:1px solid
#ddd} mark{background:#ffe08a;color:inherit}mark.verbatim{background:#ffb3a7}mark.reordered{background:#cfe3ff}
mark.substituted{background:#e3d4ff}mark.edited{background:#ffe08a}a{color:#0b4f8a}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem;border-top:2px solid #999;padding:.75rem 0}
.pair h3{grid-column:1/-1;margin:0;font-size:1rem}.pair
p{white-space:pre-wrap;margin:0;background:#fafafa;padding:.5rem}
b.same{font-weight:700;background:#ffd9d2}.small{color:#555;font-size:.9rem}
@media(max-width:48rem){.pair{grid-template-columns:1fr}}@media print{a{color:inherit}.text{border:0}}
"""


def to_html(similarity: Similarity) -> str:
    """The report as one page."""
    esc = html.escape
    name = similarity.document.name.rsplit("/", 1)[-1]
    title = gettext("Similarity of %(name)s") % {"name": name}
    body = [f"<h1>{esc(title)}</h1>", _summary(similarity), _sources(similarity)]
    # Texts to translate stand outside f-strings, where the collector of messages does not look.
    marked, beside = gettext("The text, with what stands elsewhere"), gettext("Passages side by side")
    body += [f"<h2>{esc(marked)}</h2>", _marked_text(similarity), f"<h2>{esc(beside)}</h2>"]
    body += [_pair(similarity, number, passage) for number, passage in enumerate(similarity.passages, 1)]
    if not similarity.passages:
        none = gettext("No passage of this text was found in the corpus.")
        body.append(f"<p>{esc(none)}</p>")
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{esc(title)}</title><style>{_STYLE}</style></head><body><main>{''.join(body)}</main></body></html>\n"
    )


def figure(value: float, decimals: int = 0) -> str:
    """A number as the reader's language writes it."""
    return words.number(value, language(), decimals)


def summary_lines(similarity: Similarity) -> list[str]:
    """What the report says first, as sentences: share, class with its bounds, what was set aside, what was searched."""
    percent = 100 * similarity.counted / similarity.counted_total if similarity.counted_total else 0
    lines = [
        gettext("%(words)s of %(total)s words stand in the corpus (%(percent)s percent).")
        % {
            "words": figure(similarity.counted),
            "total": figure(similarity.counted_total),
            "percent": figure(percent, 2),
        },
        _class_line(similarity.verbal_class),
    ]
    if similarity.excluded:
        kinds = ", ".join(named(MARK_NAMES, mark) for mark in similarity.excluded)
        lines.append(
            gettext("Set aside: %(kinds)s. With nothing set aside: %(words)s of %(total)s words (%(printed)s).")
            % {
                "kinds": kinds,
                "words": figure(similarity.reused),
                "total": figure(similarity.total),
                "printed": percent_text(similarity.reused, similarity.total),
            }
        )
    marked = [(mark, count) for mark, count in similarity.marked.items() if count]
    if marked:
        told = ", ".join(f"{named(MARK_NAMES, mark)} {figure(count)}" for mark, count in marked)
        lines.append(gettext("Words marked: %(marks)s.") % {"marks": told})
    count = len(similarity.corpus.sources)
    searched = (
        gettext("Searched: one text given for this report, and nothing else; not the internet, no library of journals.")
        if count == 1
        else gettext(
            "Searched: %(count)s texts given for this report, and nothing else; not the internet, no library of "
            "journals."
        )
        % {"count": figure(count)}
    )
    lines += [searched, gettext("What was taken from elsewhere, or translated, is not found.")]
    if unread := similarity.corpus.unread:
        files = "; ".join(file_sentence(name.rsplit("/", 1)[-1], code).rstrip(".") for name, code in unread[:5])
        lines.append(gettext("Not read: %(count)s files (%(names)s).") % {"count": figure(len(unread)), "names": files})
    return lines


def _class_line(name: str) -> str:
    low, high = next((low, high) for code, low, high in CLASSES if code == name)
    if high > 100:
        return gettext("Class: %(name)s (%(low)s percent or more; our bounds).") % {
            "name": named(CLASS_NAMES, name),
            "low": low,
        }
    return gettext("Class: %(name)s (from %(low)s to below %(high)s percent; our bounds).") % {
        "name": named(CLASS_NAMES, name),
        "low": low,
        "high": high,
    }


def share_text(similarity: Similarity, one: SourceShare) -> str:
    """The share of a source as it prints; where none of its words counts for it, why."""
    if one.share.words:
        return percent_text(one.share.words, one.share.total)
    return gettext("counted above or set aside") if similarity.excluded else gettext("counted above")


def pair_head(similarity: Similarity, number: int, passage: Passage) -> str:
    """What stands over both sides of a passage: how it was changed, its words, and its place in both texts."""
    source = similarity.corpus.sources[passage.source]
    return gettext("%(number)s. %(kind)s, %(words)s words: line %(line)s; %(source)s, line %(source_line)s") % {
        "number": number,
        "kind": named(KIND_NAMES, passage.kind),
        "words": figure(passage.words[1] - passage.words[0]),
        "line": figure(similarity.document.text.count("\n", 0, passage.begin) + 1),
        "source": source.name.rsplit("/", 1)[-1],
        "source_line": figure(source.text.count("\n", 0, passage.source_begin) + 1),
    }


def _summary(similarity: Similarity) -> str:
    figure = percent_text(similarity.counted, similarity.counted_total)
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in summary_lines(similarity))
    return f'<p class="figure">{figure}</p><ul>{lines}</ul>'


def _sources(similarity: Similarity) -> str:
    esc = html.escape
    heads = [gettext("Source"), gettext("Mark"), gettext("Words"), gettext("Share")]
    rows = []
    for one in similarity.shares:
        name = esc(one.source.name.rsplit("/", 1)[-1])
        if one.source.address.startswith(("http://", "https://")):
            address = esc(one.source.address)
            name = f'<a href="{address}" rel="noreferrer">{name}</a><br><span class="small">{address}</span>'
        mark = esc(named(MARK_NAMES, one.source.mark)) if one.source.mark else ""
        printed = esc(share_text(similarity, one))
        rows.append(
            f'<tr><td>{name}</td><td>{mark}</td><td class="n">{figure(one.share.words)}</td>'
            f'<td class="n">{printed}</td></tr>'
        )
    head = "".join(
        f'<th scope="col"{" class=n" if place > 1 else ""}>{esc(text)}</th>' for place, text in enumerate(heads)
    )
    return (
        f"<h2>{esc(gettext('Sources'))}</h2><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _marked_text(similarity: Similarity) -> str:
    text, at, out = similarity.document.text, 0, []
    for number, passage in enumerate(similarity.passages, 1):
        begin = max(at, passage.begin)
        if passage.end <= begin:
            continue
        out.append(html.escape(text[at:begin]))
        inner = html.escape(text[begin : passage.end])
        out.append(f'<mark class="{passage.kind}">{inner}<a href="#p{number}"><sup>{number}</sup></a></mark>')
        at = passage.end
    out.append(html.escape(text[at:]))
    return f'<div class="text">{"".join(out)}</div>'


def _pair(similarity: Similarity, number: int, passage: Passage) -> str:
    head = pair_head(similarity, number, passage)
    left, right = pair_pieces(similarity, passage)
    sides = "".join(f"<p>{''.join(_piece(*piece) for piece in side)}</p>" for side in (left, right))
    return f'<section class="pair" id="p{number}"><h3>{html.escape(head)}</h3>{sides}</section>'


def _piece(text: str, same: bool) -> str:
    return f'<b class="same">{html.escape(text)}</b>' if same else html.escape(text)
