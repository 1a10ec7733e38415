from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "kembar.files"
    label = "files"
