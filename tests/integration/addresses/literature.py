"""Literature: corpora that everybody reads, one that an office keeps to itself, maps."""

from kembar.access.queries import actor_of
from kembar.literature import shelf
from kembar.literature.actions.corpora import Kept, bring_in
from kembar.literature.models import Corpus
from kembar.literature.views.working import begin
from tests.factories.world import AT
from tests.integration.addresses import SIGNED_IN, Entry, only

RIS = b"TY  - JOUR\nTI  - Kerja sama sister city Bogor\nAU  - Wibowo, Agus\nAU  - Lestari, Dewi\nPY  - 2019\nER  - \n"
INSIDE = only("officer", "head", "administrator", anonymous=404, others=404)
"""Those of the office that brought it in; to everybody else it is not there."""
DERIVED = dict.fromkeys(INSIDE, 403)
"""The casebook's literature is changed by nobody."""


def inside(world):
    """The corpus that the world's office keeps to itself."""
    title = "Kantor Bogor"
    found = Corpus.objects.filter(slug="kantor-bogor").first()
    if found is None:
        by = actor_of(world.users["officer"], world.office)
        kept = Kept("bogor.ris", *shelf.keep([RIS], 1000))
        found = bring_in(title=title, files=[kept], office=world.office, by=by, at=AT)
        begin(found, by, 1)
    return found.slug


TABLE = {
    "corpora": Entry(),
    "corpus-new": Entry(people=SIGNED_IN, post=dict.fromkeys(INSIDE, 400) | {"anonymous": 302}),
    "corpus": Entry("dokumen-004"),
    "corpus inside": Entry(inside, INSIDE),
    "corpus-read": Entry("buku-kasus"),
    "corpus-read inside": Entry(inside, INSIDE),
    "corpus-manage": Entry("buku-kasus", DERIVED, post=DERIVED),
    "corpus-manage inside": Entry(inside, INSIDE, post=INSIDE),
    "corpus-works": Entry("buku-kasus"),
    "corpus-works inside": Entry(inside, INSIDE),
    "corpus-work": Entry(("buku-kasus", 1)),
    "corpus-work inside": Entry(lambda world: (inside(world), 1), INSIDE),
    "corpus-export": Entry(("buku-kasus", "ris")),
    "corpus-map": Entry("dokumen-004"),
    "corpus-map of an item": Entry("dokumen-004", query="kind=terms&item=5&with=3"),
    "corpus-map density": Entry("buku-kasus", query="kind=cocitation&view=density&cluster=1"),
    "corpus-map of nothing": Entry("dokumen-004", query="kind=keywords"),
    "corpus-map inside": Entry(inside, INSIDE),
    "corpus-map-file": Entry(("dokumen-004", "network.svg")),
    "corpus-map-file data": Entry(("dokumen-004", "data.json")),
    "corpus-map-file links": Entry(("dokumen-004", "links.json"), query="kind=terms"),
    "corpus-map with clusters hidden": Entry("dokumen-004", query="kind=terms&cluster=2&hide=1.3&view=overlay"),
    "corpus-map-file inside": Entry(lambda world: (inside(world), "map.txt"), INSIDE, query="kind=coauthors&least=1"),
    "map-new": Entry(people=SIGNED_IN, post=dict.fromkeys(INSIDE, 400) | {"anonymous": 302}),
    "corpus-export inside": Entry(lambda world: (inside(world), "csv"), INSIDE),
}
