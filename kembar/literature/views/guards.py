"""May this reader open this corpus? One place that finds it, or answers that there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kembar.access.permissions import Denied
from kembar.literature.models import Corpus
from kembar.literature.permissions import may_change
from kembar.literature.queries.corpora import find
from kembar.literature.views.working import go_on

View = Callable[..., HttpResponse]


def corpus_or_404(request: HttpRequest, slug: str) -> Corpus:
    """The corpus, with who asks as ``request.asker``; one that this reader may not see does not exist."""
    corpus, request.asker = find(slug, request.user)  # type: ignore[attr-defined]
    if corpus is None:
        raise Http404(_("There is no literature at this address, or it is not open to you. Are you signed in?"))
    return corpus


def reads_corpus(view: View) -> View:
    """A page of one corpus for who may see it; it changes nothing. One that is not read yet shows how far it is."""

    @wraps(view)
    def reading(request: Any, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        corpus = corpus_or_404(request, slug)
        waiting = go_on(request, corpus)
        return waiting if waiting is not None else view(request, corpus, *args, **kwargs)

    return login_not_required(require_safe(reading))


def changes_corpus(view: View) -> View:
    """A page for who may change a corpus: a stranger gets 404, somebody in another role is told why."""

    @wraps(view)
    def changing(request: Any, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        corpus = corpus_or_404(request, slug)
        answer = may_change(request.asker, corpus)
        if isinstance(answer, Denied):
            if answer.reason == "sign_in":
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied(refusal(answer))
        return view(request, corpus, *args, **kwargs)

    # The guard itself leads to the sign-in, so that a stranger learns nothing.
    return login_not_required(require_http_methods(["GET", "HEAD", "POST"])(changing))


def refusal(answer: Denied) -> str:
    """Why somebody may not, in a sentence."""
    return {
        "casebook": _("This literature comes from the casebook and is derived from it; it cannot be changed here."),
        "role": _("Publishing and removing is for who brought the literature in, or for the head of the office."),
    }.get(answer.reason, _("This literature belongs to somebody else; you can read it, not change it."))
