"""Addresses of finding a partner and of why one was chosen. They are Indonesian and never change."""

from django.urls import path

from kembar.matching.views import office, towns, which, why

urlpatterns = [
    path("mitra/", which.index, name="partners"),
    path("mitra.<str:kind>", which.export, name="partners-export"),
    path("mitra/banding/", which.compare, name="partners-compare"),
    path("kantor/<slug:slug>/kebutuhan/", office.needs, name="office-needs"),
    path("kantor/<slug:slug>/calon/", office.candidates, name="office-candidates"),
    path("kantor/<slug:slug>/calon/<int:place>/", office.candidate, name="office-candidate"),
    path("papan/", office.board, name="board"),
    path("kota/<str:text>/", towns.city, name="city"),
    path("negara/<str:code>/", towns.country, name="country"),
    path("jaringan/", towns.network, name="network"),
    # Two cities: last, so that no address above is taken for a city.
    path("mitra/<str:one>/<str:other>/", why.pair, name="why"),
    path("mitra/<str:one>/<str:other>/berkas.<str:kind>", why.paper, name="why-paper"),
]
