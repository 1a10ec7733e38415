from django.apps import AppConfig


class PackagesConfig(AppConfig):
    name = "kembar.packages"
    label = "packages"
