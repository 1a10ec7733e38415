"""Addresses of the look itself."""

from django.urls import path

from kembar.ui import views

urlpatterns = [path("galeri/", views.gallery, name="gallery")]
