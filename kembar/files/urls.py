"""Addresses of files. They are Indonesian and never change."""

from django.urls import path

from kembar.files import views

urlpatterns = [
    path("berkas/untuk/<str:kind>/<uuid:pk>/", views.of_record, name="files-of"),
    path("berkas/<uuid:pk>/", views.detail, name="file"),
    path("berkas/<uuid:pk>/unduh/", views.download, name="file-download"),
    path("berkas/<uuid:pk>/halaman/<int:number>.png", views.page, name="file-page"),
]
