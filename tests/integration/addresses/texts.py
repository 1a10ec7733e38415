"""Texts that are checked and compared: for who is signed in, and a comparison for its owner alone."""

from tests.integration.addresses import SIGNED_IN, Entry

EMPTY = {who: 400 if status == 200 else status for who, status in SIGNED_IN.items()}
NOT_THERE = {who: 404 if status == 200 else status for who, status in SIGNED_IN.items()}
POST_ALONE = {who: 405 if status == 200 else status for who, status in SIGNED_IN.items()}
NAME = "a-comparison-of-somebody-else"

TABLE = {
    "text-check": Entry((), SIGNED_IN, post=EMPTY),
    "similarity-new": Entry((), SIGNED_IN, post=EMPTY),
    "similarity": Entry(NAME, NOT_THERE),
    "similarity-file": Entry((NAME, "pdf"), NOT_THERE),
    "similarity-forget": Entry(NAME, POST_ALONE, post=NOT_THERE),
}
