"""Addresses of the pages on keeping."""

from django.urls import path

from kembar.keeping import views

urlpatterns = [
    path("kesehatan/", views.health, name="health"),
    path("data-pribadi/", views.personal_data, name="personal-data"),
]
