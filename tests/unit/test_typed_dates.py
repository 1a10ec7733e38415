"""Are dates understood as people of a cooperation office write them, in Indonesian and in English?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.analysis.edtf import DateError, DateFault, parse
from kembar.analysis.typed_dates import MONTHS, read


@pytest.mark.parametrize(
    "typed,edtf",
    [
        ("2016-11-21", "2016-11-21"),
        ("2016", "2016"),
        ("201X", "201X"),
        ("2017/2018", "2017/2018"),
        ("November 2016", "2016-11"),
        ("Nopember 2016", "2016-11"),
        ("bulan November tahun 2016", "2016-11"),
        ("21 Sept. 2016", "2016-09-21"),
        ("21 September 2016", "2016-09-21"),
        ("21st September 2016", "2016-09-21"),
        ("September 21, 2016", "2016-09-21"),
        ("Rabu, 21 September 2016", "2016-09-21"),
        ("Wednesday, 21 September 2016", "2016-09-21"),
        ("pada tanggal 21 September 2016", "2016-09-21"),
        ("on the 21st of September 2016", "2016-09-21"),
        ("1 Agt 2016", "2016-08-01"),
        ("17 Agustus 1945", "1945-08-17"),
        ("3 Mei 2010", "2010-05-03"),
        ("3 May 2010", "2010-05-03"),
        ("5 Okt 2010", "2010-10-05"),
        ("5-Okt-2010", "2010-10-05"),
        ("25 Desember 2010", "2010-12-25"),
        ("21/09/2016", "2016-09-21"),
        ("1/9/2016", "2016-09-01"),
        ("21-09-2016", "2016-09-21"),
        ("21.9.2016", "2016-09-21"),
        ("09/2016", "2016-09"),
        ("2016/11/21", "2016-11-21"),
        ("2016. 11. 21.", "2016-11-21"),
        ("2016年11月21日", "2016-11-21"),
        ("2016년 11월 21일", "2016-11-21"),
        ("2016年11月", "2016-11"),
        ("s.d. 2021", "../2021"),
        ("s/d 2021", "../2021"),
        ("sampai dengan November 2021", "../2021-11"),
        ("until 2021", "../2021"),
        ("hingga tahun 2022", "../2022"),
        ("sejak 2010", "2010/.."),
        ("since November 2016", "2016-11/.."),
        ("2010-sekarang", "2010/.."),
        ("2010 - present", "2010/.."),
        ("dari 2010 sampai sekarang", "2010/.."),
        ("sejak sekitar 2010", "2010~/.."),
        ("sebelum 2016", "../2015"),
        ("after 21 September 2016", "2016-09-22/.."),
        ("±2016", "2016~"),
        ("± 2016", "2016~"),
        ("sekitar 2016", "2016~"),
        ("sekitar tahun 2016", "2016~"),
        ("about 2016", "2016~"),
        ("ca. 2016", "2016~"),
        ("kira-kira November 2016", "2016-11~"),
        ("November 2016?", "2016-11?"),
        ("mungkin sekitar 2016", "2016%"),
        ("2017/18", "2017/2018"),
        ("1999/00", "1999/2000"),
        ("2011/12", "2011/2012"),
        ("2017–18", "2017/2018"),
        ("2016–2018", "2016/2018"),
        ("2016-2018", "2016/2018"),
        ("2016 s.d. 2018", "2016/2018"),
        ("from 2016 to 2018", "2016/2018"),
        ("sejak 2016 hingga 2018", "2016/2018"),
        ("21-23 September 2016", "2016-09-21/2016-09-23"),
        ("21 s.d. 23 September 2016", "2016-09-21/2016-09-23"),
        ("September–November 2016", "2016-09/2016-11"),
        ("30 September - 2 Oktober 2016", "2016-09-30/2016-10-02"),
        ("1990-an", "199X"),
        ("tahun 1990-an", "199X"),
        ("1990s", "199X"),
        ("21/09/2016-23/09/2016", "2016-09-21/2016-09-23"),
        ("ca 1990", "1990~"),
        ("2016.", "2016"),
        ("awal 2016", "2016"),
        ("late November 2016", "2016-11"),
        ("mid-November 2016", "2016-11"),
        ("September-November 2016", "2016-09/2016-11"),
        ("", ""),
        ("-", ""),
        ("tidak diketahui", ""),
    ],
)
def test_what_people_write_becomes_a_date(typed, edtf):
    assert read(typed).text == edtf
    assert read(typed) == parse(edtf)


@pytest.mark.parametrize(
    "typed,code",
    [
        ("31 Februari 2020", "no_such_day"),
        ("31/02/2020", "no_such_day"),
        ("2020-02-31", "no_such_day"),
        ("09/21/2016", "no_such_month"),
        ("2016-21", "no_such_month"),
        ("21/09/16", "ambiguous_year"),
        ("90-an", "ambiguous_year"),
        ("Nov '16", "ambiguous_year"),
        ("21 Nov 16", "ambiguous_year"),
        ("2016/11", "ambiguous_year"),
        ("2010/12", "ambiguous_year"),
        ("pada tahun ketiga", "needs_anchor"),
        ("in the third year", "needs_anchor"),
        ("two years later", "needs_anchor"),
        ("musim semi 2016", "season"),
        ("spring 2016", "season"),
        ("21/09/2016 10:00", "time_of_day"),
        ("2018 s.d. 2016", "end_before_start"),
        ("Desember - Januari 2017", "end_before_start"),
        ("kemarin", "not_a_date"),
        ("November", "not_a_date"),
        ("21 September", "not_a_date"),
        ("sejak", "not_a_date"),
        ("s.d. tidak diketahui", "not_a_date"),
        ("21 22 September 2016", "not_a_date"),
        ("sebelum 0001", "year_out_of_range"),
    ],
)
def test_what_could_mean_two_things_or_nothing_is_refused_with_its_reason(typed, code):
    with pytest.raises(DateError) as refused:
        read(typed)
    assert refused.value.code == code
    assert refused.value.text == typed, "the sentence shows what was typed"


@given(st.dates(), st.sampled_from(sorted(MONTHS.items())))
def test_every_name_of_a_month_is_read_in_any_case(day, named):
    name, number = named
    for spelled in (name, name.upper(), name.capitalize() + "."):
        assert read(f"{spelled} {day.year:04d}") == parse(f"{day.year:04d}-{number:02d}")


@given(st.dates())
def test_a_day_reads_the_same_in_every_spelling(day):
    exact = parse(day.isoformat())
    assert read(f"{day.day}/{day.month}/{day.year:04d}") == exact
    assert read(f"{day.day:02d}-{day.month:02d}-{day.year:04d}") == exact
    assert read(f"{day.year:04d}.{day.month}.{day.day}") == exact


fragments = st.sampled_from(
    [*"0123456789/-.~?X ±'", "2016", "21", "nov", "sejak ", "s.d. ", "sekitar ", " - ", "an", "–", "sekarang", "tahun "]
)


@given(st.one_of(st.text(max_size=30), st.lists(fragments, max_size=8).map("".join)))
def test_any_text_at_all_gives_a_date_or_a_clear_refusal(text):
    refused = None
    value = parse("")
    try:
        value = read(text)
    except DateError as error:
        refused = error
    assert parse(value.text) == value
    assert refused is None or (refused.text == text and refused.code in DateFault)
