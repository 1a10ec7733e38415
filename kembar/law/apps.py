from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "kembar.law"
    label = "law"
