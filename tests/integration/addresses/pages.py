"""Pages that compose several subjects."""

from kembar.evidence.models import Dispute
from kembar.law.models import Act
from tests.integration.addresses import MEMBERS, Entry

TABLE = {
    "home": Entry(),
    "search": Entry(query="q=bogor"),
    "partnerships": Entry(),
    "partnerships-export": Entry("csv"),
    "partnership": Entry("bogor-kisarazu"),
    "partnership live": Entry(lambda world: world.tie.slug),
    "partnership-json": Entry("bogor-kisarazu"),
    "partnership-json live": Entry(lambda world: world.tie.slug),
    "partnership-history": Entry("bogor-kisarazu"),
    "partnership-history live": Entry(lambda world: world.tie.slug, MEMBERS | {"ministry": 403}),  # tells of drafts
    "government": Entry("bandung"),
    "organisation": Entry("mtdc"),
    "documents": Entry(),
    "document": Entry("004"),
    "factors": Entry(),
    "fields": Entry(),
    "tallies": Entry(),
    "disputes": Entry(),
    "dispute": Entry(lambda world: Dispute.objects.first().pk),
    "checks": Entry(),
    "law": Entry(),
    "act": Entry(lambda world: Act.objects.first().slug),
    "about": Entry(),
}
