"""The cases side by side: factors by case, and fields over all cases."""

from django.http import HttpResponse
from django.shortcuts import render

from kembar.access.guards import reader
from kembar.pages.access import public
from kembar.partnerships import labels
from kembar.partnerships.queries.cases import factor_columns, factor_table, field_table
from kembar.ui.as_at import AsAtRequest
from kembar.ui.states import FIELD


@public
def factors(request: AsAtRequest) -> HttpResponse:
    table = factor_table(request.as_at, who=reader(request))
    columns = factor_columns()
    rows = [
        {
            "tie": row.tie,
            "cells": [row.obstacles.get(str(column["code"]), []) for column in columns],
            "total": row.total,
        }
        for row in table.rows
    ]
    foot = [
        {"cases": table.totals[str(column["code"])], "mentions": table.mentions[str(column["code"])]}
        for column in columns
    ]
    causes = [{"label": word, "cases": table.causes[code]} for code, word in labels.CAUSE.items() if code]
    return render(
        request,
        "pages/factors.html",
        {"columns": columns, "rows": rows, "foot": foot, "causes": causes, "total": sum(table.mentions.values())}
        | {"undated": table.undated},
    )


@public
def fields(request: AsAtRequest) -> HttpResponse:
    rows = [
        {
            "field": row.field,
            "cells": [{"code": look.code, "count": row.states[look.code]} for look in FIELD],
            "total": row.total,
            "activities": row.activities,
        }
        for row in field_table(request.as_at, who=reader(request))
    ]
    return render(request, "pages/fields.html", {"looks": FIELD, "rows": rows})
