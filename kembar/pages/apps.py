from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "kembar.pages"
    label = "pages"
