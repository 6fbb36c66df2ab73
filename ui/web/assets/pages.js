/* Runs once when the view of pages is on the page: turns pages, enlarges them, and brings the marked
   words into view. Gradio calls it with `element` (the view), `trigger` (tell the server) and `watch`. */

let turned = null; // the button that was used, which the answer of the server replaces
let awaited = false; // whether the picture was shown before its marks, which take longer

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".zoom")) {
    element.classList.toggle("is-large");
    sayZoom();
    showMarks();
    return;
  }
  turned = button.nextElementSibling === element.querySelector(".where") ? 0 : 1;
  trigger(button.dataset.event, { ...button.dataset });
});

function sayZoom() {
  const isLarge = element.classList.contains("is-large");
  element.querySelector(".zoom")?.setAttribute("aria-pressed", String(isLarge));
}

function showMarks() {
  const pane = element.querySelector(".sheets");
  const mark = element.querySelector(".marked");
  if (!pane || !mark) return;
  const from = pane.getBoundingClientRect();
  const to = mark.getBoundingClientRect();
  pane.scrollBy(to.left - from.left - from.width / 8, to.top - from.top - from.height / 3);
}

function update() {
  const view = element.querySelector(".pages");
  const leaf = document.querySelector("#source [data-leaf]");
  if (!view || !leaf) return;
  if (["id", "start", "end"].some((key) => view.dataset[key] !== leaf.dataset[key])) {
    trigger("select", { ...leaf.dataset }); // another source was opened meanwhile
    return;
  }
  sayZoom();
  const wasAwaited = awaited;
  awaited = view.getAttribute("aria-busy") === "true";
  if (awaited) trigger("select", { ...view.dataset, marked: "1" });
  for (const picture of element.querySelectorAll("img")) picture.decode().then(showMarks, () => {});
  if (turned === null) return;
  const buttons = element.querySelectorAll("button[data-page]");
  const wentOn = wasAwaited && document.activeElement !== document.body; // do not call them back
  if (!wentOn) (buttons[turned]?.disabled ? buttons[1 - turned] : buttons[turned])?.focus();
  const live = document.getElementById("live");
  if (live) live.textContent = element.querySelector("img")?.alt ?? "";
  if (!awaited) turned = null;
}

watch("value", update);
update();
