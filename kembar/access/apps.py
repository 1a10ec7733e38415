from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kembar.access"
    label = "access"
