"""What does the register keep about persons, what for, and how long?

Every column that holds something about a person is named here with its purpose and retention. ``unaccounted`` finds the
columns that look as if they did and are not named: a test fails until each is either added or said to hold none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVERY = "*"
"""In place of a model: every table that has the column. By convention ``_by`` beside ``_at`` names who did it."""
ABOUT = frozenset({"partnerships.Person", "access.User"})
"""The tables whose rows are persons; what refers to them is about a person too."""


@dataclass(frozen=True)
class Kept:
    """Columns of one table that hold something about persons. ``counts`` names what the page counts: rows of the table,
    or those in which the column of that name is filled; empty where a number would say nothing."""

    model: str
    columns: tuple[str, ...]
    whose: str | Promise
    what: str | Promise
    purpose: str | Promise
    retention: str | Promise
    counts: str = "id"


_AS_SOURCES_NAME = _("holders of public offices whom a source names")
_WHILE_THE_RECORD = _("As long as the record of the cooperation is kept; erased earlier on a justified request.")
_COLLEAGUES = _("people who work here")
_AUTHORS = _("authors of publications")
_HISTORY = _("So that every entry says who made it, and can be answered for and undone.")
_WITH_THE_HISTORY = _("As long as the entry is kept. The name can be erased; that something was erased stays.")

PERSONAL: tuple[Kept, ...] = (
    Kept(
        "partnerships.Person",
        ("name", "slug"),
        _AS_SOURCES_NAME,
        _("the name, as the source writes it"),
        _("To tell who signed, held an office or took part, because cooperation depends on who holds office."),
        _WHILE_THE_RECORD,
    ),
    Kept(
        "partnerships.Name",
        ("person", "text", "search_key"),
        _AS_SOURCES_NAME,
        _("other spellings of the name"),
        _("To find the same person under the spelling of another source."),
        _WHILE_THE_RECORD,
        counts="person",
    ),
    Kept(
        "partnerships.Tenure",
        ("person", "role", "title", "began_words", "ended_words"),
        _AS_SOURCES_NAME,
        _("which public office, from when to when"),
        _("To see when a leader or a contact changed, and to hand over."),
        _WHILE_THE_RECORD,
    ),
    Kept(
        "partnerships.Signature",
        ("person", "office", "full_powers"),
        _AS_SOURCES_NAME,
        _("that this person signed a paper, in which office, on which powers"),
        _("To tell whether a paper binds."),
        _("As long as the paper is kept: a signature belongs to it."),
        counts="person",
    ),
    Kept(
        "partnerships.Participant",
        ("person", "text"),
        _AS_SOURCES_NAME,
        _("that this person took part in an activity"),
        _("To tell who carries the cooperation. Minors are never named."),
        _WHILE_THE_RECORD,
        counts="person",
    ),
    Kept(
        "access.User",
        ("username", "first_name", "last_name", "email", "password", "last_login", "date_joined", "language"),
        _COLLEAGUES,
        _("name of the account, name, e-mail address, password (as a hash), last sign-in, language"),
        _("To sign in and to be reached."),
        _("As long as the account is needed; an administrator removes it."),
    ),
    Kept(
        "access.Membership",
        ("user", "role"),
        _COLLEAGUES,
        _("the role in an office"),
        _("To decide who may do what."),
        _("Until the account or the membership ends."),
    ),
    Kept(
        "access.Invitation",
        ("name", "email", "accepted_by"),
        _COLLEAGUES,
        _("whom an invitation is meant for: name and e-mail address as the inviter wrote them; who accepted it"),
        _("To send the link, and to know it again."),
        _("Name and address until it is accepted; then which account accepted it, as long as the account is there."),
        counts="id",
    ),
    Kept(
        "access.Guess",
        ("key",),
        _COLLEAGUES,
        _("how often a password was tried for an account or from an address, neither of which is named (keyed hashes)"),
        _("To slow down whoever guesses passwords."),
        _("A day after the last try, or until the right password was given."),
        counts="key",
    ),
    Kept(
        "sessions.Session",
        ("session_key", "session_data"),
        _COLLEAGUES,
        _("that somebody is signed in"),
        _("To stay signed in from page to page."),
        _("Two weeks at the most; gone with signing out. Never part of a backup."),
        counts="session_key",
    ),
    Kept(
        "signals.Task",
        ("owner",),
        _COLLEAGUES,
        _("who is asked to do something"),
        _("So that a warning reaches somebody."),
        _("As long as the task is kept; without the account nobody is named."),
        counts="owner",
    ),
    Kept(
        "audit.Event",
        ("by", "by_user_id"),
        _COLLEAGUES,
        _("who did what and when"),
        _HISTORY,
        _WITH_THE_HISTORY,
    ),
    Kept(
        "audit.Change",
        ("before", "after"),
        _AS_SOURCES_NAME,
        _("values before and after a change, among them those above"),
        _("To show what changed, and to undo it."),
        _WITH_THE_HISTORY,
        counts="",
    ),
    Kept(
        "spreadsheets.Import",
        ("file_name", "samples", "by_user_id"),
        _COLLEAGUES,
        _("who uploaded a sheet, the name of the file, and until it is written the file itself with its first rows"),
        _("To show what a sheet would write before it does, and who answers for it."),
        _(
            "The file and its rows until the sheet is written or given up, thirty days at most; the rest with the "
            "history."
        ),
    ),
    Kept(
        EVERY,
        ("by", "*_by"),
        _COLLEAGUES,
        _("who entered, withdrew, closed, loaded or confirmed a row"),
        _HISTORY,
        _WITH_THE_HISTORY,
        counts="",
    ),
    Kept(
        "files.Attachment",
        ("name", "title"),
        _AS_SOURCES_NAME,
        _("names of attached files; the files themselves may name, show or carry the signature of persons"),
        _("To keep the papers of the cooperation as they came."),
        _("As long as the record is kept; an administrator removes a file for good on a justified request."),
    ),
    Kept(
        "evidence.Source",
        ("authors",),
        _AUTHORS,
        _("the names, as the publication gives them"),
        _("To name the source of what is told here."),
        _("As long as something in the register rests on the source."),
        counts="authors",
    ),
    Kept(
        "evidence.Reference",
        ("authors",),
        _AUTHORS,
        _("the names, as a bibliography gives them"),
        _("To check what sources rest on."),
        _("As long as the source that cites them is kept."),
        counts="authors",
    ),
    Kept(
        "studies.Study",
        ("authors",),
        _AUTHORS,
        _("the names, as the publication gives them"),
        _("To name a study as publications are named."),
        _("As long as the study is kept."),
        counts="authors",
    ),
    Kept(
        "studies.Coding",
        ("coder", "coder_name"),
        _COLLEAGUES,
        _("who coded a study"),
        _("So that two readings of one study can be compared, each answered for by its coder."),
        _("As long as the coding is kept; when an account is removed, the name stays and the account does not."),
        counts="coder",
    ),
    Kept(
        "evidence.Citation",
        ("authors",),
        _AUTHORS,
        _("the names, as a text cites them"),
        _("To check what sources rest on."),
        _("As long as the source that cites them is kept."),
        counts="authors",
    ),
    Kept(
        "literature.Work",
        ("authors", "first_author", "search_key", "data", "merged"),
        _AUTHORS,
        _("the names, as a bibliography or an export gives them, with what it tells of the publication"),
        _("To find publications and to map who writes with whom."),
        _("As long as the literature it stands in is kept; who brought it in removes it."),
        counts="authors",
    ),
    Kept(
        "literature.Corpus",
        ("owner",),
        _COLLEAGUES,
        _("who brought the literature in"),
        _("So that it stays theirs until they publish it."),
        _("As long as the literature is kept; without the account nobody is named."),
        counts="owner",
    ),
    Kept(
        "evidence.Statement",
        ("value", "term", "credited"),
        _AUTHORS,
        _("what a source says, and whom it credits; where it speaks of an office-holder, the name"),
        _("To show who says what, word by word."),
        _WHILE_THE_RECORD,
        counts="credited",
    ),
    Kept(
        "partnerships.Verdict",
        ("author",),
        _AUTHORS,
        _("who passed a judgement that a source reports"),
        _("So that a judgement carries its author and not this register's voice."),
        _("As long as the judgement is kept."),
        counts="author",
    ),
)

NOT_PERSONAL: dict[str, str] = {
    "partnerships.Person.origin": "which part of the product wrote the row",
    "partnerships.Person.withdrawn_why": "why an entry was taken back, about the entry",
    "partnerships.Name.language": "of the spelling",
    "partnerships.Name.origin": "which part of the product wrote the row",
    "partnerships.Name.script": "of the spelling",
    "partnerships.Name.withdrawn_why": "about the entry",
    "partnerships.Name.began": "when a name was official, of cities alone so far",
    "partnerships.Name.began_words": "when a name was official, of cities alone so far",
    "partnerships.Name.ended": "when a name was official, of cities alone so far",
    "partnerships.Name.ended_words": "when a name was official, of cities alone so far",
    "partnerships.Tenure.began": "kept with its words, which are named",
    "partnerships.Tenure.ended": "kept with its words, which are named",
    "partnerships.Tenure.origin": "which part of the product wrote the row",
    "partnerships.Tenure.withdrawn_why": "about the entry",
    "partnerships.Signature.origin": "which part of the product wrote the row",
    "partnerships.Signature.withdrawn_why": "about the entry",
    "partnerships.Participant.origin": "which part of the product wrote the row",
    "partnerships.Participant.withdrawn_why": "about the entry",
    "signals.Task.signal": "code of a rule",
    "signals.Task.reason": "why the task was raised, about the cooperation",
    "signals.Task.because": "ids of rows",
    "signals.Task.date": "when it is due",
    "signals.Task.date_words": "when it is due",
    "signals.Task.snoozed_why": "about the task",
    "signals.Task.closed_why": "about the task",
    "matching.CandidateCity.address": "of a page of this register, not of a person",
    "literature.Corpus.slug": "of a body of literature",
    "literature.Corpus.title": "of a body of literature",
    "literature.Corpus.about": "what a body of literature is about",
    "literature.Corpus.edition": "hash of the casebook it was made from",
    "literature.Corpus.doing": "how far the reading of files is",
    "literature.Corpus.result": "counts and faults of files",
    "studies.Coding.values": "codes of what a study finds about cities",
    "studies.Coding.places": "pages and lines of a study",
    "studies.Coding.note": "about the study",
    "studies.Coding.withdrawn_why": "about the coding",
    "literature.CorpusFile.file_name": "of a file; a file named after a person should be named anew",
    "matching.WorldImport.file_name": "of a file; a file named after a person should be named anew",
    "matching.WorldProblem.name": "of a city, as a file spells it",
    "matching.FigureImport.file_name": "of a file; a file named after a person should be named anew",
    "matching.FigureImport.source": "of a publisher",
    "matching.FigureProblem.name": "what a row of a file of countries or airports says",
    "matching.Airport.name": "of an airport",
    "spreadsheets.Import.sheet_name": "of a sheet in a workbook",
    "spreadsheets.Import.sheet_names": "of sheets in a workbook",
    "places.Place.name": "of a place",
    "places.Place.ascii_name": "of a place",
    "places.Place.alternate_names": "of a place",
    "places.DataVersion.name": "of a data file",
    "access.Invitation.token_hash": "of a random link",
    "access.Office.name": "of an office, not of who works there",
    "law.FieldList.name": "of a list",
    "evidence.Edition.file_name": "of a file; a file named after a person should be named anew",
    "partnerships.Government.name": "of a city or province",
    "partnerships.Organisation.name": "of an organisation",
    "partnerships.Field.name": "of a field of cooperation",
    "partnerships.Partnership.name": "of the cooperation",
}

_TELLING = {
    *("address", "agent", "author", "authors", "birth", "born", "by", "contact", "credited", "email", "ip", "mail"),
    *(
        "mobile",
        "name",
        "names",
        "nik",
        "nip",
        "owner",
        "passport",
        "person",
        "persons",
        "phone",
        "photo",
        "salutation",
    ),
    *("sender", "recipient", "signatory", "speaker", "telephone", "user", "username", "whatsapp", "who"),
}
_WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.GenericIPAddressField)


def tables() -> list[type[models.Model]]:
    """The tables that can hold something about persons: the product's own, and the sessions."""
    return [
        model
        for model in apps.get_models(include_auto_created=False)
        if model.__module__.startswith("kembar.") or model._meta.label == "sessions.Session"
    ]


def suspects(models_: Iterable[type[models.Model]] | None = None) -> Iterator[str]:
    """Every column, as ``app.Model.column``, that may hold something about a person.

    That is: a reference to a person or an account; an e-mail or network address; a column whose name tells so; and
    every column of words in a table whose rows are persons or refer to one. A fixed list of choices cannot.
    """
    for model in tables() if models_ is None else models_:
        label = model._meta.label
        columns = model._meta.local_concrete_fields
        personal = label in ABOUT or any(map(_refers_to_person, columns))
        for column in columns:
            if _refers_to_person(column) or isinstance(column, (models.EmailField, models.GenericIPAddressField)):
                yield f"{label}.{column.name}"
            elif not isinstance(column, _WORDS) or column.choices or column.primary_key:
                continue
            elif personal or _TELLING & set(column.name.split("_")):
                yield f"{label}.{column.name}"


def _refers_to_person(column: Any) -> bool:
    return bool(column.related_model) and column.related_model._meta.label in ABOUT


def unaccounted(models_: Iterable[type[models.Model]] | None = None) -> list[str]:
    """The suspects that are neither named as personal nor said to hold nothing of the kind."""
    named = {f"{one.model}.{column}" for one in PERSONAL for column in one.columns}
    everywhere = [column for one in PERSONAL if one.model == EVERY for column in one.columns]
    return sorted(
        label
        for label in suspects(models_)
        if label not in named
        and label not in NOT_PERSONAL
        and not any(fnmatchcase(label.rsplit(".", 1)[1], pattern) for pattern in everywhere)
    )


def stale() -> list[str]:
    """What is named here and does not exist (any more)."""
    held = {f"{model._meta.label}.{one.name}" for model in tables() for one in model._meta.local_concrete_fields}
    named = [f"{one.model}.{column}" for one in PERSONAL if one.model != EVERY for column in one.columns]
    return sorted(label for label in (*named, *NOT_PERSONAL) if label not in held)
