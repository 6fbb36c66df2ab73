"""The page with the real local chat model on the real article, as people first meet it."""

import os

import pytest

from tests.ui.page import QUESTION, WAIT, ask, foreign

pytestmark = [pytest.mark.browser, pytest.mark.model]

LATE = """
() => {
  const ask = window.fetch;
  const wait = () => new Promise((go) => setTimeout(go, 100));
  window.fetch = async (...asked) => {
    const url = String(asked[0].url ?? asked[0]);
    if (url.includes("/cancel")) await wait().then(wait);
    const reply = await ask(...asked);
    if (!url.includes("/queue/data")) return reply;
    let rest = "", late = "";
    const repeat = new TransformStream({
      async transform(chunk, out) {
        const messages = (rest + chunk).split("\\n\\n");
        rest = messages.pop();
        for (const message of messages) {
          out.enqueue(message + "\\n\\n");
          if (message.includes("process_generating")) late = message;
          else if (message.includes("is-done") && late) {
            await wait();
            out.enqueue(late + "\\n\\n");
            late = "";
          }
        }
      },
    });
    const body = reply.body.pipeThrough(new TextDecoderStream()).pipeThrough(repeat);
    return new Response(body.pipeThrough(new TextEncoderStream()), reply);
  };
}
"""
"""Makes a page get the last update of an answer again after its stop, as may happen by chance."""


@pytest.fixture(scope="module")
def address(start_chat, sample_store) -> str:
    return start_chat(store=sample_store, model="local")


def test_the_answer_says_why_and_its_citation_opens_the_very_words(visit, address):
    page = visit(address, viewport={"width": 1280, "height": 800})
    answer = ask(page).lower()
    assert "terror" in answer or "militia" in answer
    assert "local" in page.locator(".status").inner_text()
    chip = page.locator(".cite").first
    chip.click()
    mark = page.locator("#source mark.is-focus")
    mark.first.wait_for()
    assert " ".join(mark.first.inner_text().split()) in chip.get_attribute("data-quote")
    assert foreign(page, address) == []
    assert page.errors == []
    if picture := os.environ.get("CITERA_PICTURE"):  # where to put the picture of the README
        page.wait_for_timeout(1000)
        page.screenshot(path=picture)


def test_what_the_article_does_not_say_is_not_answered(visit, address):
    page = visit(address)
    ask(page, "Who won the 2018 World Cup?")
    assert "do not say" in page.locator(".status").inner_text()
    assert page.locator(".cite").count() == 0


def test_another_model_can_be_chosen(visit, address):
    page = visit(address)
    page.locator("#limits summary").click()
    page.get_by_label("Model").select_option("Quotations only")
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    ask(page)
    assert "extractive" in page.locator(".status").inner_text()


def test_an_answer_can_be_stopped_and_the_next_question_asked(visit, address):
    page = visit(address)
    page.evaluate(LATE)
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".turn[aria-busy=true] .answer q", timeout=WAIT)
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector(".turn.is-done")
    page.wait_for_timeout(1000)
    page.wait_for_selector(".turn.is-done")  # again, if it was not so meanwhile
    assert page.locator(".turn").get_attribute("aria-busy") == "false"
    assert "Quoted" in page.locator(".status").inner_text()
    assert ask(page, "Who is Haftar's spokesman?")
