"""The map of a corpus: its page, its pictures and files, its data for the browser; and a map from a file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kembar.access.queries import actor_of
from kembar.analysis.networks import NetworkError
from kembar.literature import shelf
from kembar.literature.actions import corpora as actions
from kembar.literature.actions.reading import finish_map
from kembar.literature.forms import MOST_BYTES
from kembar.literature.maps import files as map_files
from kembar.literature.maps.asked import NEEDS, Asked, usual_for
from kembar.literature.maps.forms import MapForm, NewMapForm
from kembar.literature.maps.making import read_map_files
from kembar.literature.maps.methods import MOST_ITEMS
from kembar.literature.maps.model import MapFileError
from kembar.literature.maps.page import FIRST_LINKS, MOST_LINKS, Shown, address, drawing_data, strongest_links
from kembar.literature.maps.stored import StoredMap
from kembar.literature.maps.words import KIND, LINKED, MEANS, STAGE, also_asked, measure, told, why_not
from kembar.literature.models import Corpus
from kembar.literature.permissions import may_change
from kembar.literature.views.corpora import limits
from kembar.literature.views.guards import reads_corpus
from kembar.literature.views.map_working import STAGES, Refusal, Waiting, obtain
from kembar.literature.views.working import AGAIN
from kembar.literature.words import title_of
from kembar.values.languages import language

PER_PAGE = 100
MOST_HIDDEN = 100
DATA = ("data.json", "links.json")
"""What the script of the map asks for: the map with its strongest links, and the other links."""


def _form(request: Any, corpus: Corpus) -> MapForm:
    usual = usual_for(corpus.result.get("filled", {}), corpus.works_count)
    if corpus.kind == Corpus.MAP:
        usual = Asked(kind="network")
    given = request.GET.copy()
    given.setdefault("kind", usual.kind)  # the form shows the kind that is drawn
    return MapForm(given, from_file=corpus.kind == Corpus.MAP, usual=usual)


@reads_corpus
def detail(request: Any, corpus: Corpus) -> HttpResponse:
    form = _form(request, corpus)
    context = _frame(request, corpus, form)
    if not form.is_valid():
        return render(request, "literature/map.html", context, status=400)
    asked = form.asked()
    found = obtain(corpus, asked)
    context["kind_words"] = KIND.get(asked.kind, "")
    if isinstance(found, Waiting):
        context |= _waiting(corpus, found)
        part = request.headers.get("X-Part") == "waiting"
        return render(request, "literature/waiting.part.html" if part else "literature/map.html", context, status=202)
    if isinstance(found, Refusal):
        context["refusal"] = why_not(found.code, found.data)
        return render(request, "literature/map.html", context)
    shown = Shown(corpus, asked, found, _kept(request, found))
    context |= _chosen(request, shown)
    if request.headers.get("X-Part") == "item":  # the interactive map asks for this part alone
        return render(request, "literature/map_item.part.html", context)
    context |= _picture(request, shown) | _table(request, shown) | _said(shown)
    return render(request, "literature/map.html", context)


def _waiting(corpus: Corpus, found: Waiting) -> dict[str, Any]:
    """How far the making of a map is: which of its stages, for how long, behind how many others."""
    step = STAGES.index(found.stage) + 1 if found.stage else 0
    return {"doing": STAGE[found.stage], "again": AGAIN, "step": step, "steps": len(STAGES), "seconds": found.seconds,
            "before": found.before, "works": corpus.works_count}  # fmt: skip


def _frame(request: Any, corpus: Corpus, form: MapForm) -> dict[str, Any]:
    """What the page has with and without a map."""
    title = title_of(corpus)
    is_file = corpus.kind == Corpus.MAP
    trail = [{"label": _("Literature"), "url": reverse("corpora")}]
    if is_file:
        trail.append({"label": title})
    else:
        trail += [{"label": title, "url": reverse("corpus", args=[corpus.slug])}, {"label": _("Map")}]
    return {
        "corpus": corpus,
        "title": title,
        "is_file": is_file,
        "form": form,
        "trail": trail,
        "shown": None,
        "refusal": "",
        "doing": "",
        "kind_words": "",
        "kinds": [] if is_file else _kinds(corpus, form),
        "may_change": bool(may_change(request.asker, corpus)),
    }


def _kinds(corpus: Corpus, form: MapForm) -> list[dict[str, Any]]:
    """The kinds of maps that the records of this corpus have something for."""
    filled = corpus.result.get("filled", {}) | {"title": corpus.works_count}
    now = form.data.get("kind", "")
    return [
        {"label": word, "url": address(corpus, Asked(kind=kind)), "is_now": kind == now}
        for kind, word in KIND.items()
        if any(filled.get(name) for name in NEEDS[kind])
    ]


def _chosen(request: Any, shown: Shown) -> dict[str, Any]:
    """The item, link or cluster that the reader chose; a name that the map does not have is told."""
    given, other = request.GET.get("item", ""), request.GET.get("with", "")
    cluster = _whole(request.GET.get("cluster", ""))
    item = shown.place.get(given)
    found: dict[str, Any] = {"shown": shown, "item": None, "in_cluster": None, "no_item": "", "chosen_cluster": cluster}
    if given and item is None:
        found["no_item"] = given
    elif item is not None:
        found["item"] = shown.item(item, shown.place.get(other))
    elif cluster is not None and cluster in shown.drawn.cluster_labels:
        found["in_cluster"] = shown.cluster(cluster)
    return found


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else None


def _kept(request: Any, found: StoredMap) -> dict[str, str]:
    """What stays in the addresses of the page: colours that are not the usual ones, clusters that are hidden."""
    view, score = request.GET.get("view", ""), request.GET.get("score", "")
    scores = list(found.drawn.scores)
    kept = {"view": view} if view == "density" or (view == "overlay" and scores) else {}
    if kept.get("view") == "overlay":
        kept["score"] = score if score in scores else scores[0]
    numbers = [number for one in request.GET.get("hide", "").split(".") if (number := _whole(one))]
    return kept | ({"hide": ".".join(map(str, numbers[:MOST_HIDDEN]))} if numbers else {})


def _picture(request: Any, shown: Shown) -> dict[str, Any]:
    view, score = shown.kept.get("view", "network"), shown.kept.get("score", "")
    scores = list(shown.drawn.scores)
    chosen = {name: request.GET.get(name, "") for name in ("item", "with", "cluster")}
    views = [{"label": _("Clusters"), "url": shown.url(view="", score="", **chosen), "is_now": view == "network"}]
    for name in scores:
        url = shown.url(view="overlay", score=name, **chosen)
        views.append({"label": measure(name), "url": url, "is_now": view == "overlay" and name == score})
    url = shown.url(view="density", score="", **chosen)
    views.append({"label": _("Density"), "url": url, "is_now": view == "density"})
    return {
        "view": view,
        "score": score,
        "views": views,
        "has_places": shown.drawn.xy is not None,
        "picture_url": map_files.url(shown, f"{view}.svg", score, bare="on"),
        "data_url": map_files.url(shown, "data.json"),
        "links_url": map_files.url(shown, "links.json"),
        "page_url": shown.url(),
        "measures": {name: measure(name) for name in scores},
    }


def _table(request: Any, shown: Shown) -> dict[str, Any]:
    sort, text = request.GET.get("sort", ""), request.GET.get("q", "")[:200]
    cluster = _whole(request.GET.get("cluster", ""))
    rows = shown.selected(cluster, text, sort)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "rows_page": page,
        "rows": [shown.row(item) for item in page.object_list],
        "columns": [{"key": "cluster", "label": _("Cluster")}, {"key": "label", "label": _("Item")}, *shown.heads()],
        "sort": sort.removeprefix("-") or "cluster",
        "descending": sort.startswith("-"),
        "text": text,
        "item_count": shown.drawn.n,
        "clusters": shown.clusters(),
        "kept": [*shown.asked.spelt(), *shown.kept.items()],
    }


def _said(shown: Shown) -> dict[str, Any]:
    said, figures = shown.stored.said, shown.stored.said.get("figures", {})
    return {
        "caption": said["caption"].get(language(), ""),
        "paragraphs": [(code, text) for code, text in said["paragraph"].items()],
        "parameters": also_asked(shown.asked, said.get("notes", {}).get("least")),
        "linked": LINKED.get(shown.asked.kind, ""),
        "downloads": map_files.downloads(shown),
        "meanings": [(measure(name), MEANS[name]) for name in shown.columns if name in MEANS],
        "isolated": said.get("isolated", []),
        "isolated_count": said.get("isolated_count", 0),
        "outside_count": said.get("outside_count", 0),
        "parts": figures.get("component_count", 1),
        "threshold": said.get("notes", {}).get("least"),
        "most_items": MOST_ITEMS if _is_cut(shown, said) else 0,
        "before_threshold": said.get("notes", {}).get("items_before_threshold"),
        "strongest": said.get("notes", {}).get("strongest_kept"),
        "linked_count": said.get("notes", {}).get("linked"),
        "in_set": shown.asked.kind == "citations",
        "matches_url": map_files.url(shown, "references.csv"),
        "without_references": said.get("notes", {}).get("without_references", {}),
        "isolated_url": address(shown.corpus, shown.asked, isolated="on"),
        "largest_url": address(shown.corpus, shown.asked, largest="on"),
        "matched_count": len(said.get("matches", [])),
    }


def _is_cut(shown: Shown, said: dict[str, Any]) -> bool:
    """Whether rarer items were left out because there are more than a map takes."""
    taken = shown.drawn.n + said.get("isolated_count", 0) + said.get("outside_count", 0)
    return bool(taken >= MOST_ITEMS and said.get("notes", {}).get("items_before_threshold", 0) > MOST_ITEMS)


@reads_corpus
def file(request: Any, corpus: Corpus, name: str) -> HttpResponse:
    """A picture or file of the map at the same parameters; 404 where there is no map, with the reason."""
    form = _form(request, corpus)
    if not form.is_valid():
        raise Http404(_("The parameters in this address cannot be read."))
    asked = form.asked()
    found = obtain(corpus, asked)
    if isinstance(found, Waiting):
        return HttpResponse(_("The map is being made; ask again in a moment."), status=202, content_type="text/plain")
    if isinstance(found, Refusal):
        raise Http404(why_not(found.code, found.data))
    score, bare = request.GET.get("score", ""), request.GET.get("bare") == "on"
    said = "\n".join([asked.key(corpus.edition), title_of(corpus), name, score, language(), str(bare)])
    tag = f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'  # weak: the same map may be packed on its way
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    answer = (
        _data(found, name) if name in DATA else map_files.answer(Shown(corpus, asked, found), name, score, bare=bare)
    )
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"  # kept by the browser, asked for each time
    return answer


def _data(stored: StoredMap, name: str) -> HttpResponse:
    data = drawing_data(stored) if name == "data.json" else {"l": strongest_links(stored, FIRST_LINKS, MOST_LINKS)}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """A map, a network or a JSON of VOSviewer, opened without a corpus."""
    form = NewMapForm(request.POST or None, request.FILES or None, user=request.user)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["uploads"]
        kept = [actions.Kept(one.name, *shelf.keep(one.chunks(), MOST_BYTES)) for one in given]
        try:
            read_map_files([(one.name, shelf.path_of(one.sha256)) for one in kept])
        except (MapFileError, NetworkError) as error:
            refusal = why_not(*told(error))
        else:
            office = form.cleaned_data.get("office")
            by, at = actor_of(request.user, office), timezone.now()
            title = form.cleaned_data["title"] or Path(kept[0].name).stem.replace("_", " ")
            corpus = actions.bring_in(title=title, kind=Corpus.MAP, files=kept, office=office, by=by, at=at)
            finish_map(corpus=corpus, by=by, at=at)
            return redirect("corpus-map", corpus.slug)
    context = {
        "form": form,
        "refusal": refusal,
        "limits": limits(),
        "trail": [{"label": _("Literature"), "url": reverse("corpora")}, {"label": _("Open a map from a file")}],
    }
    return render(request, "literature/map_new.html", context, status=400 if request.method == "POST" else 200)
