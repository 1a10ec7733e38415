from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "kembar.studies"
    label = "studies"
