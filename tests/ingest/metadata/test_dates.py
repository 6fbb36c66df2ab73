import pytest

from ingest.metadata.dates import parse_date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020", "2020"),
        ("2020-01", "2020-01"),
        ("2020-1-9", "2020-01-09"),
        ("2020-01-09T23:30:00-05:00", "2020-01-09"),
        ("20200109", "2020-01-09"),
        ("D:20200109120000+01'00'", "2020-01-09"),
        ("Thu, 09 Jan 2020 10:00:00 GMT", "2020-01-09"),
        ("January 2020", "2020-01"),
        ("janvier 2020", "2020-01"),
        ("le 9 janvier 2020 à 10h30", "2020-01-09"),
        ("3. Oktober 1990", "1990-10-03"),
        ("9 de enero de 2020", "2020-01-09"),
        ("9 января 2020 г.", "2020-01-09"),
        ("9 يناير 2020", "2020-01-09"),
        ("2020年1月9日", "2020-01-09"),
        ("2020年1月", "2020-01"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
    ],
)
def test_dates_as_people_write_them(written: str, date: str):
    assert parse_date(written) == date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020-02-31", "2020-02"),
        ("2020-13-01", "2020"),
        ("03/04/2020", "2020"),
        ("Spring 2020", "2020"),
    ],
)
def test_what_is_wrong_or_ambiguous_is_left_out(written: str, date: str):
    assert parse_date(written) == date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1579171200", "2020-01-16"),
        ("1579171200000", "2020-01-16"),
        ("1579171200.25", "2020-01-16"),
        ("2020010912", "2020-01-09"),
        ("202001091230", "2020-01-09"),
        ("20200109123059", "2020-01-09"),
        ("9780306406157", None),
    ],
)
def test_a_count_of_seconds_is_no_year(written: str, date: str | None):
    assert parse_date(written) == date


@pytest.mark.parametrize("written", [None, "", "n/a", "yesterday", "0000-00-00", "12345", "Monday"])
def test_no_date_is_made_up(written: str | None):
    assert parse_date(written) is None
