"""Who can be a party or take part: governments, organisations, people, their names and tenures."""

from django.db import models
from django.db.models import Q

from kembar.partnerships.models.base import Row
from kembar.values.dates import Spanned, in_order

LEVELS = [
    ("city", "city"),
    ("regency", "regency"),
    ("province", "province"),
    ("state", "state"),
    ("district", "district"),
    ("special_region", "special region"),
    ("municipality", "municipality"),
    ("country", "country"),
    ("not_stated", "not stated"),
]


class Government(Row):
    """A city, regency, province or state, district. ``tier`` counts from the top inside its own country."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.JSONField(default=dict, help_text="everyday name, by language")
    level = models.CharField(max_length=20, choices=LEVELS, blank=True, default="")
    tier = models.PositiveSmallIntegerField(null=True, blank=True)
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    adjoins = models.ManyToManyField("self", blank=True, symmetrical=True)
    traits = models.JSONField(default=list, help_text="what sources tell of it, each by language")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Organisation(Row):
    """Any other party or participant: ministry, mission, company, university, association, school."""

    KINDS = [
        ("ministry", "ministry"),
        ("mission", "mission abroad"),
        ("company", "company"),
        ("bank", "bank"),
        ("university", "university"),
        ("research", "research institute"),
        ("association", "association"),
        ("school", "school"),
        ("agency", "agency or programme"),
        ("international", "international organisation"),
        ("other", "other"),
    ]

    slug = models.SlugField(max_length=80, unique=True)
    name = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, choices=KINDS, default="other")
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Person(Row):
    """A person in a public office, named only as the sources name them."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Name(Spanned, Row):
    """One name of a government, organisation or person, in a language and script, official, alias or former."""

    KINDS = [("official", "official"), ("alias", "alias"), ("former", "former"), ("variant", "variant in a source")]

    government = models.ForeignKey(Government, on_delete=models.CASCADE, null=True, blank=True, related_name="names")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="names"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="names")
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=8, blank=True, default="")
    script = models.CharField(max_length=4, blank=True, default="Latn", help_text="ISO 15924")
    kind = models.CharField(max_length=10, choices=KINDS, default="alias")
    search_key = models.CharField(max_length=200, blank=True, default="", db_index=True)

    class Meta:
        ordering = ["position", "text"]
        constraints = [
            in_order("began", "partnerships_name_began_in_order"),
            in_order("ended", "partnerships_name_ended_in_order"),
            models.CheckConstraint(
                condition=Q(government__isnull=False, organisation__isnull=True, person__isnull=True)
                | Q(government__isnull=True, organisation__isnull=False, person__isnull=True)
                | Q(government__isnull=True, organisation__isnull=True, person__isnull=False),
                name="partnerships_name_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Tenure(Spanned, Row):
    """Who holds which office of a government or organisation, from when to when."""

    ROLES = [
        ("head", "head of government"),
        ("deputy", "deputy"),
        ("secretary", "regional secretary"),
        ("focal_point", "focal point"),
        ("minister", "minister"),
        ("other", "other"),
    ]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tenures")
    government = models.ForeignKey(Government, on_delete=models.CASCADE, null=True, blank=True, related_name="tenures")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="tenures"
    )
    role = models.CharField(max_length=20, choices=ROLES)
    title = models.JSONField(default=dict, help_text="the office as the source calls it, by language")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            in_order("began", "partnerships_tenure_began_in_order"),
            in_order("ended", "partnerships_tenure_ended_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"
