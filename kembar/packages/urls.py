"""Addresses of packages. They are Indonesian and never change."""

from django.urls import path

from kembar.packages import views

urlpatterns = [
    path("kantor/<slug:slug>/paket/", views.office_package, name="office-package"),
    path("paket/", views.bring, name="packages"),
    path("paket/<str:sha256>/", views.preview, name="package"),
    path("paket/<uuid:event>/batalkan/", views.take_back, name="package-undo"),
]
