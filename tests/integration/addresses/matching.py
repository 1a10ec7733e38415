"""Finding a partner."""

from tests.integration.addresses import Entry

TABLE = {
    "partners": Entry(),
    "partners of a city": Entry(query="city=Bandung"),
    "partners-export": Entry("json", query="city=Bandung"),
    "partners-compare": Entry(),
    "partners-compare of three": Entry(query="city=Bandung&c=Seoul&c=Suwon"),
}
