/* Runs once when the source panel is on the page: brings the words that were asked for into view. */

const reader = () => document.getElementById("side");

watch("value", () => {
  const target = element.querySelector("mark.is-focus") ?? element.querySelector(".passage");
  const panel = reader();
  if (!target || !panel) return;
  const from = panel.getBoundingClientRect();
  const to = target.getBoundingClientRect();
  panel.scrollTo({
    top: panel.scrollTop + to.top - from.top - from.height / 3,
    behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
  });
});

element.addEventListener("click", (event) => {
  if (event.target.closest("[data-act=close]")) document.body.classList.remove("source-open");
});
