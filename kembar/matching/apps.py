from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "kembar.matching"
    label = "matching"
