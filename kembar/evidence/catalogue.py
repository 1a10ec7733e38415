"""Which attributes can sources speak of, what values do they take, and when do two values contradict?

Every attribute of every kind of row is declared once, by the subject that owns the row, as an ``Attribute`` inside a
``Kind``. Statements, acceptance, disputes, the casebook files, and later forms and sheets all read this catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kembar.access.permissions import Who
from kembar.analysis.edtf import DateError, parse


class ValueRefused(ValueError):
    """A value an attribute cannot take. ``code`` names the sentence, ``data`` fills it."""

    def __init__(self, code: str, **data: Any) -> None:
        self.code = code
        self.data = data
        super().__init__(f"{code} {data}")


@dataclass(frozen=True)
class Attribute:
    """One attribute: its type, the values it takes, how two statements on it are compared.

    ``type`` is one of text (by language), word, choice, date (EDTF), number, yes_no, flag, reference (a slug or row id
    of kind ``refers_to``), codes (a list from ``choices`` or of kind ``refers_to``), texts (a list of texts), json.
    ``comparator`` is one of equal, date, number, set, verdict, none: free wording never contradicts by itself.
    """

    code: str
    type: str
    label: Any
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    required: bool = False
    comparator: str = "none"
    is_public: bool = True


@dataclass(frozen=True)
class Kind:
    """A kind of row that statements are about; ``record`` names the kind of page it stands on."""

    code: str
    label: Any
    model: Any
    attributes: dict[str, Attribute]
    record: str
    parent: str = ""
    children: dict[str, str] = field(default_factory=dict)
    """List name in a file -> kind of the rows in it."""
    standing: Callable[[Any, Who], Any] | None = None
    """Day and reader -> ids of the records of this kind that count by then; None: all of them always do."""
    readable: Callable[[Who], Any] | None = None
    """Reader -> ids of the records of this kind of which they may read the whole; None: everybody reads all."""

    def __iter__(self) -> Iterator[Attribute]:
        return iter(self.attributes.values())


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """This will add a kind to the catalogue; subjects call it once, when Django starts."""
    if kind.code in _kinds and _kinds[kind.code].model is not kind.model:
        raise ValueError(f"two kinds are called {kind.code}")
    _kinds[kind.code] = kind


def kind(code: str) -> Kind:
    return _kinds[code]


def kinds() -> Mapping[str, Kind]:
    """All kinds by code, to be looked at; asked for a thousand times a page."""
    return MappingProxyType(_kinds)


LANGUAGES = ("id", "en")


def clean(attribute: Attribute, value: Any) -> Any:
    """The value as it is kept, or ValueRefused with what is wrong. References are checked by who resolves them."""
    return _CLEANERS[attribute.type](attribute, value)


def _text(attribute: Attribute, value: Any) -> dict[str, str]:
    if isinstance(value, str):
        raise ValueRefused("text_without_language", attribute=attribute.code)
    if not isinstance(value, dict) or not value or not all(isinstance(v, str) and v for v in value.values()):
        raise ValueRefused("not_a_text", attribute=attribute.code, value=value)
    return value


def _texts(attribute: Attribute, value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list):
        raise ValueRefused("not_a_list", attribute=attribute.code, value=value)
    return [_text(attribute, one) for one in value]


def _word(attribute: Attribute, value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ValueRefused("not_a_word", attribute=attribute.code, value=value)
    return str(value)


def _choice(attribute: Attribute, value: Any) -> str:
    if value not in attribute.choices:
        raise ValueRefused(
            "unknown_choice", attribute=attribute.code, value=value, choices=", ".join(attribute.choices)
        )
    return str(value)


def _date(attribute: Attribute, value: Any) -> str:
    try:
        return parse(str(value)).text
    except DateError as error:
        raise ValueRefused("not_a_date", attribute=attribute.code, value=str(value), reason=str(error)) from error


def _number(attribute: Attribute, value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueRefused("not_a_number", attribute=attribute.code, value=value)
    return value


def _yes_no(attribute: Attribute, value: Any) -> str:
    # YAML 1.1 reads a bare yes or no as a truth value.
    word = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    if word not in ("yes", "no"):
        raise ValueRefused("unknown_choice", attribute=attribute.code, value=value, choices="yes, no")
    return str(word)


def _flag(attribute: Attribute, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueRefused("not_a_flag", attribute=attribute.code, value=value)
    return value


def _codes(attribute: Attribute, value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueRefused("not_a_list", attribute=attribute.code, value=value)
    for one in value:
        if attribute.choices and one not in attribute.choices:
            raise ValueRefused(
                "unknown_choice", attribute=attribute.code, value=one, choices=", ".join(attribute.choices)
            )
    return [str(one) for one in value]


_CLEANERS: dict[str, Callable[[Attribute, Any], Any]] = {
    "text": _text,
    "texts": _texts,
    "word": _word,
    "reference": _word,
    "choice": _choice,
    "date": _date,
    "number": _number,
    "yes_no": _yes_no,
    "flag": _flag,
    "codes": _codes,
    "json": lambda _attribute, value: value,
}
