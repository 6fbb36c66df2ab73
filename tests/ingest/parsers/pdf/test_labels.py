"""Pages are cited by the numbers that are printed on them."""

from ingest.parsers.pdf.labels import page_labels
from tests.ingest.parsers.pdf.drawing import lines, read

LABELS = "<< /Nums [0 << /P (Cover) >> 1 << /S /r >> 3 << /S /D >>] >>"
TEXTS = [
    "Annual report of the port of Sarnow",
    "Foreword. The port thanks its workers.",
    "The port has two quays.",
    "1 Traffic. The port handled 4.1 million tonnes.",
    "2 Accidents. Seven workers were hurt.",
]


def test_the_labels_that_a_file_states():
    article = read(*([(57, 60, text)] for text in TEXTS), labels=LABELS)
    assert article.page_labels == ("Cover", "i", "ii", "1", "2")
    start = article.text.index("Seven")
    pages = article.pages(start, start + 5)
    assert (pages, [article.page_label(page) for page in pages]) == ((5,), ["2"])


def test_the_numbers_printed_in_the_foot():
    pages = [
        [*lines(57, 60, text), (290, 800, str(number))] for number, text in enumerate(TEXTS, 211)
    ]
    article = read(*pages)
    assert article.page_labels == ("211", "212", "213", "214", "215")
    assert "213" not in article.text


def test_a_year_in_every_foot_is_no_page_number():
    pages = [[*lines(57, 60, text), (290, 800, "Report 2024")] for text in TEXTS]
    article = read(*pages)
    assert article.page_labels == ()
    assert article.page_label(3) == "3"


def test_roman_numbers_before_arabic_ones():
    printed = ["", "ii", "iii", "1", "2", "3"]
    assert page_labels([""] * 6, printed) == ("", "ii", "iii", "1", "2", "3")


def test_labels_that_say_nothing_else_than_the_place_are_none():
    assert page_labels(["1", "2", "3"], ["", "", ""]) == ()
    assert page_labels(["", ""], ["1", "2"]) == ()
