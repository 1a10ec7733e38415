"""Template filters that show the register's codes in words."""

from typing import Any

from django import template

from kembar.partnerships import labels

register = template.Library()


@register.filter
def label(code: str | None, vocabulary: str) -> Any:
    """``{{ line.form|label:"form" }}``: the word of a code in the reader's language."""
    return labels.label(code, vocabulary)
