from django.apps import AppConfig


class CasebookConfig(AppConfig):
    name = "kembar.casebook"
    label = "casebook"
