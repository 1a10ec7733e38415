"""Do the readers of files stand any input? Mutated records, documents and reports, for as many seconds as asked.

    python tools/fuzz_readers.py --seconds 60 [--seed 1] [--only 17] [--samples FOLDER]

Whatever the bytes, a reader may answer or refuse with its own error; anything else, or more than ten seconds of the
processor for one small input, is a failure. What is read must also be told in full (a record or a broken record for
what was found), be written in every format, and read back in the same number. The samples are made ones, one or more
a reader, and pieces of the files in ``--samples``, by default the real exports beside the project where they are.

Every input has a number and is made from the seed and that number alone: ``--seed S --only N`` makes it again. The
input of a failure is kept beside the message, so that it becomes a test. At the end stands how often each reader was
reached; a reader never reached is a failure of the run itself.
"""

# ruff: noqa: E501 -- the samples stand as programs write them

import argparse
import io
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kembar.literature.documents import DocumentError, document_of
from kembar.literature.duplicates import deduplicate
from kembar.literature.readers import FORMATS, ReadingError, read_bytes
from kembar.literature.text_findings import findings_of
from kembar.literature.text_readers.originality_report import read_report
from kembar.literature.writers import WRITERS

EXPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "literature" / "exports"
MADE = [
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
    b'{"lens_id": "001-1", "title": "T", "authors": [{"first_name": "M", "last_name": "B", "ids": [{"type": "orcid", "value": "0"}]}], "external_ids": [{"type": "doi", "value": "10.1234/a"}], "references": [{"lens_id": "0"}], "year_published": 2020}\n{"lens_id": "001-2", "title": "U"}\n',
    b'"Document Title",Authors,"Author Affiliations","Publication Title","Publication Year","DOI","Author Keywords",Document Identifier\nTwin,"M. Berg; Dewi","Univ A; Univ B",Conf,2020,10.1109/X,"a;b","IEEE Conferences"\n',
    b"Judul;Penulis;Tahun;Kata kunci\nKota kembar;Dewi, Sari & Budi;2019;a, b, c\n",
    b"TY  - JOUR\nTI  - A\nKW  - one\ntwo\nN1  - References: A B., T, (2013); C D., U, (2001)\nC7  - 12\nU1  - Index keywords: a; b\nER  - \nAU  - lost\nER  - \n",
    b"@article{ WOS:1,\nAuthor = {Liu, Fen and {Dept of A and B}},\nTitle = {{Twin\n   $CO_2$ --- cities}},\nAffiliation = {{Liu, Fen, Univ A.\n   Liu, F (Corresponding Author), Univ B.}},\nCited-References = {{A, 2013, V1.\n   B, 2002.}},\nUnique-ID = {{WOS:1}},\n}\n",
    "References\n\n[1] M. Acuto and P. van der Berg, “City,” Governance, vol. 19, no. 3, pp. 481–498, 2013.\n1. Acuto M. City. Gov. 2013;19(3):481-98.\n".encode(),
    b"Similarity Found: 11%\nStatistics: 533 words Plagiarized / 5054 Total words\nINTERNET SOURCES:\n<1% "
    b"-\nhttps://a.b/c\n4% - <https://d.e/f>\n",
]  # fmt: skip
SCRAPS = [
    b"{", b"}", b'"', b"\\", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\n", b"\r", b"\t", b",", b";", b"(", b")", b"[", b"]", b"<", b">",
    b"ER  - \n", b"TY  - ", b"@article{", b"<record>", b"null", b"1e999", b"-1", "é漢字한국".encode(), b"2019", b"10.1234/", b"- ", b"&", b"%",
    b"\\'{", b"#", b"=", b"Daftar Pustaka\n", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"PK\x03\x04", b"%PDF-1.4\n", b" " * 300, b"A" * 500,
    b"{" * 200, b"(" * 300, b"9" * 400, b"[" * 3000,
]  # fmt: skip


class Samples:
    """What inputs are made of: whole made samples, pieces of real exports cut at the ends of lines, and documents."""

    def __init__(self, folder: Path) -> None:
        self.real = (
            [path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()] if folder.is_dir() else []
        )
        self.documents = [_docx("Daftar Pustaka", "Mukti, T. A. (2013). Judul. Jurnal, 1(2), 3-9.")]

    def one(self, draw: random.Random) -> bytes:
        chance = draw.random()
        if self.real and chance < 0.35:
            return self._piece(draw)
        return draw.choice(self.documents) if chance > 0.97 else draw.choice(MADE)

    def _piece(self, draw: random.Random) -> bytes:
        """Up to 12 kB from anywhere in a real export; half of the time its first line before it, for tables."""
        data = draw.choice(self.real)
        at = draw.randrange(max(1, len(data) - 2000))
        at = data.find(b"\n", at) + 1 if draw.random() < 0.8 else at
        piece = data[at : at + draw.randint(200, 12_000)]
        return data[: data.find(b"\n") + 1] + piece if draw.random() < 0.5 else piece


def _docx(*lines: str) -> bytes:
    import docx

    document, held = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(held)
    return held.getvalue()


def mutated(draw: random.Random, samples: Samples) -> bytes:
    """One of the samples, cut, repeated, crossed with another, strewn with scraps, its lines moved and recoded."""
    data = bytearray(samples.one(draw))
    for _ in range(draw.randint(0, 8)):
        at = draw.randrange(len(data) + 1)
        act = draw.choice(ACTS)
        if act == "scrap":
            data[at:at] = draw.choice(SCRAPS)
        elif act == "cut":
            del data[at : at + draw.randint(1, 30)]
        elif act == "byte" and data:
            data[min(at, len(data) - 1)] = draw.randrange(256)
        elif act == "repeat":
            data[at:at] = data[at : at + draw.randint(1, 200)] * draw.randint(1, 20)
        elif act == "cross":
            other = samples.one(draw)
            data[at:] = other[draw.randrange(len(other) + 1) :]
        elif act == "break off":
            del data[at:]
        elif act == "lines":
            lines = bytes(data).split(b"\n")
            one, two = draw.randrange(len(lines)), draw.randrange(len(lines))
            lines[one], lines[two] = lines[two], b"" if draw.random() < 0.3 else lines[one]
            data = bytearray(b"\n".join(lines))
        elif act == "recode":
            text = bytes(data).decode("utf-8", "replace")
            data = bytearray(text.encode(draw.choice(["utf-16", "utf-16-le", "utf-8-sig", "cp1252"]), "replace"))
        elif act == "ends":
            data = bytearray(bytes(data).replace(b"\n", draw.choice([b"\r", b"\r\n", b"\n\r", b"\n\n"])))
        del data[60_000:]
    return bytes(data)


ACTS = (
    ["scrap"] * 5
    + ["cut"] * 4
    + ["byte"] * 3
    + ["repeat"] * 3
    + ["cross"] * 3
    + ["break off", "lines", "recode", "ends"]
)


def try_one(data: bytes) -> str:
    """Every reader on the same bytes; gives the format or the reason it was refused, or raises what must not be raised."""
    try:
        records, report = read_bytes(data, "input")
    except ReadingError as error:
        records, reached = [], f"refused: {error.code}"
    else:
        reached = report.format
        assert report.records == len(records), "the report counts other than the reader kept"
        assert records or report.broken, "nothing was kept and nothing is said of it"
        assert all(record.title and record.line > 0 for record in records), "a record without title or place"
        assert all(fault.line > 0 for fault in report.broken), "a broken record without place"
    kept, merges = deduplicate(records)
    assert len(kept) + len(merges) == len(records), "a record was lost among duplicates"
    for name, write in WRITERS.items():
        text = write(kept)
        if kept:
            back, _ = read_bytes(text.encode("utf-8", "surrogatepass").replace(b"\x00", b""), name)
            assert len(back) == len(kept), f"{len(kept)} records written as {name}, {len(back)} read back"
    try:
        document = document_of(data, "input")
    except DocumentError:
        return reached
    findings_of(document.lines)
    read_report(document.lines)
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", type=int, metavar="N", help="make and try the input of this number alone")
    parser.add_argument("--samples", type=Path, default=EXPORTS, help="real files to make inputs of")
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(2**32)
    samples = Samples(args.samples)
    reached: Counter[str] = Counter()
    end = time.monotonic() + args.seconds
    count, failures = (args.only or 1) - 1, 0
    while failures < 5 and (count < args.only if args.only else time.monotonic() < end):
        count += 1
        data = mutated(random.Random(f"{seed} {count}"), samples)
        begun = time.process_time()
        try:
            reached[try_one(data)] += 1
            took = time.process_time() - begun
            if took <= SLOW:
                continue
            message = f"took {took:.1f} s of the processor"
        except Exception:
            message = traceback.format_exc()
        failures += 1
        with tempfile.NamedTemporaryFile(delete=False, prefix="kembar-fuzz-", suffix=".bin") as kept:
            kept.write(data)
        sys.stderr.write(f"{message}\ninput kept in {kept.name} (--seed {seed} --only {count})\n")
    for name, times in reached.most_common():
        sys.stdout.write(f"{times:9d}  {name}\n")
    missed = sorted({name for name, _, _ in FORMATS} - reached.keys() - {"json"}) if count >= ENOUGH else []
    if missed:
        sys.stdout.write(f"readers never reached: {', '.join(missed)}\n")
    sys.stdout.write(f"{count} inputs, {failures} failures, seed {seed}\n")
    return 1 if failures or missed else 0


SLOW = 10.0  # seconds of the processor for one input of at most 60 kB
ENOUGH = 5000  # inputs after which every reader must have been reached


if __name__ == "__main__":
    sys.exit(main())
