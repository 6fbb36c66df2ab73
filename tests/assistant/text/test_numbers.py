import pytest

from assistant.text.numbers import numbers, regroup


@pytest.mark.parametrize(
    "written", ["2500", "2 500", "2\u202f500", "2,500", "2.500", "2’500", "٢٥٠٠", "२५००"]
)
def test_a_number_is_the_same_however_it_is_grouped_and_in_any_digits(written):
    assert numbers(f"about {written} men") == {"2500"}


def test_numbers_beside_each_other_stay_apart():
    assert numbers("in 2018, 25 of 300 men") == {"2018", "25", "300"}
    assert numbers("in 2019, 300 men; in 2020 1,200 and 2011 300") == {
        *("2019", "300", "2020", "1200", "2011")
    }


def test_what_may_be_one_number_or_two_counts_as_both_where_asked_for():
    said = "On May 25, 300 men came."
    assert numbers(said) == {"25300"}
    assert numbers(said, lenient=True) == {"25300", "25", "300"}
    assert numbers("2,500 or 2 500 men", lenient=True) == {"2500"}


def test_leading_zeros_make_no_other_number():
    assert numbers("on 2020-01-05 at 09:30") == numbers("5.1.2020, 9:30")
    assert numbers("00") == {"0"}


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("to last ninety days", "en", {"90"}),
        ("190 thousand barrels, 1.2 million tons", "en", {"190000", "1200000"}),
        ("quatre millions d’euros en deux mille vingt", "fr", {"4000000", "2020"}),
        ("2,5 Millionen, zwölf, 400 000 Dollar", "de", {"2500000", "12", "400000"}),
        ("dos mil quinientos mercenarios", "es", {"2500"}),
        ("190 ألف برميل", "ar", {"190000"}),
        ("190 тысяч", "ru", {"190000"}),
        ("1.5亿", "zh", {"150000000"}),
        ("one of the two", "en", set()),
        ("1.2 million", None, {"1", "2"}),
        ("ninety", "xx", set()),
    ],
)
def test_numbers_in_words_are_read_in_their_language(text, language, found):
    assert numbers(text, language) == found


def test_small_number_words_count_where_asked_for():
    assert numbers("deux jours et un mot", "fr", lenient=True) == {"1", "2"}


@pytest.mark.parametrize(
    ("written", "language", "grouped"),
    [
        ("About 2, 500 men.", "en", "About 2,500 men."),
        ("About 2 500 men.", "en", "About 2,500 men."),
        ("About 2\u202f500 men.", "en", "About 2,500 men."),
        ("Etwa 2 500 Mann.", "de", "Etwa 2.500 Mann."),
        ("Quelque 2 500 hommes.", "fr", "Quelque 2 500 hommes."),
        ("Quelque 2, 500 hommes.", "fr", "Quelque 2\u202f500 hommes."),
        ("Em 2 500.", "xx", "Em 2,500."),
    ],
)
def test_a_number_of_the_source_is_grouped_as_its_reader_does(written, language, grouped):
    assert regroup(written, "Quelque 2 500 hommes.", language) == grouped


def test_numbers_that_the_source_has_not_are_left_alone():
    said = "On May 25, 300 men came."
    assert regroup(said, "Le 25 mai, 300 hommes.", "en") == said
    assert regroup("In 2011 300 men came.", "En 2011, 300 hommes.", "en") == "In 2011 300 men came."
