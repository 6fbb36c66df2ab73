"""The real page in a headless browser, on the real store; the answers quote their sources.

The `extractive` model answers here, as these tests are about the page; see test_chat_local.py for
the local chat model.
"""

import json
import re
from pathlib import Path

import pytest

from tests.ingest.parsers.pdf.drawing import lines, pdf
from tests.required import required
from tests.ui.chats import chats
from tests.ui.laid_down import MODEL, TRANSLATION, chat_with_laid_down_model
from tests.ui.page import QUESTION, WAIT, ask, foreign, remove_all

pytestmark = pytest.mark.browser


@pytest.fixture
def address(sample_chat) -> str:
    return sample_chat


def test_a_question_is_answered_with_passages_and_asks_no_other_host(visit, address):
    page = visit(address)
    ask(page)
    assert page.locator(".card").count() >= 1
    assert page.locator(".cite").count() >= 1
    assert foreign(page, address) == []
    assert page.errors == []


def test_a_clicked_citation_marks_the_quoted_words_in_the_article(visit, address):
    page = visit(address)
    ask(page)
    chip = page.locator(".cite").first
    quote = chip.get_attribute("data-quote")
    chip.click()
    mark = page.locator("#source mark.is-focus")
    mark.wait_for()
    page.wait_for_timeout(700)  # the panel scrolls there smoothly
    assert " ".join(mark.first.inner_text().split()) in quote
    box, panel = mark.first.bounding_box(), page.locator("#side").bounding_box()
    assert panel["y"] <= box["y"] <= panel["y"] + panel["height"]
    facts = page.locator("#source .facts").inner_text()
    assert "2020-01" in facts
    assert "French" in facts


def test_hovering_a_citation_shows_its_quote(visit, address):
    page = visit(address)
    ask(page)
    chip = page.locator(".cite").first
    chip.hover()
    assert page.locator("#tip.is-on q").inner_text() == chip.get_attribute("data-quote")
    page.keyboard.press("Escape")
    assert page.locator("#tip.is-on").count() == 0


def test_the_page_speaks_french_to_a_french_browser(visit, address):
    page = visit(address, locale="fr-FR")
    assert page.get_by_role("button", name="Demander").is_visible()
    assert page.locator("html").get_attribute("lang") == "fr"
    ask(page, "Pourquoi Haftar a-t-il rejeté le cessez-le-feu ?")
    assert "Cité" in page.locator(".status").inner_text()
    assert page.locator(".answer").get_attribute("lang") == "fr"


def test_an_example_question_can_be_clicked(visit, address):
    page = visit(address)
    example = page.locator(".examples button").first
    question = example.inner_text()
    example.click()
    page.wait_for_selector(".turn:last-child[aria-busy=false]", timeout=WAIT)
    assert page.locator(".question").inner_text() == question


def test_a_conversation_survives_a_reload_and_can_be_left_and_recalled(visit, address):
    page = visit(address)
    ask(page)
    answer = page.locator(".answer").inner_text()
    page.wait_for_timeout(500)
    page.reload()
    page.wait_for_selector(".turn", timeout=WAIT)
    assert page.locator(".answer").inner_text() == answer
    page.locator("#new").click()
    page.wait_for_selector(".welcome")
    page.get_by_role("tab", name="History").click()
    saved = page.locator("#history time").first
    assert saved.inner_text() != saved.get_attribute("datetime")  # but as people write it
    page.locator("#history .entry").first.click()
    page.wait_for_selector(".turn")
    assert page.locator(".answer").inner_text() == answer


def test_quotations_are_translated_where_the_reader_asks_for_it(
    visit, sample_store, tmp_path_factory
):
    home = tmp_path_factory.mktemp("translating")
    with chats(chat_with_laid_down_model, lambda: home) as open_chat:
        page = visit(open_chat(store=sample_store, model=MODEL))
        ask(page)
        translated = page.locator(".answer .translation")
        assert translated.count() == 1  # of itself
        button = page.get_by_role("button", name="Translate the quotations")
        button.press("Enter")
        translated.nth(1).wait_for()
        assert set(translated.all_inner_texts()) == {TRANSLATION}
        assert button.count() == 0
        count = translated.count()
        assert page.locator("#live").text_content().count(TRANSLATION) == count
        page.wait_for_timeout(500)
        page.reload()
        page.wait_for_selector(".turn", timeout=WAIT)
        assert translated.count() == count
        assert page.errors == []


def test_an_answer_is_saved_as_markdown_with_footnotes(visit, address, tmp_path):
    page = visit(address)
    ask(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as Markdown").click()
    download.value.save_as(tmp_path / "answer.md")
    markdown = (tmp_path / "answer.md").read_text(encoding="utf-8")
    assert markdown.startswith(f"## {QUESTION}\n")
    assert re.search(r"\[\^1\]: “.+” \*", markdown)


def test_a_permanent_link_opens_the_answer_for_another_reader(visit, address):
    page = visit(address, permissions=["clipboard-read", "clipboard-write"])
    ask(page)
    page.get_by_role("button", name="Copy a permanent link").click()
    page.wait_for_timeout(500)
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}?answer=")
    other = visit(link)
    assert other.locator(".answer").inner_text() == page.locator(".answer").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_everything_without_scrolling_sideways(visit, address, scheme):
    page = visit(address, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    ask(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".cite").first.click()
    page.locator("#source mark.is-focus").first.wait_for()
    assert page.locator("#side").is_visible()
    page.get_by_role("button", name="Close the source").click()
    page.wait_for_timeout(400)
    assert not page.locator("#side").is_visible()


def test_dark_mode_follows_the_reader(visit, address):
    def brightness(page) -> int:
        colour = page.evaluate("getComputedStyle(document.querySelector('#thread')).color")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    assert brightness(visit(address, color_scheme="dark")) > 3 * 150
    assert brightness(visit(address, color_scheme="light")) < 3 * 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit, address, scheme):
    axe = required("axe_playwright_python.sync_playwright")
    page = visit(address, color_scheme=scheme)
    ask(page)
    for tab in ("Source", "Articles", "History"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_timeout(300)
        found = axe.Axe().run(page).response["violations"]
        grave = [fault for fault in found if fault["impact"] in ("serious", "critical")]
        assert grave == [], [(fault["id"], fault["nodes"][0]["html"]) for fault in grave]


def test_the_keyboard_is_enough(visit, address):
    page = visit(address)
    page.locator("body").click(position={"x": 5, "y": 300})
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn:last-child[aria-busy=false]", timeout=WAIT)
    page.locator(".cite").first.focus()
    assert page.locator("#tip.is-on").count() == 1
    page.keyboard.press("Enter")
    page.locator("#source mark.is-focus").first.wait_for()
    page.keyboard.press("/")
    page.keyboard.press("ArrowUp")  # the last question, to be put otherwise
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")
    assert page.locator("#question textarea").input_value() == QUESTION


def test_nothing_moves_while_the_answer_is_written(visit, address):
    page = visit(address)
    page.evaluate(
        """() => {
          window.shift = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.shift += entry.value;
          }).observe({ type: "layout-shift", buffered: false });
        }"""
    )
    ask(page)
    page.wait_for_timeout(500)
    assert page.evaluate("window.shift") < 0.1


def upload(page, *files: Path) -> None:
    page.get_by_role("tab", name="Articles").click()
    page.set_input_files("#files input[type=file]", files)
    page.locator(".outcome", has_text=f"{len(files)} added").wait_for(timeout=WAIT)


def test_an_empty_store_is_explained_and_an_upload_fills_it(visit, empty_chat, tmp_path):
    page = visit(empty_chat)
    assert "nothing to read yet" in page.locator(".welcome").inner_text()
    page.get_by_role("button", name="Add articles").click()
    page.locator("#files").wait_for()
    news = tmp_path / "news.txt"
    news.write_text("The bridge of Alvera was closed on Monday for repairs.", encoding="utf-8")
    upload(page, news)
    assert page.locator("#library .entry").count() == 1
    assert "the article you gave it" in page.locator(".welcome").inner_text()
    assert "Monday" in ask(page, "When was the bridge of Alvera closed?")
    remove_all(page)


def test_a_question_can_be_limited_to_some_articles(visit, empty_chat, tmp_path):
    for name, day in (("one", "Monday"), ("two", "Friday")):
        text = f"The bridge of Alvera was closed on {day} for repairs, said the town of {name}."
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    page = visit(empty_chat)
    upload(page, tmp_path / "one.txt", tmp_path / "two.txt")
    limits = page.locator("#limits")
    limits.locator("summary").click()
    limits.get_by_label("Source or author contains").fill("two.txt")
    page.keyboard.press("Enter")
    limits.locator("form").wait_for(state="hidden")
    assert limits.locator("summary").inner_text() == "two.txt"
    page.wait_for_timeout(500)
    assert "Friday" in ask(page, "When was the bridge of Alvera closed?")
    assert "Only two.txt" in page.locator(".status").inner_text()
    assert page.locator(".card").count() == 1
    # The form is written anew, with what is chosen in it, and is emptied all the same.
    (tmp_path / "three.txt").write_text("The bridge of Alvera is of oak.", encoding="utf-8")
    upload(page, tmp_path / "three.txt")
    assert limits.locator("summary").inner_text() == "two.txt"
    limits.locator("summary").click()
    limits.get_by_role("button", name="Ask all articles").click()
    assert limits.locator("summary").inner_text() == "All articles"
    remove_all(page)


def test_files_given_while_others_are_read_wait_their_turn(visit, empty_chat, tmp_path):
    page = visit(empty_chat)
    page.get_by_role("tab", name="Articles").click()
    for name in ("first", "second"):
        text = f"The {name} bridge of Alvera was closed on Monday for repairs.\n\n" * 40
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        page.set_input_files("#files input[type=file]", [tmp_path / f"{name}.txt"])
    page.locator("#library .entry").nth(1).wait_for(timeout=WAIT)
    remove_all(page)


def test_the_words_that_an_answer_cited_outlive_a_change_of_the_article(
    visit, empty_chat, tmp_path
):
    news = tmp_path / "news.txt"
    text = "The bridge of Alvera was closed on Monday for repairs."
    news.write_text(text, encoding="utf-8")
    page = visit(empty_chat)
    upload(page, news)
    ask(page, "When was the bridge of Alvera closed?")
    news.write_text(f"Correction of the names in this report.\n\n{text}", encoding="utf-8")
    page.get_by_role("tab", name="Articles").click()
    page.set_input_files("#files input[type=file]", [news])
    page.locator(".outcome", has_text="1 updated").wait_for(timeout=WAIT)
    page.locator(".cite").first.click()
    page.locator("#source .note", has_text="has changed").wait_for()
    assert page.locator("#source mark").inner_text() == text
    remove_all(page)


def test_a_citation_of_a_pdf_opens_its_page_with_the_words_marked(visit, empty_chat, tmp_path):
    text = "The bridge of Alvera was closed on Monday for repairs."
    (tmp_path / "bridge.pdf").write_bytes(pdf([lines(60, 200, text), lines(60, 200, "The end.")]))
    page = visit(empty_chat)
    upload(page, tmp_path / "bridge.pdf")
    ask(page, "When was the bridge of Alvera closed?")
    page.locator(".cite").first.click()
    view, mark = page.locator("#picture"), page.locator("#picture .marked")
    mark.wait_for()
    picture, marked = view.locator("img").bounding_box(), mark.bounding_box()
    assert picture["y"] < marked["y"] < picture["y"] + picture["height"]
    assert page.locator("#source mark.is-focus").is_visible()
    view.get_by_role("button", name="Enlarge the page").click()
    assert view.locator("img").bounding_box()["width"] > 1.5 * picture["width"]
    view.get_by_role("button", name="Next page").press("Enter")
    view.get_by_text("page 2 (2/2)").wait_for()
    assert mark.count() == 0
    assert page.evaluate("document.activeElement.dataset.page") == "1"  # not lost by turning
    assert page.errors == []
    remove_all(page)
    assert not view.is_visible()


def test_a_file_dropped_anywhere_is_read(visit, empty_chat):
    page = visit(empty_chat)
    page.evaluate(
        """() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["The dam of Ostra holds."], "dam.txt"));
          const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
          document.querySelector("#thread").dispatchEvent(drop);
        }"""
    )
    page.locator(".outcome", has_text="1 added").wait_for(timeout=WAIT)
    remove_all(page)


def test_a_file_that_cannot_be_read_is_named_with_the_reason(visit, empty_chat, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    page = visit(empty_chat)
    page.get_by_role("tab", name="Articles").click()
    page.set_input_files("#files input[type=file]", [tmp_path / "broken.pdf"])
    outcome = page.locator(".outcome.is-bad")
    outcome.wait_for(timeout=WAIT)
    assert "1 could not be read" in outcome.inner_text()
    assert "broken.pdf: " in outcome.inner_text()


def test_a_hostile_article_is_shown_and_never_run(visit, empty_chat, tmp_path):
    hostile = tmp_path / "<img src=x onerror=alert(1)>.txt"
    hostile.write_text(
        "The harbour of Valdoro closed in March <img src=x onerror=\"document.title='owned'\">"
        " because <script>document.title='owned'</script> its wall broke."
        " [More](javascript:alert(1)) ${document.title='owned'} {{constructor}}\n",
        encoding="utf-8",
    )
    page = visit(empty_chat)
    upload(page, hostile)
    ask(
        page, "Why did the harbour of Valdoro close? <img src=x onerror=\"document.title='owned'\">"
    )
    page.locator(".card").first.click()
    page.locator("#source .text").wait_for()
    assert "<script>" in page.locator("#source .text").inner_text()
    page.wait_for_timeout(500)
    assert page.title() == "Citera"
    assert page.locator("#body img, #thread script, #source script").count() == 0
    assert page.errors == []
    assert foreign(page, empty_chat) == []
    remove_all(page)


@pytest.fixture(scope="module")
def shared(open_chat, sample_store, tmp_path_factory) -> tuple[str, Path]:
    """A chat made safe to share, and the file of its readers' judgements."""
    feedback = tmp_path_factory.mktemp("shared") / "feedback.jsonl"
    address = open_chat(
        store=sample_store,
        model="extractive",
        auth="ana:secret,ben:hidden",
        read_only="true",
        questions_per_minute=1,
        feedback=feedback,
    )
    return address, feedback


@pytest.fixture
def log_in(visit):
    def go(address: str, name: str, password: str):
        page = visit(address, "[type=password]")
        page.get_by_label("username").fill(name)
        page.get_by_label("password").fill(password)
        page.get_by_role("button", name="Log in").click()
        return page

    return go


def test_only_who_logs_in_is_let_in(log_in, shared):
    page = log_in(shared[0], "ana", "wrong")
    page.get_by_text("Incorrect").first.wait_for()
    assert page.locator("#thread").count() == 0


def test_reading_only_offers_and_takes_no_change(log_in, shared):
    page = log_in(shared[0], "ana", "secret")
    page.wait_for_selector(".welcome", timeout=WAIT)
    page.get_by_role("tab", name="Articles").click()
    page.locator("#library .entry").first.wait_for()
    assert page.locator("#files input").count() == 0
    assert page.locator("#library .drop").count() == 0
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"text"}
    sent = page.request.post(f"{shared[0]}gradio_api/upload", multipart={"files": file})
    assert sent.status == 403


def test_who_asks_too_often_is_told_when_to_go_on(log_in, shared):
    page = log_in(shared[0], "ana", "secret")
    page.wait_for_selector(".welcome", timeout=WAIT)
    ask(page)
    assert "many questions in a short time" in ask(page, "Who is his spokesman?")


def test_a_judgement_and_its_comment_are_kept(log_in, shared):
    address, kept = shared
    page = log_in(address, "ben", "hidden")
    page.wait_for_selector(".welcome", timeout=WAIT)
    ask(page)
    page.get_by_role("button", name="Poor answer").click()
    page.locator("input.comment").fill("Too short")
    page.locator("input.comment").press("Enter")
    page.wait_for_selector(".thanks")
    lines = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert [(line["liked"], line["comment"]) for line in lines] == [
        (False, None),
        (False, "Too short"),
    ]
    assert lines[0]["answer"]["question"] == QUESTION


def test_readers_at_once_all_see_passages_soon_and_an_answer(visit, address):
    pages = [visit(address) for _ in range(4)]
    for number, page in enumerate(pages):
        page.fill("#question textarea", f"{QUESTION} ({number})")
    for page in pages:
        page.press("#question textarea", "Enter")
    for number, page in enumerate(pages):
        page.wait_for_selector(".card:not(.blank)", timeout=15_000)
        page.wait_for_selector(".turn[aria-busy=false]", timeout=WAIT)
        assert page.locator(".question").inner_text() == f"{QUESTION} ({number})"
        assert page.locator(".cite").count() >= 1
