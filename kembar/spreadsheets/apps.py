from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    name = "kembar.spreadsheets"
    label = "spreadsheets"
