"""Addresses of finding a partner and of why one was chosen. They are Indonesian and never change."""

from django.urls import path

from kembar.matching.views import which

urlpatterns = [
    path("mitra/", which.index, name="partners"),
    path("mitra.<str:kind>", which.export, name="partners-export"),
    path("mitra/banding/", which.compare, name="partners-compare"),
]
