from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "kembar.evidence"
    label = "evidence"
