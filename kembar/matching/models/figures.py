"""What an office reads in of countries, pairs of countries and airports, each with its source, edition and licence."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from kembar.values.dates import Dated, in_order


class FigureImport(models.Model):
    """One file as it was read: of which data set, whose, which edition, under which licence, and what became of it.

    Of one data set the newest import alone is asked; earlier ones stay, and can be removed.
    """

    KINDS = [
        ("country_figures", "figures of countries by year"),
        ("country_pairs", "figures of pairs of countries"),
        ("airports", "airports"),
        ("routes", "routes between airports"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=KINDS)
    dataset = models.CharField(max_length=120, help_text="what the data set is called")
    source = models.CharField(max_length=300, help_text="who publishes it, where")
    licence = models.CharField(max_length=300, help_text="the line of its licence, as typed by who read it in")
    edition = models.CharField(max_length=60, blank=True, default="")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=200)
    counts = models.JSONField(default=dict, help_text="how many rows became what, by code")

    class Meta:
        ordering = ["-imported_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(source="") & ~Q(licence=""), name="matching_figures_sourced"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.edition}".strip()


class FigureProblem(models.Model):
    """A row of a file that became nothing, with the reason."""

    import_of = models.ForeignKey(FigureImport, on_delete=models.CASCADE, related_name="problems")
    kind = models.CharField(max_length=30)
    line = models.PositiveIntegerField(null=True, blank=True)
    name = models.CharField(max_length=300, help_text="what the row says where it cannot be used")

    class Meta:
        ordering = ["kind", "line", "id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class CountryFigure(models.Model):
    """One indicator of one country in one year: its value, its place in the list (1 is first) and the list's size, or
    its percentile (100 is first). What the file does not give is null."""

    import_of = models.ForeignKey(FigureImport, on_delete=models.CASCADE, related_name="figures")
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=80, help_text="code, e.g. e_government or political_stability")
    year = models.PositiveSmallIntegerField()
    value = models.FloatField(null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    list_size = models.PositiveIntegerField(null=True, blank=True)
    percentile = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["indicator", "country", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["import_of", "country", "indicator", "year"], name="matching_country_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(rank__gte=1), name="matching_country_figure_rank_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.indicator} {self.year}"


class PairFigure(models.Model):
    """What a file says of two countries: ``values`` by code, e.g. contig, comlang_off, colony, distcap."""

    import_of = models.ForeignKey(FigureImport, on_delete=models.CASCADE, related_name="pairs")
    country_a = models.ForeignKey("places.Country", on_delete=models.PROTECT, related_name="+")
    country_b = models.ForeignKey("places.Country", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["country_a", "country_b", "year"]
        constraints = [
            models.CheckConstraint(condition=Q(country_a__lt=F("country_b")), name="matching_pair_figure_in_order"),
            models.UniqueConstraint(
                fields=["import_of", "country_a", "country_b", "year"], name="matching_pair_figure_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["import_of", "country_a", "country_b"],
                condition=Q(year__isnull=True),
                name="matching_pair_figure_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_a_id}-{self.country_b_id}"


class Airport(models.Model):
    """An airport by the code that routes name it with (IATA where it has one, else ICAO)."""

    import_of = models.ForeignKey(FigureImport, on_delete=models.CASCADE, related_name="airports")
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    city = models.CharField(max_length=200, blank=True, default="")
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["import_of", "code"], name="matching_airport_once")]

    def __str__(self) -> str:
        return self.code


class Route(models.Model):
    """Flights without a change from one airport to another, by codes, and how many airlines are told to fly them."""

    import_of = models.ForeignKey(FigureImport, on_delete=models.CASCADE, related_name="routes")
    origin = models.CharField(max_length=4)
    destination = models.CharField(max_length=4)
    airlines = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["origin", "destination"]
        constraints = [
            models.UniqueConstraint(fields=["import_of", "origin", "destination"], name="matching_route_once"),
        ]
        indexes = [models.Index(fields=["destination"], name="matching_route_back")]

    def __str__(self) -> str:
        return f"{self.origin}-{self.destination}"


class Announcement(Dated):
    """What the central government announced of a country's political stability, on which day, where it stands."""

    SAYS = [("stable", "stable"), ("unstable", "unstable")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=10, choices=SAYS)
    source = models.CharField(max_length=300, help_text="who announced it, where")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["country", "date_earliest", "id"]
        constraints = [
            in_order("date", "matching_announcement_date_in_order"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(date=""), name="matching_announcement_sourced"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.says}"


class Estimate(models.Model):
    """What somebody expects a tie of two cities to bring and to cost the public, in the short or the long run."""

    HORIZONS = [("short", "short run"), ("long", "long run")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place_a = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    place_b = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    whose = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", help_text="whose benefit")
    horizon = models.CharField(max_length=5, choices=HORIZONS)
    benefit = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    cost = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=300, help_text="who estimated it, where")
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["place_a", "place_b", "whose", "horizon"]
        constraints = [
            models.CheckConstraint(condition=Q(place_a__lt=F("place_b")), name="matching_estimate_in_order"),
            models.UniqueConstraint(fields=["place_a", "place_b", "whose", "horizon"], name="matching_estimate_once"),
            models.CheckConstraint(condition=~Q(source=""), name="matching_estimate_sourced"),
        ]

    def __str__(self) -> str:
        return f"{self.place_a_id}-{self.place_b_id} {self.horizon}"
