"""Files given to the real page at all sorts of moments: each is read, in its turn."""

import pytest

from tests.ui.page import WAIT, Held, remove_all

pytestmark = pytest.mark.browser

DROP_EACH = """(files) => {
  for (const [name, text] of files) {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector("#thread").dispatchEvent(drop);
  }
}"""
CHOOSE_EACH = """(files) => {
  const input = document.querySelector("#files input[type=file]");
  for (const [name, text] of files) {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    input.files = dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}"""


@pytest.fixture
def page(visit, empty_chat):
    """The chat with its articles open, once the server has filled in all that it opens with."""
    opened = visit(empty_chat)
    # Choosers are caught from here on: the browser may hear of the wish to catch one after the key.
    opened.on("filechooser", lambda chooser: None)
    opened.get_by_role("tab", name="Articles").click()
    opened.locator("#library .count").wait_for()
    yield opened
    remove_all(opened)


@pytest.fixture
def news(tmp_path):
    """Writes a file, which the list will name after the town that it is about."""

    def write(town: str):
        path = tmp_path / f"{town}.txt"
        path.write_text(about(town), encoding="utf-8")
        return path

    return write


def about(town: str) -> str:
    return f"The bridge of {town} was closed on Monday for repairs.\n\n" * 40


def listed(page, *towns: str) -> None:
    """Wait until the articles about these towns are in the list; there are no others."""
    for town in towns:
        entry = page.locator("#library .entry b").get_by_text(town, exact=True)
        try:
            entry.wait_for(timeout=WAIT)
        except Exception as error:
            error.add_note(f"The page says: {page.inner_text('body')}")
            raise
    assert page.locator("#library .entry").count() == len(towns)


def give(page, *files) -> None:
    page.set_input_files("#files input[type=file]", files)


def give_held(held: Held, *files) -> None:
    """Give files, and wait until a request of the kind that is held is made for them."""
    with held.page.expect_request(held.url):
        give(held.page, *files)


@pytest.mark.parametrize("path", ["upload", "queue/join", "queue/data"])
def test_files_given_before_the_first_were_heard_of_are_read(page, news, path):
    """While the first are being sent, announced, or not yet answered for."""
    with Held(page, path) as held:
        give_held(held, news("Alvera"))
        give(page, news("Brimo"), news("Corsa"))
        give(page, news("Dorena"))
    listed(page, "Alvera", "Brimo", "Corsa", "Dorena")
    assert page.errors == []


def test_files_given_at_any_pace_are_read(page, news):
    towns: list[str] = []
    for pause in (0, 10, 60, 150, 400):
        for town in (f"Alvera {pause}", f"Brimo {pause}"):
            towns.append(town)
            give(page, news(town))
            page.wait_for_timeout(pause)
        listed(page, *towns)


@pytest.mark.parametrize("at_once", [DROP_EACH, CHOOSE_EACH], ids=["dropped", "chosen"])
def test_three_gifts_in_one_instant_are_read(page, at_once):
    towns = ["Alvera", "Brimo", "Corsa"]
    page.evaluate(at_once, [[f"{town}.txt", about(town)] for town in towns])
    listed(page, *towns)


def test_files_chosen_in_a_dialog_that_was_open_while_others_were_read_are_read(page, news):
    first = news("Alvera")
    with Held(page, "queue/data") as held:
        give_held(held, first)
        with page.expect_file_chooser() as chooser:
            page.locator("#files input").evaluate("(input) => input.click()")
    listed(page, "Alvera")
    chooser.value.set_files(news("Brimo"))
    listed(page, "Alvera", "Brimo")


def test_of_two_versions_given_at_once_the_later_is_kept(page):
    page.evaluate(DROP_EACH, [["dam.txt", "The dam holds."], ["dam.txt", "The dam broke."]])
    page.locator(".outcome", has_text="1 updated").wait_for(timeout=WAIT)
    page.locator("#library .entry").click()
    page.locator("#source .text", has_text="The dam broke.").wait_for()
    page.get_by_role("tab", name="Articles").click()


def test_a_file_that_cannot_be_sent_takes_no_other_with_it(page, news):
    def refuse(route) -> None:
        if b"Brimo.txt" in (route.request.post_data_buffer or b""):
            route.abort()
        else:
            route.continue_()

    page.route("**/gradio_api/upload*", refuse)
    give(page, news("Alvera"), news("Brimo"), news("Corsa"))
    # The message lies over what removes an article, and goes by itself while files are read.
    page.get_by_test_id("toast-close").first.click()
    listed(page, "Alvera", "Corsa")
    give(page, news("Dorena"))
    listed(page, "Alvera", "Corsa", "Dorena")
    assert page.errors == []


def test_what_is_being_sent_is_told(page, news):
    said = page.locator("#files [role=status]")
    with Held(page, "upload") as held:
        give_held(held, news("Alvera"), news("Brimo"))
        assert said.inner_text() == "Sending Alvera.txt (1 of 2)"
    listed(page, "Alvera", "Brimo")
    assert said.inner_text() == ""


def test_files_can_be_chosen_with_the_keyboard_or_a_click(page, news):
    page.get_by_label("Drop files here, or click to choose").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(news("Alvera"))
    listed(page, "Alvera")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Drop files here, or click to choose").click()
    chooser.value.set_files(news("Brimo"))
    listed(page, "Alvera", "Brimo")


def test_articles_removed_before_the_first_is_gone_are_all_removed(page, news):
    page.on("dialog", lambda dialog: dialog.accept())
    give(page, news("Alvera"), news("Brimo"), news("Corsa"))
    listed(page, "Alvera", "Brimo", "Corsa")
    with Held(page, "run/") as held:
        with page.expect_request(held.url):
            page.locator("#library .drop").nth(0).click()
        page.locator("#library .drop").nth(1).click()
        page.locator("#library .drop").nth(2).click()
    page.locator("#library .entry").first.wait_for(state="detached")
