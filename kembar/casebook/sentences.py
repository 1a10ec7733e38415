"""What is wrong with a casebook file, in a sentence: where, what, what to do."""

from django.utils.translation import gettext as _

from kembar.casebook.files import Fault

SENTENCES = {
    "file_missing": lambda: _("the file is missing; put it back or choose another folder."),
    "not_yaml": lambda: _("line %(line)s cannot be read as YAML (%(reason)s)."),
    "not_utf8": lambda: _("the file is not a text in UTF-8."),
    "not_a_row": lambda: _("“%(value)s” is not a row; write a mapping of attributes."),
    "not_a_list": lambda: _("“%(attribute)s” must be a list."),
    "no_id": lambda: _("the row has neither “id” nor “slug”; give it a short name that never changes."),
    "same_id_twice": lambda: _("two rows have this name; each needs its own."),
    "slug_is_not_the_file_name": lambda: _("the slug and the name of the file differ; make them the same."),
    "unknown_attribute": lambda: _("there is no attribute “%(attribute)s” here; there are: %(known)s."),
    "missing_attribute": lambda: _("the attribute “%(attribute)s” is missing."),
    "unknown_choice": lambda: _("“%(value)s” is not a value of “%(attribute)s”; it takes: %(choices)s."),
    "unknown_reference": lambda: _("“%(attribute)s” names the %(kind)s “%(value)s”, which does not exist."),
    "not_a_date": lambda: _("“%(value)s” in “%(attribute)s” is not a date (%(reason)s); write EDTF, e.g. 2016-11."),
    "not_a_number": lambda: _("“%(value)s” in “%(attribute)s” is not a number."),
    "not_a_word": lambda: _("“%(value)s” in “%(attribute)s” is not a word."),
    "not_a_text": lambda: _("“%(attribute)s” must be a text by language: {id: …, en: …}."),
    "text_without_language": lambda: _("“%(attribute)s” must be a text by language: {id: …, en: …}."),
    "text_not_in_both_languages": lambda: _("“%(attribute)s” lacks a language; write both, id and en."),
    "not_a_flag": lambda: _("“%(value)s” in “%(attribute)s” is neither true nor false."),
    "not_a_place": lambda: _("“%(value)s” is not a place; write document:line and a term, e.g. 002:79 5 tahun."),
    "fewer_than_two_parties": lambda: _("a partnership needs two parties or more; one may be unnamed."),
    "party_paired_with_itself": lambda: _("“%(party)s” is paired with itself; a party stands once."),
    "ends_before_it_begins": lambda: _("it ends (%(ended)s) before it begins (%(began)s)."),
    "seat_not_in_gazetteer": lambda: _("the seat %(value)s is not in the gazetteer."),
}


def sentence(fault: Fault) -> str:
    """One line: file, row, what is wrong."""
    where = f"{fault.file}: {fault.row}: " if fault.row else f"{fault.file}: "
    return where + SENTENCES[fault.code]() % fault.data
