from django.apps import AppConfig


class LiteratureConfig(AppConfig):
    name = "kembar.literature"
    label = "literature"
