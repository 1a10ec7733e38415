from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "kembar.keeping"
    label = "keeping"
