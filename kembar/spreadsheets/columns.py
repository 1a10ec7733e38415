"""Which sheets are there, and what does each column of them mean? The format of every sheet that goes in or out.

Heads are part of the format, in both languages, and stay as they are, like addresses. ``also`` are the heads that
offices use in sheets of their own. One sheet holds one kind of row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kembar.partnerships import labels


@dataclass(frozen=True)
class Column:
    """One column. ``type`` says how a cell is read: those of the catalogue (text, word, choice, date, number, yes_no,
    flag, reference, codes), and id, slug, partnership, partner, party, country, others, months, ends, seat, paper,
    letter, side_number, direction, computed (exported, never read)."""

    key: str
    indonesian: str
    english: str
    type: str
    also: tuple[str, ...] = ()
    attribute: str = ""
    language: str = ""
    vocabulary: Mapping[str, Any] | None = None
    refers_to: str = ""
    required: bool = False
    is_exported: bool = True
    note: Any = ""

    def head(self, language: str) -> str:
        return self.indonesian if language == "id" else self.english

    @property
    def heads(self) -> tuple[str, ...]:
        return (self.indonesian, self.english, self.key, *self.also)


@dataclass(frozen=True)
class Sheet:
    """One kind of sheet. ``asked_for_all``: columns whose value may be given once for all rows."""

    kind: str
    slug: str
    label: Any
    title: str
    title_english: str
    columns: tuple[Column, ...]
    known_by: Any
    asked_for_all: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def column(self, key: str) -> Column:
        return next(one for one in self.columns if one.key == key)

    def has(self, key: str) -> bool:
        return any(one.key == key for one in self.columns)

    @property
    def exported(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.is_exported)


SIDES = {code: word for code, word in labels.SIDE.items() if code}
YES_NO = {code: word for code, word in labels.YES_NO.items() if code}


def _id() -> Column:
    note = _("Leave it as exported: it tells which entry the row is. Empty for a new one.")
    return Column("id", "ID Kembar", "Kembar ID", "id", ("id",), note=note)


def _text(code: str, indonesian: str, english: str, *also: str, required: bool = False, note: Any = "") -> list[Column]:
    """A text in both languages of the register; others go as ``Head [ko]``."""
    return [
        Column(f"{code}.id", indonesian, english, "text", also, code, "id", required=required, note=note),
        Column(f"{code}.en", f"{indonesian} (Inggris)", f"{english} (English)", "text", (), code, "en"),
    ]


def _choice(code: str, indonesian: str, english: str, words: Mapping[str, Any], *also: str, **more: Any) -> Column:
    return Column(code, indonesian, english, "choice", also, code, vocabulary=words, **more)


def _side(code: str, indonesian: str, english: str, *also: str) -> Column:
    note = _("The name of the city, “first side”, “second side” or “both”; “we” and “partner” work too.")
    return Column(code, indonesian, english, "side", also, code, vocabulary=SIDES, note=note)


def _yes_no(code: str, indonesian: str, english: str, *also: str) -> Column:
    return Column(code, indonesian, english, "yes_no", also, code, vocabulary=YES_NO)


def _date(code: str, indonesian: str, english: str, *also: str, **more: Any) -> Column:
    return Column(code, indonesian, english, more.pop("type", "date"), also, code, **more)


def _word(code: str, indonesian: str, english: str, *also: str) -> Column:
    return Column(code, indonesian, english, "word", also, code)


def _field(code: str = "field") -> Column:
    also = ("bidang kerja sama", "sektor", "urusan", "sector", "ruang lingkup")
    return Column(code, "Bidang", "Field", "reference", also, code, refers_to="field")


def _of_partnership() -> list[Column]:
    return [
        Column(
            "partnership",
            "Kerja sama",
            "Partnership",
            "partnership",
            ("nama kerja sama", "alamat kerja sama", "partnership slug"),
            note=_("Its address as in the sheet of partnerships, its name, or its ID."),
        ),
        Column(
            "partner",
            "Kota mitra",
            "Partner city",
            "partner",
            (
                "nama kota mitra",
                "mitra",
                "nama mitra",
                "kota kembar",
                "sister city",
                "partner",
                "daerah mitra",
                "pemda mitra",
            ),
            is_exported=False,
            note=_("In place of “Partnership”, where the office has one partnership with that city."),
        ),
    ]


def _mou() -> list[Column]:
    """Many offices keep one list of partners with the paper in the same row: it is entered along."""
    note = _("The memorandum of understanding is entered along with the partnership.")
    more: dict[str, Any] = {"is_exported": False, "note": note}
    dated = ("tgl mou", "tanggal penandatanganan mou", "tanggal penandatanganan", "tgl penandatanganan", "tahun mou")
    ends = (
        *(
            "mou berlaku sampai",
            "masa berlaku",
            "berlaku sampai",
            "berlaku s d",
            "s d",
            "sampai",
            "until",
            "valid until",
        ),
        *("masa berlaku mou", "tanggal berakhir", "tgl berakhir", "tahun berakhir"),
    )
    return [
        Column("mou.number", "Nomor MoU", "MoU number", "side_number", ("no mou", "nomor naskah"), **more),
        Column("mou.date", "Tanggal MoU", "MoU signed on", "date", dated, **more),
        Column("mou.ends", "MoU berakhir", "MoU ends on", "ends", ends, **more),
        Column("mou.term_months", "Jangka waktu MoU", "Term of the MoU", "months", ("jangka waktu",), **more),
    ]


GOVERNMENT = Sheet(
    "government",
    "pemerintah",
    _("Governments"),
    "Pemerintah daerah",
    "Governments",
    (
        _id(),
        Column("slug", "Alamat", "Address", "slug", ("slug",)),
        *_text("name", "Nama", "Name", "nama daerah", "nama kota", "kota", "city", required=True),
        _choice(
            "level", "Tingkat", "Level", {code: word for code, word in labels.LEVEL.items() if code != "organisation"}
        ),
        Column("tier", "Jenjang", "Tier", "number", attribute="tier"),
        Column("country", "Negara", "Country", "country", ("asal negara",), "country", refers_to="country"),
        Column("seat", "Pusat pemerintahan", "Seat", "seat", ("lokasi",), "seat", refers_to="place"),
        Column("parent", "Bagian dari", "Part of", "reference", ("provinsi",), "parent", refers_to="government"),
    ),
    _("A row is the government with its ID, else the one at its address, else that of its name and country."),
)
ORGANISATION = Sheet(
    "organisation",
    "organisasi",
    _("Organisations"),
    "Organisasi",
    "Organisations",
    (
        _id(),
        Column("slug", "Alamat", "Address", "slug", ("slug",)),
        *_text("name", "Nama", "Name", "nama organisasi", "nama lembaga", "lembaga", required=True),
        _choice("kind", "Jenis", "Kind", labels.ORGANISATION),
        Column("country", "Negara", "Country", "country", ("asal negara",), "country", refers_to="country"),
        Column("seat", "Kedudukan", "Seat", "seat", ("lokasi",), "seat", refers_to="place"),
    ),
    _("A row is the organisation with its ID, else the one at its address, else that of its name and country."),
)
PARTNERSHIP = Sheet(
    "partnership",
    "kerja-sama",
    _("Partnerships"),
    "Kerja sama",
    "Partnerships",
    (
        _id(),
        Column("slug", "Alamat", "Address", "slug", ("slug",)),
        *_text("name", "Nama kerja sama", "Name of the partnership", "nama", "name", "judul kerja sama"),
        _choice("form", "Bentuk", "Form", labels.FORM, "bentuk kerja sama", "jenis kerja sama", required=True),
        Column(
            "party.a",
            "Pihak pertama",
            "First party",
            "party",
            ("pihak i", "pihak 1", "pihak kesatu", "daerah", "kota", "first_party"),
            note=_("A city's name or address. Without this column: the government your office acts for."),
        ),
        Column("country.a", "Negara pihak pertama", "Country of the first party", "country", ("first_country",)),
        Column(
            "party.b",
            "Pihak kedua",
            "Second party",
            "party",
            (
                "nama kota mitra",
                "kota mitra",
                "mitra",
                "nama mitra",
                "pihak ii",
                "pihak 2",
                "daerah mitra",
                "mitra luar negeri",
                "mitra kerja sama",
                "sister city",
                "kota kembar",
                "partner city",
                "partner",
                "second_party",
            ),
            required=True,
            note=_("A city that the register does not know yet is entered along, with its country."),
        ),
        Column(
            "country.b",
            "Negara pihak kedua",
            "Country of the second party",
            "country",
            ("negara", "negara mitra", "asal negara", "negara asal", "country", "partner country", "second_country"),
        ),
        Column(
            "others",
            "Pihak lain",
            "Other parties",
            "others",
            ("pihak ketiga",),
            note=_("Names with a semicolon between; the role in brackets, as in “KBRI Seoul (facilitator)”."),
        ),
        _date("began", "Mulai", "Began", "tanggal mulai", "tahun mulai", "tahun", "year", "sejak", "mulai berlaku"),
        _date("ended", "Berakhir", "Ended", "diakhiri", "tahun diakhiri", type="ends"),
        Column(
            "agreed_fields",
            "Bidang yang disepakati",
            "Agreed fields",
            "codes",
            ("bidang", "bidang kerja sama", "ruang lingkup", "fields"),
            "agreed_fields",
            refers_to="field",
            note=_("With a semicolon between."),
        ),
        Column(
            "fields_complete",
            "Daftar bidang lengkap",
            "List of fields complete",
            "flag",
            (),
            "fields_complete",
            vocabulary=YES_NO,
        ),
        *_text("about", "Uraian", "In short", "keterangan", "deskripsi", "catatan", "about", "remarks", "notes"),
        *_mou(),
        *(
            Column(code, code, code, "computed", is_exported=False)
            for code in ("formal_state", "as_at", "duchacek", "distance_km", "fields", "disputes", "origin")
        ),
    ),
    _(
        "A row is the partnership with its ID, else the one at its address, else your office’s partnership of the same "
        "parties and form."
    ),
    asked_for_all=("form",),
)
INSTRUMENT = Sheet(
    "instrument",
    "naskah",
    _("Instruments"),
    "Naskah kerja sama",
    "Instruments",
    (
        _id(),
        *_of_partnership(),
        _choice("kind", "Jenis naskah", "Kind of instrument", labels.INSTRUMENT, "jenis", "kind", required=True),
        Column(
            "number.a",
            "Nomor pihak pertama",
            "Number of the first side",
            "side_number",
            (
                "nomor",
                "no naskah",
                "nomor naskah",
                "nomor mou",
                "nomor pks",
                "no surat",
                "number",
                "nomor pihak i",
                "nomor pihak kesatu",
                "no mou",
            ),
            "a",
        ),
        Column(
            "number.b",
            "Nomor pihak kedua",
            "Number of the second side",
            "side_number",
            ("nomor mitra", "nomor pihak ii", "nomor pihak 2"),
            "b",
        ),
        *_text("title", "Judul", "Title", "nama naskah", "judul naskah", "perihal", "tentang", "judul mou"),
        _choice("status", "Status naskah", "Status", labels.INSTRUMENT_STATUS, "status"),
        _date(
            "date",
            "Tanggal tanda tangan",
            "Signed on",
            "tgl mou",
            "tanggal mou",
            "tanggal",
            "tgl",
            "tanggal penandatanganan",
            "tgl penandatanganan",
            "ditandatangani",
            "tahun",
            "tahun penandatanganan",
            "date",
            "signed",
        ),
        _date("effective", "Mulai berlaku", "In effect from", "tanggal mulai", "tmt", "mulai"),
        _date(
            "ends",
            "Berakhir",
            "Ends on",
            "tanggal berakhir",
            "masa berlaku",
            "berlaku sampai",
            "berlaku s d",
            "s d",
            "sampai",
            "tgl berakhir",
            "habis masa berlaku",
            "until",
            type="ends",
        ),
        _choice("term", "Jenis jangka waktu", "Kind of term", labels.TERM),
        Column(
            "term_months",
            "Jangka waktu (bulan)",
            "Term (months)",
            "months",
            ("jangka waktu", "lama", "lama berlaku", "term", "duration"),
            "term_months",
            note=_("In months; “5 tahun” is understood too. A length makes the term a fixed one."),
        ),
        *_text("place", "Tempat tanda tangan", "Signed at", "tempat", "tempat penandatanganan", "place"),
        *_text("occasion", "Kesempatan", "Occasion"),
        Column(
            "fields",
            "Bidang yang disepakati",
            "Agreed fields",
            "codes",
            ("bidang", "bidang kerja sama", "ruang lingkup", "fields"),
            "",
            refers_to="field",
            note=_("With a semicolon between."),
        ),
        _yes_no("binding", "Mengikat", "Binding"),
        _yes_no("signed_by_governments", "Ditandatangani kedua pemerintah", "Signed by both governments"),
        _yes_no("signed_by_heads", "Ditandatangani kedua kepala daerah", "Signed by the heads of both governments"),
        _yes_no("last_day_counts", "Hari terakhir dihitung", "The last day counts"),
        Column("notice_months", "Pemberitahuan (bulan)", "Notice (months)", "months", (), "notice_months"),
        Column(
            "renewal_window_months",
            "Masa pengajuan perpanjangan (bulan)",
            "Renewal window (months)",
            "months",
            (),
            "renewal_window_months",
        ),
        Column(
            "predecessor",
            "Kelanjutan dari",
            "Follows",
            "paper",
            ("memperpanjang", "naskah sebelumnya"),
            "predecessor",
            note=_("The number or the ID of the earlier paper of the same partnership."),
        ),
        *_text("note", "Keterangan", "Note", "ket", "catatan", "remarks", "notes"),
    ),
    _(
        "A row is the paper with its ID, else the one in the partnership that bears its number, else the one of the "
        "same kind and date."
    ),
    asked_for_all=("kind", "partnership"),
)
COMMITMENT = Sheet(
    "commitment",
    "butir",
    _("Commitments"),
    "Butir kesepakatan",
    "Commitments",
    (
        _id(),
        *_of_partnership(),
        Column(
            "instrument",
            "Naskah",
            "Instrument",
            "paper",
            ("nomor naskah", "nomor mou"),
            "instrument",
            note=_("The number or the ID of a paper of the same partnership."),
        ),
        _field(),
        *_text("text", "Yang dijanjikan", "What is promised", "butir", "butir kesepakatan", "isi", required=True),
        _word("clause", "Pasal", "Clause", "ayat"),
        _side("owed_by", "Kewajiban", "Owed by", "pihak yang wajib", "penanggung jawab"),
        _side("owed_to", "Untuk", "Owed to"),
        _side("cost_by", "Biaya oleh", "At the cost of", "pembiayaan", "sumber biaya"),
        _date("date", "Tenggat", "Due", "batas waktu", "target waktu"),
        _choice("status", "Status", "Status", {k: v for k, v in labels.COMMITMENT_STATUS.items() if k}),
        *_text("outcome", "Hasil", "What came of it", "capaian", "realisasi"),
    ),
    _("A row is the commitment with its ID, else the one of the same text in the partnership."),
    asked_for_all=("partnership",),
)
ACTIVITY = Sheet(
    "activity",
    "kegiatan",
    _("Activities"),
    "Kegiatan",
    "Activities",
    (
        _id(),
        *_of_partnership(),
        _date("date", "Tanggal", "When", "tgl", "waktu", "waktu pelaksanaan", "tanggal kegiatan", "tahun", "date"),
        *_text("title", "Kegiatan", "Activity", "nama kegiatan", "uraian kegiatan", "judul", "title", required=True),
        _choice("kind", "Jenis kegiatan", "Kind of activity", labels.ACTIVITY, "jenis", "kind", required=True),
        _choice("status", "Status", "Status", labels.ACTIVITY_STATUS, "status kegiatan", required=True),
        _field(),
        *_text("place", "Tempat", "Where", "lokasi", "tempat kegiatan", "place"),
        *_text("duration", "Lamanya", "How long", "durasi"),
        _side("initiated_by", "Diprakarsai oleh", "Initiated by", "prakarsa", "inisiatif"),
        _side("hosted_by", "Tuan rumah", "Hosted by"),
        _side("paid_by", "Dibiayai oleh", "Paid by", "sumber dana", "pembiayaan"),
        *_text("result", "Hasil", "Result", "capaian", "output"),
        *_text("reason", "Alasan tidak terlaksana", "Why not, or why it stopped", "alasan", "kendala"),
        _word("dimension", "Dimensi kota cerdas", "Smart-city dimension"),
        Column(
            "commitment",
            "ID butir kesepakatan",
            "ID of the commitment",
            "reference",
            (),
            "commitment",
            refers_to="commitment",
        ),
        _yes_no("paid", "Dibiayai", "Paid for"),
        _yes_no("evaluated", "Dievaluasi", "Evaluated"),
    ),
    _("A row is the activity with its ID, else the one of the same title and date in the partnership."),
    asked_for_all=("kind", "status", "partnership"),
)
CONTACT = Sheet(
    "contact",
    "komunikasi",
    _("Contacts"),
    "Komunikasi",
    "Contacts",
    (
        _id(),
        *_of_partnership(),
        _date("date", "Tanggal", "When", "tgl", "tanggal surat", "tgl surat", "tanggal komunikasi", "date"),
        _choice(
            "kind",
            "Jenis komunikasi",
            "Kind of contact",
            labels.CONTACT,
            "jenis",
            "media",
            "saluran",
            "kind",
            required=True,
        ),
        Column(
            "number",
            "Nomor surat",
            "Number",
            "word",
            ("nomor", "no surat", "nomor agenda", "no agenda"),
            "number",
        ),
        _side("from_side", "Dari", "From", "pengirim", "asal surat", "asal"),
        _side("to_side", "Kepada", "To", "penerima", "tujuan", "ditujukan kepada"),
        Column(
            "direction",
            "Arah",
            "Direction",
            "direction",
            ("masuk/keluar", "surat masuk/keluar", "in/out"),
            is_exported=False,
            note=_("“masuk” (from the partner to us) or “keluar”, in place of “From” and “To”."),
        ),
        *_text("subject", "Perihal", "Subject", "hal", "isi", "isi ringkas", "ringkasan", "uraian", "topik"),
        Column(
            "through",
            "Melalui",
            "Through",
            "reference",
            ("via", "perantara"),
            "through",
            refers_to="organisation",
            note=_("An organisation that the register knows."),
        ),
        _yes_no("answer_awaited", "Menunggu jawaban", "An answer is awaited", "perlu jawaban", "perlu dijawab"),
        Column(
            "answers",
            "Jawaban atas",
            "Answer to",
            "letter",
            ("menjawab", "balasan atas", "balasan dari", "menjawab surat nomor", "membalas"),
            "answers",
            note=_("The ID, the number or the date of the earlier letter of the same partnership and the other side."),
        ),
        *_text("outcome", "Hasil", "What came of it", "tindak lanjut", "keterangan", "ket", "outcome"),
    ),
    _(
        "A row is the contact with its ID, else the one in the partnership that bears its number on that date, else "
        "the one of the same date, kind, direction and subject."
    ),
    asked_for_all=("kind", "partnership"),
)
SHEETS: Mapping[str, Sheet] = {
    one.kind: one for one in (PARTNERSHIP, INSTRUMENT, COMMITMENT, ACTIVITY, CONTACT, GOVERNMENT, ORGANISATION)
}
BY_SLUG: Mapping[str, Sheet] = {one.slug: one for one in SHEETS.values()}
OF_A_PARTNERSHIP = ("instrument", "commitment", "activity", "contact")
SHARED = ("government", "organisation")
EXPLANATION_SHEET = ("Keterangan", "Explanation")
CHOICES_SHEET = ("Pilihan", "Choices")
