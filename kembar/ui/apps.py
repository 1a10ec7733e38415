from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kembar.ui"
    label = "ui"
