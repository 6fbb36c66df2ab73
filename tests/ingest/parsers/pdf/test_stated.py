"""The date of a text is told from the date of its file, and its title from the name of one."""

import pytest

from ingest.parsers.pdf.stated import stated_date, stated_title
from tests.ingest.parsers.pdf.drawing import lines, read

BODY = lines(57, 200, "The port handled 4.1 million tonnes in 2023, on\n12 June 2023 alone 90,000.")


def test_the_date_of_the_file_is_not_that_of_the_text():
    article = read(BODY, info={"CreationDate": "D:20260103090000"})
    assert article.date is None


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ("Norrau, 5 March 2024", "2024-03-05"),
        ("Published on March 5, 2024", "2024-03-05"),
        ("Stand: 25.03.2024", "2024-03-25"),
        ("Paris, le 5 mars 2024", "2024-03-05"),
        ("Madrid, 5 de marzo de 2024", "2024-03-05"),
        ("2024-03-05", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("Annual report of the port of Sarnow, 2023", None),
    ],
)
def test_the_date_that_is_shown_at_the_beginning(shown: str, date: str | None):
    article = read(
        [(57, 60, "The port of Sarnow", 20), (57, 90, shown), *BODY],
        info={"CreationDate": "D:20260103090000"},
    )
    assert article.date == date


def test_the_date_in_the_metadata_of_a_publisher():
    xmp = b"<x:xmpmeta><prism:publicationDate>2024-03-05</prism:publicationDate></x:xmpmeta>"
    assert stated_date(b"%PDF-1.7" + xmp, []) == "2024-03-05"
    made = b"<x:xmpmeta><xmp:CreateDate>2024-03-05T10:00:00Z</xmp:CreateDate></x:xmpmeta>"
    assert stated_date(b"%PDF-1.7" + made, []) is None


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("The port of Sarnow", "The port of Sarnow"),
        ("port_report_final.indd", None),
        ("Microsoft Word - port_report.docx", None),
        ("Microsoft Word - The port", "The port"),
        ("PowerPoint Presentation", None),
        ("Untitled", None),
        ("", None),
    ],
)
def test_a_title_that_programs_put_there_is_none(written: str, title: str | None):
    assert stated_title(written) == title


def test_the_title_is_what_is_set_largest_on_the_first_page():
    article = read(
        [(57, 30, "Vol. 12, No. 3", 9), (57, 60, "The port of Sarnow", 20), *BODY],
        info={"Title": "port_report_final.indd"},
    )
    assert article.title == "The port of Sarnow"
