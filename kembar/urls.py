"""Every address of the product, subject by subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("kembar.pages.urls")),
]
