from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kembar.audit"
    label = "audit"
