/* Runs once when a panel is on the page: its buttons, and the words asked for brought into view.
   Gradio calls it with `element` (the panel), `trigger` (tell the server) and `watch`. */

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-event]");
  if (!button || (button.dataset.sure && !confirm(button.dataset.sure))) return;
  trigger(button.dataset.event, { ...button.dataset });
});

function show() {
  for (const time of element.querySelectorAll("time")) {
    time.textContent = new Date(time.dateTime).toLocaleString([], {
      dateStyle: "medium",
      timeStyle: "short",
    });
  }
  const leaf = element.querySelector("[data-leaf]");
  const pages = document.querySelector("#picture .pages");
  if (leaf) {
    const isShown = ["id", "start", "end"].every((key) => pages?.dataset[key] === leaf.dataset[key]);
    if (pages) pages.hidden = !isShown;
    if (!isShown) trigger("select", { ...leaf.dataset });
  }
  const target = element.querySelector("mark.is-focus") ?? element.querySelector(".passage");
  const panel = element.closest(".tabitem");
  if (!target || !panel) return;
  const from = panel.getBoundingClientRect();
  const to = target.getBoundingClientRect();
  const covered = panel.querySelector("#picture")?.offsetHeight ?? 0; // it stays above the text
  panel.scrollTo({
    top: panel.scrollTop + to.top - from.top - covered - (from.height - covered) / 3,
    behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
  });
}

/* A tab's panel comes to be when the tab is first opened, with what it was given until then. */
watch("value", show);
show();
