from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "kembar.studies"
    label = "studies"

    def ready(self) -> None:
        from kembar.literature.queries.coded import also_tells
        from kembar.studies.show import coded_publications

        also_tells(coded_publications)
