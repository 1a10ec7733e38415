"""Addresses of the pages to read. They are Indonesian and never change."""

from django.urls import path

from kembar.pages.views import (
    about,
    documents,
    evidence,
    governments,
    history,
    home,
    law,
    partnerships,
    search,
    tables,
    tallies,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("cari/", search.search, name="search"),
    path("kerja-sama/", partnerships.index, name="partnerships"),
    path("kerja-sama.<str:kind>", partnerships.export, name="partnerships-export"),
    path("kerja-sama/<slug:slug>/", partnerships.detail, name="partnership"),
    path("kerja-sama/<slug:slug>/riwayat/", history.partnership, name="partnership-history"),
    path("kerja-sama/<slug:slug>.json", partnerships.detail_json, name="partnership-json"),
    path("pemerintah/<slug:slug>/", governments.government, name="government"),
    path("organisasi/<slug:slug>/", governments.organisation, name="organisation"),
    path("dokumen/", documents.index, name="documents"),
    path("dokumen/<slug:code>/", documents.detail, name="document"),
    path("faktor/", tables.factors, name="factors"),
    path("bidang/", tables.fields, name="fields"),
    path("jumlah/", tallies.index, name="tallies"),
    path("perbedaan/", evidence.disputes, name="disputes"),
    path("perbedaan/<uuid:pk>/", evidence.dispute, name="dispute"),
    path("pemeriksaan/", evidence.checks, name="checks"),
    path("hukum/", law.index, name="law"),
    path("hukum/<slug:slug>/", law.act, name="act"),
    path("tentang/", about.about, name="about"),
]
