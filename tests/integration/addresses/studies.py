"""Addresses of the studies: everybody reads, researchers, officers and heads code."""

from tests.integration.addresses import Entry, only

CODERS = only("researcher", "stranger", "officer", "head", "administrator")


def coders(status):
    """Who codes gets ``status`` in place of the page."""
    return {who: status if got == 200 else got for who, got in CODERS.items()}


TABLE = {
    "studies": Entry(),
    "studies-export": Entry("csv"),
    "studies-export as JSON": Entry("json"),
    "studies-agreement": Entry(),
    "studies-agreement-export": Entry("csv"),
    "study-agree": Entry("syarif-2019", coders(302), post=coders(302)),  # who has not coded it is led back
    "study": Entry("syarif-2019"),
    "study-add": Entry((), CODERS, post=coders(400)),  # sent empty
    "study-code": Entry("syarif-2019", CODERS, post=coders(400)),
    # Who has not coded the study is led to coding it, and has nothing to withdraw.
    "study-bear": Entry("syarif-2019", coders(302), post=coders(302)),
    "study-withdraw": Entry("syarif-2019", coders(404), post=coders(404)),
}
