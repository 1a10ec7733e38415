"""What does a code of the readers say in words, in the language of the command?"""

from collections.abc import Mapping

from kembar.analysis.text_lines import Finding, plain
from kembar.console import gettext


def gettext_noop(text: str) -> str:
    """A text to translate later, where it is said."""
    return text


FILES = {
    "missing": gettext_noop("there is no such file."),
    "folder": gettext_noop("this is a folder; name the files in it."),
    "unreadable": gettext_noop("the file cannot be opened (%(detail)s)."),
    "empty": gettext_noop("the file is empty."),
    "binary": gettext_noop("this is a binary file, not text, whatever its name says; export the records anew as text."),
    "not_recognised": gettext_noop(
        "no known format; it begins with “%(detail)s”. Known: RIS, BibTeX, Scopus, Web of Science, PubMed, Lens, "
        "OpenAlex, Dimensions, IEEE, Crossref, Publish or Perish, EndNote XML, and a bibliography with its heading."
    ),
    "no_bibliography": gettext_noop(
        "the document has no bibliography that could be read; it needs a heading such as “Daftar Pustaka”."
    ),
    "scanned": gettext_noop(
        "this PDF holds pictures of pages and no text; run it through text recognition (OCR) first."
    ),
    "no_text": gettext_noop("this PDF holds no text."),
    "encrypted": gettext_noop("this PDF is locked with a password; save it without one."),
    "broken_archive": gettext_noop("this DOCX or ZIP archive is cut off or damaged; fetch it anew."),
    "damaged": gettext_noop("the file is damaged and cannot be read (%(detail)s)."),
    "not_docx": gettext_noop("this is a ZIP archive, not a DOCX; unpack it and give the files in it."),
    "packed": gettext_noop("this file is packed; unpack it and give the files in it."),
    "workbook": gettext_noop("this is a spreadsheet; save it as CSV and give that."),
    "web_page": gettext_noop(
        "this is a web page, not an export; the download probably led to a page to sign in or an error. Export anew."
    ),
    "no_records": gettext_noop("the file holds no publication."),
    "too_large": gettext_noop("this DOCX unpacks to more than 512 MB and was not opened."),
}
BROKEN = {
    "no_title": gettext_noop("a record without title was left out"),
    "not_closed": gettext_noop("a record is not closed; what could be read of it was kept"),
    "end_without_record": gettext_noop("an end of record without a beginning"),
    "too_few_cells": gettext_noop("a row with too few cells was left out"),
    "too_many_cells": gettext_noop("a row with more cells than columns; kept as far as the columns go"),
    "quote_not_closed": gettext_noop("a quotation mark is never closed; the row was left out"),
    "json_broken": gettext_noop("the JSON breaks off or is damaged here"),
    "not_a_work": gettext_noop("an entry that is no publication was left out"),
    "xml_broken": gettext_noop("the XML breaks off or is damaged here"),
    "entities_refused": gettext_noop("the XML declares entities and was not read, for safety"),
    "no_entries": gettext_noop("no entry of the bibliography could be told apart"),
}
NOTES = {
    "stray_lines": gettext_noop("lines that belong to no record"),
    "quotes_inside_cells": gettext_noop("rows with quotation marks inside a cell, read as they stand"),
    "taken_for_windows_1252": gettext_noop("lines that are not UTF-8 and were read as Windows-1252"),
    "authors_cut_short": gettext_noop("lists of authors that the source cuts short"),
    "nul_bytes": gettext_noop("NUL bytes that were left out"),
    "cut_in_a_sign": gettext_noop("the file breaks off within a sign, which was left out"),
}
FORMATS = {
    "ris": "RIS", "bibtex": "BibTeX", "scopus": "Scopus CSV", "wos": "Web of Science",
    "wos-tab": gettext_noop("Web of Science, tab-delimited"), "pubmed": "PubMed", "lens": "Lens CSV",
    "lens-json": "Lens JSON", "openalex": "OpenAlex JSON", "openalex-csv": "OpenAlex CSV",
    "dimensions": "Dimensions CSV", "ieee": "IEEE CSV", "crossref": "Crossref JSON", "json": "JSON",
    "endnote-xml": "EndNote XML", "publish-or-perish": "Publish or Perish CSV",
    "table": gettext_noop("a table of publications"), "plain-bibliography": gettext_noop("a plain bibliography"),
}  # fmt: skip
MERGED_BY = {
    "doi": gettext_noop("same DOI"),
    "title, year, author": gettext_noop("same title, year and first author"),
}
LACKING = {
    "year": gettext_noop("Year"),
    "authors": gettext_noop("Authors"),
    "keywords": gettext_noop("Keywords"),
    "abstract": gettext_noop("Abstract"),
    "doi": "DOI",
    "references": gettext_noop("Works it cites"),
}
FINDINGS = {
    "not_listed": gettext_noop("%(authors)s %(year)s is cited and not in the bibliography."),
    "year_mismatch": gettext_noop("%(authors)s is cited with %(year)s; the bibliography has %(listed_years)s."),
    "name_variant": gettext_noop("%(authors)s %(year)s is cited; the bibliography writes %(listed_authors)s."),
    "named_not_listed": gettext_noop("%(authors)s is named as an authority and is not in the bibliography."),
    "letter_not_listed": gettext_noop(
        "%(authors)s %(year)s is cited with a letter; the bibliography has one entry of that year."
    ),
    "coauthor_dropped": gettext_noop("%(authors)s %(year)s is cited alone; the entry has more authors."),
    "not_cited": gettext_noop("%(authors)s %(year)s is in the bibliography and is not cited."),
    "listed_twice": gettext_noop("“%(title)s” is listed twice."),
    "mark_not_listed": gettext_noop("the text cites [%(mark)s]; the bibliography has no entry of that mark."),
    "mark_not_cited": gettext_noop("entry [%(mark)s], “%(title)s”, is in the bibliography and is not cited."),
    "no_bibliography": gettext_noop("%(citations)s citations and no bibliography to hold them against."),
    "source_older_than_event": gettext_noop(
        "%(authors)s, of %(source_year)s, is cited for something of %(event_year)s."
    ),
    "source_older_than_act": gettext_noop("%(authors)s, of %(source_year)s, is cited for an act of %(event_year)s."),
    "two_counts": gettext_noop("different counts of one thing (%(thing)s): %(counts)s."),
    "caption_without_figure": gettext_noop("%(term)s has a caption and nothing is shown at it."),
    "pictures_lost": gettext_noop(
        "%(captions)s figures or tables are announced and the text shows no picture at all: perhaps they were lost "
        "when the text was taken out; give the DOCX or PDF."
    ),
    "mention_without_figure": gettext_noop("%(term)s is mentioned and neither shown nor captioned."),
    "template_text": gettext_noop("lines %(first_line)s to %(last_line)s read like instructions of a template."),
    "method_not_as_stated": gettext_noop("the method is stated as %(stated)s, and %(used)s is used."),
    "outside_window": gettext_noop("%(authors)s %(year)s lies outside the stated window %(first)s to %(last)s."),
    "undated": gettext_noop("%(authors)s has no year; the stated window is %(first)s to %(last)s."),
    "listed_outside_window": gettext_noop(
        "%(outside)s of %(entries)s entries of the bibliography lie outside the stated window %(first)s to %(last)s or "
        "have no year; works on theory may be older."
    ),
    "fewer_than_claimed": gettext_noop("%(claimed)s studies are claimed; %(found)s are reported."),
    "more_than_claimed": gettext_noop("%(claimed)s studies are claimed; %(found)s are reported."),
}
CHECK_NAMES = {
    "citations": gettext_noop("Citations and bibliography"),
    "older_than_event": gettext_noop("Source older than the event"),
    "two_counts": gettext_noop("Two counts in one text"),
    "studies": gettext_noop("Studies claimed and reported"),
    "window": gettext_noop("Window of years"),
    "figures": gettext_noop("Figures and tables"),
    "template": gettext_noop("Text left over from a template"),
    "method": gettext_noop("Method stated and used"),
}
WHY = {
    "citations": gettext_noop("A reader cannot look up what is not listed, or is listed otherwise."),
    "older_than_event": gettext_noop("A work cannot tell of what happened after it came out."),
    "two_counts": gettext_noop("One of the numbers is wrong, or they count different things."),
    "studies": gettext_noop("A review rests on the studies it names; fewer than claimed weaken it."),
    "window": gettext_noop("A review that states its years is judged by them."),
    "figures": gettext_noop("What the text rests on cannot be seen."),
    "template": gettext_noop("Instructions to the writer do not belong in what is published."),
    "method": gettext_noop("Whoever judges the results must know how they were got."),
}
WHAT_TO_DO = {
    "citations": gettext_noop(
        "Correct the citation or the entry, add the missing entry, or strike the one that is not cited."
    ),
    "older_than_event": gettext_noop("Name the source that tells of it, or correct the year."),
    "two_counts": gettext_noop("Count again and give one number, or say what each counts."),
    "studies": gettext_noop("Name the missing studies, or correct the number."),
    "window": gettext_noop("Say why the study belongs, leave it out, or widen the years."),
    "figures": gettext_noop("Put the figure or table in, or take out its mention."),
    "template": gettext_noop("Strike these lines, and write what they ask for."),
    "method": gettext_noop("Describe this way of gathering data where the method is told, or say whose data they are."),
}
PLACES = {
    "page": gettext_noop("page %(page)s, line %(line)s"),
    "paragraph": gettext_noop("paragraph %(line)s"),
    "line": gettext_noop("line %(line)s"),
}
WORDS = {
    "interview": gettext_noop("interviews"),
    "observation": gettext_noop("own observation"),
    "survey": gettext_noop("a survey"),
    "study": gettext_noop("studies"),
    "stage": gettext_noop("stages"),
    "principle": gettext_noop("principles"),
    "criterion": gettext_noop("criteria"),
    "field": gettext_noop("fields"),
    "respondent": gettext_noop("respondents"),
    "member": gettext_noop("members"),
    "partner": gettext_noop("partners"),
    "city": gettext_noop("cities"),
}
"""Codes inside findings, in words: kinds of data and things counted."""


def file_sentence(source: str, code: str, detail: str = "") -> str:
    """What is wrong with a file, which, and what to do."""
    text = gettext(FILES[code]) if code in FILES else code
    return f"{source}: {text % {'detail': detail} if '%(' in text else text}"


def broken_sentence(code: str) -> str:
    return gettext(BROKEN[code]) if code in BROKEN else code


def merged_sentence(by: str) -> str:
    return gettext(MERGED_BY[by]) if by in MERGED_BY else by


def note_sentence(code: str) -> str:
    return gettext(NOTES[code]) if code in NOTES else code


def finding_sentence(finding: Finding) -> str:
    """What a finding says."""
    data: dict[str, object] = {
        name: ", ".join(map(str, value)) if isinstance(value, tuple) else value for name, value in finding.data.items()
    }
    for name in ("used", "thing"):
        if name in data:
            data[name] = gettext(WORDS[str(data[name])])
    data["term"] = plain(finding.places[0][1]) if finding.places else ""
    return gettext(FINDINGS[finding.says_code]) % _spaceless(data)


def _spaceless(data: Mapping[str, object]) -> dict[str, object]:
    """An absent year leaves no gap."""
    return {name: value if value != "" else "n.d." for name, value in data.items()}
