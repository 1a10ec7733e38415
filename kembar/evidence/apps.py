from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "kembar.evidence"
    label = "evidence"

    def ready(self) -> None:
        from kembar.evidence.attributes import register_all

        register_all()
