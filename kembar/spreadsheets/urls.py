"""Addresses of the pages on spreadsheets. They are Indonesian and never change."""

from django.urls import path

from kembar.spreadsheets import views

urlpatterns = [
    path("lembar/", views.index, name="sheets"),
    path("lembar/unggah/", views.upload, name="sheet-upload"),
    path("lembar/kamus/", views.dictionary, name="sheet-dictionary"),
    path("lembar/kamus/<slug:slug>.csv", views.dictionary_file, name="sheet-dictionary-file"),
    path("lembar/templat/<slug:slug>.<str:suffix>", views.template, name="sheet-template"),
    path("lembar/ekspor/<slug:office>/<slug:slug>.<str:suffix>", views.export, name="sheet-export"),
    path("lembar/<uuid:pk>/", views.detail, name="sheet-import"),
    path("lembar/<uuid:pk>/ditolak.<str:suffix>", views.refused, name="sheet-refused"),
]
