"""Every address of the product, subject by subject."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("kembar.partnerships.urls")),  # before the pages: their addresses are the narrower ones
    path("", include("kembar.pages.urls")),
    path("", include("kembar.matching.urls")),
    path("", include("kembar.literature.urls")),
    path("", include("kembar.access.urls")),
    path("", include("kembar.offices.urls")),
    path("", include("kembar.files.urls")),
    path("", include("kembar.spreadsheets.urls")),
    path("", include("kembar.packages.urls")),
    path("", include("kembar.keeping.urls")),
    path("", include("kembar.ui.urls")),
    path("bahasa/", login_not_required(set_language), name="set_language"),
]

handler400 = "kembar.ui.errors.bad_request"
handler403 = "kembar.ui.errors.permission_denied"
handler404 = "kembar.ui.errors.not_found"
