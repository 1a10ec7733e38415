from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "kembar.signals"
    label = "signals"
