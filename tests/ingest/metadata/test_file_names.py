"""What the name of a file says, and what in a table is a path."""

import pytest

from ingest.metadata.file_names import date_in_name, is_file_path


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2024-11-05 budget talks.txt", "2024-11-05"),
        ("2024-11-05.txt", "2024-11-05"),
        ("2024_11_05_budget.pdf", "2024-11-05"),
        ("2024.11.05 - Haushalt.md", "2024-11-05"),
        ("20241105-budget.html", "2024-11-05"),
        ("2024-11-05T18-30 budget.txt", "2024-11-05"),
        ("2024-11 budget.txt", "2024-11"),
        ("2024年11月5日 预算.txt", "2024-11-05"),
        ("2024年11月号 予算.txt", "2024-11"),
        ("25.11.2024 Haushalt.txt", "2024-11-25"),
        ("05.11.2024 budget.txt", "2024"),  # in May or in November
        ("c36_2024-11-05 budget talks.txt", "2024-11-05"),
        ("017 - 2024-11-05 budget talks.txt", "2024-11-05"),
        ("IMG_20241105_183000.pdf", "2024-11-05"),
        ("2011-12 season.txt", "2011"),  # a month, or until 2012
        ("2020-21 season.txt", "2020"),
    ],
)
def test_a_date_that_begins_a_name(name: str, date: str):
    assert date_in_name(name) == date


@pytest.mark.parametrize(
    "name",
    [
        "2001 a space odyssey.txt",
        "2024 budget.txt",
        "2024-13-45 codes.txt",
        "20241399.txt",
        "202411051 numbers.txt",
        "1234567890.txt",
        "budget 2024-11-05.txt",
        "law-1978-11 on data.txt",
        "tel 0203 2024 11.txt",
        "budget.txt",
        "12-9 for the mayor.txt",
    ],
)
def test_a_name_that_begins_with_no_date(name: str):
    assert date_in_name(name) is None


@pytest.mark.parametrize(
    "text",
    [
        r"C:\Users\desk\articles\quay.txt",
        "d:/articles/quay.txt",
        r"\\server\desk\quay.docx",
        r"articles\quay.txt",
        "/home/desk/articles/quay.txt",
        "~/articles/quay.md",
        "./quay.txt",
        "articles/2024/quay.html",
        "file:///home/desk/quay.txt",
        "quay.txt",
        "Der Kai von Sarnow.PDF",
    ],
)
def test_a_path_is_told_from_a_publisher(text: str):
    assert is_file_path(text)


@pytest.mark.parametrize(
    "text",
    [
        *("AFP", "AFP/Reuters", "Le Monde.fr", "taz.de", "Dr. Ida Molander", "dpa / AP", "n/a"),
        *("St. John's Gazette", "The Quay, p. 3", "Reuters: desk", "Журнал", "taz.de/quay.html"),
    ],
)
def test_a_publisher_is_no_path(text: str):
    assert not is_file_path(text)
