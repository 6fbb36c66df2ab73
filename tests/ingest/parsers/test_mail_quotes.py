"""What a message says by itself, in mails of many programs and languages."""

import pytest
from lxml.html import document_fromstring

from ingest.parsers.html_text import text_of_tree
from ingest.parsers.mail_quotes import is_passed_on, own_words, remove_quotations

OWN = "The depot holds 900 tonnes."
EARLIER = "> Does it hold 90?\n>> It holds 90 tonnes."


@pytest.mark.parametrize(
    "quoted",
    [
        f"On Mon, 4 Mar 2024 at 09:15, Desk <desk@x.example> wrote:\n{EARLIER}",
        f"Il giorno lun 4 mar 2024 alle ore 09:15 Desk\n<desk@x.example> ha scritto:\n\n{EARLIER}",
        f"2024年3月4日(月) 9:15 Desk <desk@x.example>:\n{EARLIER}",
        f"W dniu 4.03.2024 o 09:15, Desk pisze:\n{EARLIER}",
        "From: Desk\nSent: Monday, 4 March 2024 09:15\nTo: Ida\nSubject: Depot\n\nIt holds 90.",
        "________________________________\nVon: Desk\nGesendet: 4. März\nAn: Ida\n\nEs sind 90.",
        "Od: Desk\n\nWysłano: 4 marca 2024\n\nDo: Ida\n\nTemat: Skład\n\nTo 90 ton.",
        "-----Original Message-----\nFrom: Desk <d@x.example>\nDate: 4 Mar\nTo: Ida\n\nIt is 90.",
        "发件人：Desk\n发送时间：2024年3月4日\n收件人：Ida\n\n90吨。",
    ],
)
def test_an_earlier_message_below_is_left_out(quoted: str) -> None:
    assert own_words(f"{OWN}\n\nIda\n\n{quoted}", passes_on=False) == f"{OWN}\n\nIda"


def test_answers_between_quotations_are_kept() -> None:
    text = f"It is 9.\nDesk wrote on 4 March:\n{EARLIER}\nNo.\n\n> And the door?\nBlue.\n"
    assert own_words(text, passes_on=False) == "It is 9.\nNo.\nBlue."


@pytest.mark.parametrize(
    "text",
    [
        "From: here to there it is 90 km.\nThe list: one, two.\n\nHe wrote:\n\n“It is fine.”",
        "Name: Ida\nFrom: Frome\nAge: 34\n\nShe swims.",
        "| Town | Calls |\n| Arnel | 3 |",
    ],
)
def test_what_only_looks_like_a_quotation_is_kept(text: str) -> None:
    assert own_words(text, passes_on=False) == text


def test_a_message_that_is_passed_on_is_kept_and_its_quotations_are_not() -> None:
    passed = "---------- Forwarded message ---------\nFrom: Desk\nDate: 4 Mar\nTo: Ida\n\nIt is 9."
    text = f"See below.\n\n{passed}\n\nOn 3 March 2024, Ida wrote:\n{EARLIER}"
    assert is_passed_on(text)
    assert own_words(text, passes_on=True) == f"See below.\n\n{passed}"
    assert not is_passed_on("I shall forward it:\n\nor not")


def test_a_message_of_nothing_but_quotations_is_kept() -> None:
    assert own_words(EARLIER, passes_on=False) == "Does it hold 90?\nIt holds 90 tonnes."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"<p>{OWN}</p><blockquote type='cite'>It holds 90.</blockquote>", OWN),
        (f"<div>{OWN}</div><div class='gmail_quote'>On 4 March wrote:<p>90.</p></div>", OWN),
        ("<blockquote type='cite'>It holds 90.</blockquote>", "It holds 90."),
    ],
)
def test_quotations_in_html_are_left_out(html: str, text: str) -> None:
    tree = document_fromstring(html)
    remove_quotations(tree)
    assert text_of_tree(tree) == text
