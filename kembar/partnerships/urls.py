"""Addresses of the pages to write in. They are Indonesian and never change."""

from django.urls import path

from kembar.partnerships.views import (
    erasing,
    events,
    helping,
    keeping,
    opening,
    publishing,
    rows,
    saying,
    shared,
    since,
    withdrawing,
)

urlpatterns = [
    path("kerja-sama/baru/", opening.open_new, name="open-partnership"),
    path("kerja-sama/<slug:slug>/publikasi/", publishing.choose, name="publishing"),
    path("catatan/<slug:kind>/", shared.records, name="shared-records"),
    path("catatan/<slug:kind>/baru/", rows.new_record, name="new-record"),
    path("catatan/<slug:kind>/<uuid:pk>/", keeping.keep_record, name="keep-record"),
    path("catatan/kerja-sama/<uuid:pk>/lengkap-sejak/", since.complete_since, name="complete-since"),
    path("catatan/<slug:kind>/<uuid:pk>/ubah/", rows.change, name="change-row"),
    path("catatan/<slug:kind>/<uuid:pk>/tambah/<slug:child>/", rows.new_row, name="new-row"),
    path("catatan/<slug:kind>/<uuid:pk>/tarik/", withdrawing.withdraw, name="withdraw-row"),
    path("catatan/<slug:kind>/<uuid:pk>/pulihkan/", withdrawing.restore, name="restore-row"),
    path("catatan/<slug:kind>/<uuid:pk>/sumber/", saying.statements, name="statements-of-row"),
    path("catatan/<slug:kind>/<uuid:pk>/sumber/<slug:attribute>/", saying.note, name="note-statement"),
    path("catatan/orang/<uuid:pk>/hapus-data/", erasing.erase, name="erase-person"),
    path("keterangan/<uuid:pk>/pakai/", saying.accept, name="accept-statement"),
    path("keterangan/<uuid:pk>/tarik/", saying.take_back, name="take-back-statement"),
    path("riwayat/<uuid:pk>/batalkan/", events.undo, name="undo"),
    path("riwayat/kelompok/<uuid:batch>/batalkan/", events.undo_batch, name="undo-batch"),
    path("bantuan/tanggal/", helping.date_understood, name="date-understood"),
    path("bantuan/nama/<slug:kind>/", helping.whom, name="whom"),
]
