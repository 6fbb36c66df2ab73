"""Heads, feet and page numbers are left out, and sentences go on over pages."""

import pytest

from ingest import split_passages
from tests.ingest.parsers.pdf.drawing import Piece, lines, read

BODY = [
    "The commission on the Tilvan dam worked for two years and heard\n"
    "ninety witnesses. It found that the dam had been",
    "inspected only twice since 2016, although the law asks for one\n"
    "inspection a year. The operator, Hydra Nord, rejects this. Its head of safety, Mira Sol-",
    "dano, said on Wednesday that there had been nine inspections. The\n"
    "commission asks for a fine of 3 million crowns.",
]
TEXT = " ".join(" ".join(BODY).split()).replace("Sol- dano", "Soldano")


def page(head: list[Piece], body: str, foot: list[Piece]) -> list[Piece]:
    return [*head, *foot, *lines(57, 90, body)]


def same(number: int) -> tuple[list[Piece], list[Piece]]:
    foot = f"© Verdel Observer 2024. All rights reserved. {number}"
    return [(57, 30, "Verdel Observer · Special report · The dam")], [(57, 800, foot)]


def alternating(number: int) -> tuple[list[Piece], list[Piece]]:
    left = [(57, 30, f"{number}"), (200, 30, "Verdel Observer")]
    right = [(200, 30, "The dam"), (520, 30, f"{number}")]
    return (right if number % 2 else left), []


def numbered(number: int) -> tuple[list[Piece], list[Piece]]:
    return [], [(270, 800, f"– {number} –")]


def counted(number: int) -> tuple[list[Piece], list[Piece]]:
    return [], [(480, 800, f"Page {number} of 3")]


@pytest.mark.parametrize("edges", [same, alternating, numbered, counted])
def test_heads_feet_and_numbers_do_not_stand_in_sentences(edges):
    pages = []
    for number, body in enumerate(BODY, 1):
        head, foot = edges(number)
        pages.append(page(head, body, foot))
    if edges is alternating:  # each head is on two pages at least
        pages += [page(*alternating(4)[:1], "An end.", []), page(*alternating(5)[:1], "More.", [])]
    text = read(*pages).text
    assert text.startswith(TEXT)
    assert "Observer" not in text


def test_the_pages_of_a_sentence_that_goes_on():
    article = read(*(page(same(n)[0], body, same(n)[1]) for n, body in enumerate(BODY, 1)))
    assert article.text == TEXT
    beginnings = [article.text[start:][:9] for start in article.page_starts]
    assert beginnings == ["The commi", "inspected", "dano, sai"]
    first = split_passages(article)[0]
    assert first.sentence_text(1).startswith(
        "It found that the dam had been inspected only twice since 2016"
    )


def test_what_only_begins_alike_is_no_running_head():
    texts = ["1 Traffic. The port had 90 ships.", "2 Accidents. Seven people were hurt."]
    article = read([(57, 60, texts[0])], [(57, 60, texts[1])])
    assert article.text.split("\n\n") == texts


def test_a_title_on_two_pages_is_no_running_head():
    body = lines(57, 120, "The port is open to all ships of the country from today on.")
    slides = [[(57, 60, "Results", 28), *body], [(57, 60, "Results", 28), *body]]
    assert read(*slides).text.count("Results") == 2


def test_lines_that_differ_in_a_number_of_their_own_are_no_running_heads():
    pages = [[(57, 60, f"Varlet had {calls} fire calls.")] for calls in (247, 225, 321)]
    assert read(*pages).text.count("fire calls.") == 3


def test_a_text_of_nothing_but_what_is_repeated_is_kept():
    pages = [[(57, 60, "The harbour is closed.")], [(57, 60, "The harbour is closed.")]]
    assert read(*pages).text.count("The harbour is closed.") == 2


def test_roman_numbers_in_the_head():
    pages = [
        [(57, 30, f"Foreword {roman}"), *lines(57, 60, text)]
        for roman, text in (("iii", "The port thanks"), ("iv", "all of its workers."))
    ]
    assert read(*pages).text == "The port thanks all of its workers."
