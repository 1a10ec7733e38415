from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "kembar.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from kembar.partnerships.attachments import register_all as register_holders
        from kembar.partnerships.attributes import register_all
        from kembar.partnerships.checks import register_all as register_checks

        register_all()
        register_checks()
        register_holders()
