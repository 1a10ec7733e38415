"""An office's whole record to save, for its head; packages of others, for whoever administers the instance."""

from tests.integration.addresses import ADMINISTRATOR, NOBODY, Entry, only

HEAD = only("head", "administrator", others=404, officer=403)
UNKNOWN = {**dict.fromkeys(ADMINISTRATOR, 403), "anonymous": 302, "administrator": 404}

TABLE = {
    "office-package": Entry(lambda world: (world.office.slug,), HEAD, post=HEAD),
    "packages": Entry(people=ADMINISTRATOR, post={**UNKNOWN, "administrator": 400}),
    "package": Entry("0" * 64, UNKNOWN, post=UNKNOWN),
    "package-undo": Entry(
        "00000000-0000-4000-8000-000000000000",
        NOBODY,
        post=UNKNOWN,
    ),
}
