"""The hidden fields that every form that writes carries: ``{% form_mark %}``."""

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kembar.access.form_marks import NAME, mark_in, new_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def form_mark(context: Context) -> SafeString:
    """The safety token and the mark of the form; a form that is shown again keeps the mark it was sent with."""
    request = context["request"]
    sent = request.POST.get(NAME, "") or context.get("kept_mark", "")
    mark = sent if sent and mark_in({NAME: sent}) else new_mark(request.user)
    hidden = [("csrfmiddlewaretoken", str(context["csrf_token"])), (NAME, mark)]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden)


@register.simple_tag
def hidden_inputs(typed: dict[str, list[str]]) -> SafeString:
    """What was typed, as hidden fields, so that it goes along with the next button."""
    pairs = [(name, value) for name, values in typed.items() for value in values]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
