from django.apps import AppConfig


class LiteratureConfig(AppConfig):
    name = "kembar.literature"
    label = "literature"

    def ready(self) -> None:
        from kembar.files.queries import also_keeps
        from kembar.literature.queries.corpora import places_of_files

        also_keeps(places_of_files)
