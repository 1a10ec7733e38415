"""How is each type of attribute asked for, shown again as it was typed, and read?

An ``Input`` stands between what a person types and a value of the catalogue. What was typed is kept as it came, so that
it can be shown again whatever is wrong with it; only characters that no database keeps are taken out, and told.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kembar.analysis.edtf import DateError
from kembar.analysis.typed_dates import read as read_date
from kembar.evidence.catalogue import LANGUAGES, Attribute, Kind
from kembar.evidence.columns import column
from kembar.partnerships import labels
from kembar.partnerships.actions.refusals import Fault
from kembar.partnerships.forms.layout import help_of
from kembar.ui import words

UNREADABLE = re.compile("[\x00\ud800-\udfff]")


class Unread(Exception):
    """What was typed cannot be read as a value; ``code`` and ``data`` make the sentence."""

    def __init__(self, code: str, **data: Any) -> None:
        self.code, self.data = code, data
        super().__init__(code)


@dataclass(frozen=True)
class Setting:
    """Where a form stands: the record it writes to, the row it changes, and the language of whoever writes."""

    record: Any
    language: str
    sides: Mapping[str, str]
    """Side -> name of the party on it."""
    row: Any = None
    office: uuid.UUID | None = None
    """Who writes: a name is looked for in what this office may read."""


class Input:
    """One question. ``typed``: input name -> what stands in it, a text or a list."""

    template = "partnerships/inputs/line.html"
    is_group = False
    """Whether it is several controls under one question."""

    def __init__(self, own: Kind, attribute: Attribute, setting: Setting) -> None:
        self.own, self.attribute, self.setting = own, attribute, setting
        self.typed: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.sentences: list[str] = []
        self.needed_for = ""
        self.was_unreadable = False

    @property
    def name(self) -> str:
        return self.attribute.code

    @property
    def default(self) -> Any:
        """What the table holds where nothing is said: shown on an empty form, so that it is no silent default."""
        own = column(self.own.model, self.attribute)
        if (
            self.attribute.required
            or self.attribute.type not in ("choice", "word")
            or own is None
            or not own.has_default()
        ):
            return None
        return own.get_default() or None

    @property
    def label(self) -> str:
        text = str(self.attribute.label)
        return text[:1].upper() + text[1:]

    @property
    def help(self) -> str:
        return str(help_of(self.own, self.name))

    @property
    def text(self) -> Any:
        return self.typed.get(self.name, "")

    @property
    def understood(self) -> str:
        """How what was typed is read, in words; empty where nothing needs to be said."""
        return ""

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to choose from."""
        return True

    @property
    def is_answered(self) -> bool:
        return any(value for value in self.typed.values())

    @property
    def described_by(self) -> str:
        """The ids of what explains the control."""
        parts = [f"h-{self.name}"] if self.help or self.needed_for else []
        parts += [f"e-{self.name}"] if self.sentences else []
        return " ".join(parts)

    def show(self, value: Any) -> None:
        """Fills the controls from a value that is kept."""
        self.typed = {self.name: "" if value is None else str(value)}

    def take(self, post: Any) -> None:
        """Fills the controls from what was sent."""
        self.typed = {name: self._text(post.get(name, "")) for name in self.names()}

    def names(self) -> list[str]:
        return [self.name]

    def read(self) -> Any:
        """The value, None where nothing was answered; ``Unread`` when it cannot be read."""
        return self.text.strip() or None

    def _text(self, raw: str) -> str:
        if UNREADABLE.search(raw):
            self.was_unreadable = True
            return UNREADABLE.sub("", raw)
        return raw


class Word(Input):
    pass


class Number(Input):
    """A number as either language writes it: 1.234,5 and 1,234.5; which sign parts thousands follows the language."""

    template = "partnerships/inputs/number.html"

    def show(self, value: Any) -> None:
        text = "" if value is None else f"{value:g}" if abs(value) < 1e6 else str(value)
        self.typed = {self.name: text.replace(".", ",") if self.setting.language == "id" else text}

    def read(self) -> Any:
        text = re.sub(r"\s", "", self.text)
        if not text:
            return None
        plain = _plain_number(text, self.setting.language)
        if plain is None:
            raise Unread("not_a_number", value=self.text.strip())
        value = float(plain)
        return int(value) if value == int(value) else value


def _plain_number(text: str, language: str) -> str | None:
    """The number with a point for decimals and nothing between thousands; None where it is no number."""
    thousands = "." if language == "id" else ","
    if re.fullmatch(rf"-?\d{{1,3}}(?:[{thousands}]\d{{3}})+", text):
        return text.replace(thousands, "")
    if "." in text and "," in text:
        decimal = "," if text.rfind(",") > text.rfind(".") else "."
        text = text.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    text = text.replace(",", ".")
    return text if re.fullmatch(r"-?\d{1,15}(?:\.\d+)?", text) else None


class Date(Input):
    """A date as people write it, echoed as it is understood; the words are kept beside the date."""

    template = "partnerships/inputs/date.html"

    def show(self, value: Any) -> None:
        self.typed = {self.name: self._said(value) if value else ""}

    def _said(self, value: str) -> str:
        """Words that are read back as this very date: those kept with it, else ours, else EDTF."""
        kept = getattr(self.setting.row, f"{self.name}_words", "") if self.setting.row is not None else ""
        for told in (kept, words.edtf(value, self.setting.language)):
            try:
                if told and read_date(told).text == value:
                    return told
            except DateError:
                continue
        return value

    def read(self) -> Any:
        try:
            return read_date(self.text).text or None
        except DateError as error:
            raise Unread("not_a_date", value=self.text.strip(), reason=f"{error.code.value}:") from error

    @property
    def understood(self) -> str:
        return understood_date(self.text, self.setting.language)


def understood_date(text: str, language: str) -> str:
    """How a typed date is understood, in words; empty where nothing, or nothing readable, was typed."""
    try:
        value = read_date(text)
    except DateError:
        return ""
    if not value.text:
        return ""
    if value.precision in ("month", "year") and not (value.approximate or value.uncertain):
        return words.some_day(value.earliest, value.latest, language)
    return words.edtf(value, language)


class Text(Input):
    """A text by language: one control for each language it has, and for the one whoever writes reads; others folded."""

    template = "partnerships/inputs/text.html"
    is_group = True
    SHORT: tuple[str, ...] = ("name", "title", "place", "duration", "office", "unnamed", "words")

    @property
    def is_short(self) -> bool:
        return self.name in self.SHORT

    @property
    def main(self) -> str:
        return next((one for one in self._languages if self._before.get(one)), self.setting.language)

    def show(self, value: Any) -> None:
        self._before: dict[str, str] = dict(value or {})
        self._languages = list(dict.fromkeys([*self._before, self.setting.language, *LANGUAGES]))
        self.typed = {f"{self.name}-{one}": self._before.get(one, "") for one in self._languages}

    def take(self, post: Any) -> None:
        start = f"{self.name}-"
        sent = [name.removeprefix(start) for name in post if re.fullmatch(rf"{re.escape(start)}[a-z]{{2,3}}", name)]
        self._languages = list(dict.fromkeys([*sent, self.setting.language, *LANGUAGES]))
        self._before = {}
        self.typed = {start + one: self._text(post.get(start + one, "")) for one in self._languages}

    @property
    def controls(self) -> list[dict[str, str]]:
        """The controls in order, each with its language; the first is open."""
        main = self.main if self._before else self.setting.language
        ordered = [main, *(one for one in self._languages if one != main)]
        return [
            {
                "name": f"{self.name}-{one}",
                "language": one,
                "language_name": words.language_name(one, self.setting.language),
                "text": self.typed[f"{self.name}-{one}"],
            }
            for one in ordered
        ]

    @property
    def open_control(self) -> dict[str, str]:
        return self.controls[0]

    @property
    def folded(self) -> list[dict[str, str]]:
        return self.controls[1:]

    @property
    def others_open(self) -> bool:
        return any(one["text"] for one in self.folded)

    def read(self) -> Any:
        told = {one: text for one in self._languages if (text := self.typed[f"{self.name}-{one}"].strip())}
        return {one: text.replace("\r\n", "\n") for one, text in told.items()} or None


class Texts(Text):
    """A list of texts, one a line, the same line in each language."""

    SHORT = ()

    def show(self, value: Any) -> None:
        languages = list(dict.fromkeys([*(key for one in value or () for key in one)]))
        lines = {one: "\n".join(each.get(one, "") for each in value or ()) for one in languages}
        super().show({one: text for one, text in lines.items() if text.strip()})

    def read(self) -> Any:
        columns = {one: self.typed[f"{self.name}-{one}"].replace("\r\n", "\n").split("\n") for one in self._languages}
        most = max((len(lines) for lines in columns.values()), default=0)
        rows = [
            {
                one: lines[number].strip()
                for one, lines in columns.items()
                if number < len(lines) and lines[number].strip()
            }
            for number in range(most)
        ]
        return [row for row in rows if row] or None


class Choice(Input):
    template = "partnerships/inputs/choice.html"

    @property
    def options(self) -> list[tuple[str, str]]:
        known = [(code, self._word(code)) for code in self._codes()]
        if self.text and self.text not in dict(known):
            known.append((self.text, self._word(self.text)))
        if self.default is not None:
            return known
        return [("", _("choose") if self.attribute.required else _("not told")), *known]

    def _codes(self) -> Iterable[str]:
        if self.name not in labels.SIDES or not self.setting.sides or self.own.code == "party":
            return self.attribute.choices
        return [code for code in self.attribute.choices if code == "both" or code in self.setting.sides]

    def _word(self, code: str) -> str:
        if self.name in labels.SIDES and code in self.setting.sides and self.own.code != "party":
            return self.setting.sides[code]
        word = labels.choice(self.own.code, self.name, code)
        return word[:1].upper() + word[1:]


class YesNo(Input):
    template = "partnerships/inputs/yes_no.html"
    is_group = True

    @property
    def options(self) -> list[tuple[str, str]]:
        return [("yes", _("yes")), ("no", _("no")), ("", _("not told"))]


class Flag(Input):
    """A box. Not ticked on a new row it says nothing; unticked on one that has it, it says no."""

    template = "partnerships/inputs/flag.html"

    def show(self, value: Any) -> None:
        self._before = value
        self.typed = {self.name: "on" if value else ""}

    def take(self, post: Any) -> None:
        self.typed = {self.name: "on" if post.get(self.name) else ""}

    def read(self) -> Any:
        if self.text:
            return True
        return False if self.setting.row is not None else None


class Listed(Input):
    """One of a list that belongs to the attribute: languages, scripts, currencies; what is not in it can stay."""

    template = "partnerships/inputs/choice.html"
    CODES: Mapping[str, tuple[str, ...]] = {
        "language": ("id", "en", "ko", "ja", "zh", "ar", "nl", "de", "fr", "es", "pt", "ru", "th", "vi", "ms", "tr"),
        "script": ("Latn", "Hang", "Hani", "Jpan", "Arab", "Cyrl", "Thai", "Deva", "Java", "Sund"),
        "currency": ("IDR", "USD", "JPY", "KRW", "CNY", "EUR", "AUD", "SGD", "MYR"),
    }

    @property
    def options(self) -> list[tuple[str, str]]:
        codes = [*self.CODES[self.name], *([self.text] if self.text and self.text not in self.CODES[self.name] else [])]
        said = sorted(((code, self._word(code)) for code in codes), key=lambda one: one[1].casefold())
        return [("", _("choose") if self.attribute.required else _("not told")), *said]

    def _word(self, code: str) -> str:
        if self.name == "currency":
            return code
        name = words.language_name if self.name == "language" else words.script_name
        return name(code, self.setting.language)


class Contents(Input):
    """What the text of a paper contains: each of the four things a paper needs, there or not."""

    template = "partnerships/inputs/contents.html"
    is_group = True
    PARTS = ("fields", "objectives", "costs", "duration")

    def show(self, value: Any) -> None:
        self._kept = dict(value or {})
        self.typed = {f"{self.name}-{one}": self._kept.get(one, "") for one in self.PARTS}

    def take(self, post: Any) -> None:
        kept = getattr(self.setting.row, self.name, None) or {}
        self._kept = dict(kept)
        self.typed = {f"{self.name}-{one}": self._text(post.get(f"{self.name}-{one}", "")) for one in self.PARTS}

    @property
    def parts(self) -> list[dict[str, Any]]:
        answers = [("present", _("is there")), ("absent", _("is not there")), ("", _("not told"))]
        return [
            {
                "name": f"{self.name}-{one}",
                "label": labels.CONTENTS["cost_shares" if one == "costs" else one],
                "text": "" if (text := self.typed[f"{self.name}-{one}"]) == "not_told" else text,
                "options": answers,
            }
            for one in self.PARTS
        ]

    def read(self) -> Any:
        other = {key: value for key, value in self._kept.items() if key not in self.PARTS}
        told = {}
        for one in self.PARTS:
            text = self.typed[f"{self.name}-{one}"]
            if text not in ("", "present", "absent", "not_told"):
                raise Unread("unknown_choice", value=text)
            text = text or ("not_told" if self._kept.get(one) == "not_told" else "")
            if text:
                told[one] = text
        return {**other, **told} or None


class Json(Input):
    """Whatever has no form of its own yet: written as JSON."""

    template = "partnerships/inputs/json.html"

    def show(self, value: Any) -> None:
        self.typed = {self.name: "" if value is None else json.dumps(value, ensure_ascii=False, indent=1)}

    def read(self) -> Any:
        if not self.text.strip():
            return None
        try:
            return json.loads(self.text)
        except ValueError as error:
            raise Unread("not_json", reason=str(error)) from error
