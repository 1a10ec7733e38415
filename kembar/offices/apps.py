from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "kembar.offices"
    label = "offices"
