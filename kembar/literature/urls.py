"""Addresses of the literature. They are Indonesian and never change."""

from django.urls import path

from kembar.literature.views import corpora, maps, texts, works

urlpatterns = [
    path("naskah/periksa/", texts.check, name="text-check"),
    path("kemiripan/", texts.new, name="similarity-new"),
    path("kemiripan/<str:token>/", texts.report, name="similarity"),
    path("kemiripan/<str:token>/hapus/", texts.forget, name="similarity-forget"),
    path("kemiripan/<str:token>/laporan.<str:kind>", texts.report_file, name="similarity-file"),
    path("pustaka/", corpora.index, name="corpora"),
    path("pustaka/baru/", corpora.new, name="corpus-new"),
    path("pustaka/peta/", maps.new, name="map-new"),
    path("pustaka/<slug:slug>/", corpora.detail, name="corpus"),
    path("pustaka/<slug:slug>/pembacaan/", corpora.read, name="corpus-read"),
    path("pustaka/<slug:slug>/kelola/", corpora.manage, name="corpus-manage"),
    path("pustaka/<slug:slug>/karya/", works.index, name="corpus-works"),
    path("pustaka/<slug:slug>/karya.<str:kind>", works.export, name="corpus-export"),
    path("pustaka/<slug:slug>/karya/<int:number>/", works.detail, name="corpus-work"),
    path("pustaka/<slug:slug>/peta/", maps.detail, name="corpus-map"),
    path("pustaka/<slug:slug>/peta/<str:name>", maps.file, name="corpus-map-file"),
]
