"""Do the readers of files stand any input? Mutated records, documents and reports, for as many seconds as asked.

    python tools/fuzz_readers.py --seconds 60 [--seed 1]

Whatever the bytes, a reader may answer or refuse with its own error; anything else, or more than ten seconds for one
small input, is a failure: the input is kept beside the message, so that it becomes a test.
"""

# ruff: noqa: E501 -- the samples stand as programs write them

import argparse
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kembar.literature.documents import DocumentError, document_of
from kembar.literature.readers import ReadingError, read_bytes
from kembar.literature.readers_command import findings_of
from kembar.literature.text_readers.originality_report import read_report
from kembar.literature.writers import WRITERS

SEEDS = [
    b"TY  - JOUR\nTI  - Kota kembar\nAU  - Wibowo, Agus\nPY  - 2019///\nKW  - sister city; kerja sama\nDO  - "
    b"10.1234/x\nER  - \n",
    b'@string{a = "b"}\n@article{k, title = {{A} {\\"o}ne}, author = {B, C and {D E}}, year = 2019, month = jan # "x",}\n',
    b"FN Clarivate\nVR 1.0\nPT J\nAU Liu, F\nAF Liu, Fen\nTI Sister\n   cities\nC1 [Liu, Fen] Univ A, Seoul.\nCR "
    b"A, 1971, B, V2, P3\nPY 2018\nER\nEF\n",
    b"PT\tAU\tTI\tPY\nJ\tLiu, F\tTwins\t2018\n",
    b"\nPMID- 123\nTI  - Twinning:\n      a review.\nFAU - Brown, Fay\nDP  - 2011 May\nLID - 10.1000/x [doi]\n",
    b'Authors,Title,Year,Source title,EID,References\n"Liu F., Li C.",Twins,2020,Cities,2-s2.0-1,"A. B., (1999) C, 1, p. 2; D E."\n',
    b'Lens ID,Title,Author/s,Publication Year\n1-2,"Tw ""in"" s",Fen Liu; Chun Li,2020\n',
    b'id,display_name,publication_year\nhttps://openalex.org/W1,Twins,2020\n',
    b'"About the data: x"\nRank,Publication ID,Title,PubYear,Cited references\n1,pub.1,Twins,2020,[a|b];[c]\n',
    b'Cites,Authors,Title,Year\n4,"F Liu, C Li, ...",[PDF] Twins,2020\n',
    b'{"results": [{"id": "https://openalex.org/W1", "title": "T", "abstract_inverted_index": {"a": [0, 2], "b": [1]}, "authorships": [{"author": {"display_name": "F"}}]}]}',
    b'{"message": {"items": [{"DOI": "10.1234/a", "title": ["T"], "issued": {"date-parts": [[2020]]}, "author": [{"family": "L"}], "reference": [{"year": "1999"}]}]}}',
    b'<?xml version="1.0"?><xml><records><record><titles><title><style>T</style></title></titles><dates><year>2020</year></dates></record></records></xml>',
    "Teks (Mukti, 2013; Putri & Adnan, 2017) dan Hakiem (2020). Nagel menyebut hal itu. Sejak tahun 2019 (Adi, 2015).\nGambar 1. Peta\n\nDaftar Pustaka\n- Mukti, T. A. (2013). *Judul*. Jurnal, 1(2), 3–9.\n".encode(),
    b"Similarity Found: 11%\nStatistics: 533 words Plagiarized / 5054 Total words\nINTERNET SOURCES:\n<1% "
    b"-\nhttps://a.b/c\n4% - <https://d.e/f>\n",
]  # fmt: skip
SCRAPS = [
    b"{", b"}", b'"', b"\\", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\n", b"\r", b"\t", b",", b";", b"(", b")", b"[", b"]", b"<", b">",
    b"ER  - \n", b"TY  - ", b"@article{", b"<record>", b"null", b"1e999", b"-1", "é漢字한국".encode(), b"2019", b"10.1234/", b"- ", b"&", b"%",
    b"\\'{", b"#", b"=", b"Daftar Pustaka\n", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"PK\x03\x04", b"%PDF-1.4\n", b" " * 300, b"A" * 500,
    b"{" * 200, b"(" * 300, b"9" * 400, b"[" * 3000,
]  # fmt: skip


def mutated(draw: random.Random) -> bytes:
    """One of the seeds, cut, repeated, crossed with another, and strewn with scraps."""
    data = bytearray(draw.choice(SEEDS))
    for _ in range(draw.randint(0, 8)):
        act = draw.random()
        at = draw.randrange(len(data) + 1)
        if act < 0.35:
            data[at:at] = draw.choice(SCRAPS)
        elif act < 0.55 and data:
            del data[at : at + draw.randint(1, 30)]
        elif act < 0.7 and data:
            data[min(at, len(data) - 1)] = draw.randrange(256)
        elif act < 0.85:
            end = at + draw.randint(1, 200)
            data[at:at] = data[at:end] * draw.randint(1, 20)
        else:
            other = draw.choice(SEEDS)
            data[at:] = other[draw.randrange(len(other)) :]
        del data[60_000:]
    return bytes(data)


def try_one(data: bytes) -> None:
    """Every reader on the same bytes; returns, or raises what must not be raised."""
    try:
        records, report = read_bytes(data, "input")
    except ReadingError:
        records = []
    else:
        assert report.records == len(records)
        assert all(record.title for record in records)
    for write in WRITERS.values():
        write(records)
    try:
        document = document_of(data, "input")
    except DocumentError:
        return
    findings_of(document.lines)
    read_report(document.lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(2**32)
    draw = random.Random(seed)
    end = time.monotonic() + args.seconds
    count, failures = 0, 0
    while time.monotonic() < end:
        data = mutated(draw)
        count += 1
        begun = time.monotonic()
        try:
            try_one(data)
            slow = time.monotonic() - begun
            if slow <= 10:
                continue
            message = f"took {slow:.1f} s"
        except Exception:
            message = traceback.format_exc()
        failures += 1
        with tempfile.NamedTemporaryFile(delete=False, prefix="kembar-fuzz-", suffix=".bin") as kept:
            kept.write(data)
        sys.stderr.write(f"{message}\ninput kept in {kept.name} (seed {seed}, input {count})\n")
        if failures >= 5:
            break
    sys.stdout.write(f"{count} inputs, {failures} failures, seed {seed}\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
