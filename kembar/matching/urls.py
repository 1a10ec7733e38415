"""Addresses of finding a partner and of why one was chosen. They are Indonesian and never change."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
