"""Forms as a browser without scripts sends them: every field of the page as it was shown, some of them typed over."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Forms(HTMLParser):
    """The forms of a page with the values of their fields."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[dict[str, Any]] = []
        self._form: dict[str, Any] | None = None
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = {"action": given.get("action") or "", "method": given.get("method") or "get", "fields": {}}
            self.forms.append(self._form)
        if self._form is None:
            return
        name, fields = given.get("name") or "", self._form["fields"]
        if tag == "input" and name:
            kind = given.get("type") or "text"
            if kind in ("checkbox", "radio") and "checked" not in given:
                return
            fields.setdefault(name, []).append(given.get("value") or ("on" if kind == "checkbox" else ""))
        elif tag == "select":
            self._select = name
            fields[name] = []
        elif tag == "option" and self._select:
            if not fields[self._select] or "selected" in given:
                fields[self._select] = [given.get("value") or ""]
        elif tag == "textarea":
            self._area = name
            fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._form is not None:
            text = self._form["fields"][self._area][0]
            self._form["fields"][self._area] = [text.removeprefix("\n")]
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form["fields"][self._area][0] += data


def fields_of(answer: Any, *, having: str = "form-mark") -> dict[str, list[str]]:
    """The fields of the form that has a field of this name, each with all its values, as they would be sent."""
    reader = _Forms()
    reader.feed(answer.content.decode())
    found = [one["fields"] for one in reader.forms if having in one["fields"]]
    assert found, f"no form with {having!r} on the page: {[sorted(one['fields']) for one in reader.forms]}"
    return found[0]


def sent(client: Any, address: str, typed: dict[str, Any] | None = None, *, shown: Any = None, **more: Any) -> Any:
    """Opens a form (or takes the page ``shown``), types some fields over and sends all of it."""
    fields = fields_of(shown if shown is not None else client.get(address))
    return client.post(address, fields | (typed or {}), **more)
