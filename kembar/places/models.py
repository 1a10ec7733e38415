"""Which countries and places of the world there are, and under which names they can be found.

The rows come from the files in ``data/`` through ``actions.load_places``; nobody edits them by hand.
"""

from django.db import models
from django.db.models import Q


class Country(models.Model):
    """A country or territory with an ISO 3166-1 code; its name is asked of ``queries.country_name``."""

    code = models.CharField(max_length=2, primary_key=True)
    iso3 = models.CharField(max_length=3, unique=True)
    region = models.CharField(max_length=3)  # UN M49 code, "142" is Asia
    subregion = models.CharField(max_length=3, db_index=True)  # UN M49 code, "035" is South-eastern Asia
    neighbours = models.JSONField(default=list)  # alpha-2 codes of the countries with a common land border

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]{2}$"), name="places_country_code_alpha2"),
        ]

    def __str__(self) -> str:
        return self.code


class Place(models.Model):
    """A populated place of GeoNames: what a government's seat points at."""

    geonames_id = models.IntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    ascii_name = models.CharField(max_length=200)
    alternate_names = models.TextField(blank=True)  # one a line, every script
    # Searches by country go through PlaceName; an index here would only slow the load.
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="places", db_index=False)
    unit = models.CharField(max_length=200, blank=True)  # first-level unit by name, "West Java"; empty where unknown
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.BigIntegerField(default=0)  # 0 where GeoNames states none
    time_zone = models.CharField(max_length=40)  # IANA name
    search_key = models.CharField(max_length=200)  # values.texts.search_key(name)

    class Meta:
        ordering = ["name", "geonames_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="places_place_on_the_globe",
            ),
            models.CheckConstraint(condition=Q(population__gte=0), name="places_place_population_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceName(models.Model):
    """One key under which a place is found: a look-up table rebuilt whole by every load.

    It repeats population and country so that one index answers a search without touching the places. It carries no
    foreign-key constraint and no index of its own on the place: nothing is looked up from that side.
    """

    key = models.CharField(max_length=400)
    rank = models.SmallIntegerField()  # 0 the place's own name, 1 an alternate name
    population = models.BigIntegerField()
    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    place = models.ForeignKey(Place, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["key", "rank", "population", "country", "place"],
                name="places_name_key",
                # PostgreSQL needs the pattern class to answer a prefix from the index; SQLite ignores it.
                opclasses=["varchar_pattern_ops", "int2_ops", "int8_ops", "varchar_ops", "int4_ops"],
            )
        ]

    def __str__(self) -> str:
        return self.key


class DataVersion(models.Model):
    """Which edition of a shipped data file the tables hold."""

    name = models.CharField(max_length=50, primary_key=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"
