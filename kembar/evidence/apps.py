from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "kembar.evidence"
    label = "evidence"

    def ready(self) -> None:
        from kembar.evidence.attributes import register_all
        from kembar.evidence.checks.own import register_all as register_checks

        register_all()
        register_checks()
