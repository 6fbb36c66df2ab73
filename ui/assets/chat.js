/* Runs once when the conversation is on the page: what clicks, keys and scrolling do in it.
   Gradio calls it with `element` (the conversation), `trigger` (tell the server) and `watch`. */

const french = navigator.language.toLowerCase().startsWith("fr");
document.documentElement.lang = french ? "fr" : "en";

/* Landmarks for screen readers, which Gradio's layout has no way to name. */
const side = document.getElementById("side");
document.getElementById("top")?.setAttribute("role", "banner");
side?.setAttribute("role", "complementary");
side?.setAttribute("aria-label", "Source");
element.setAttribute("role", "log");
element.setAttribute("aria-live", "polite");

const actions = {
  open: (data) => {
    document.body.classList.add("source-open");
    trigger("select", data);
  },
  example: (data) => trigger("example_select", data),
  retry: (data) => trigger("retry", data),
  edit: (data) => {
    trigger("edit", data);
    document.querySelector("#question textarea")?.focus();
  },
  good: (data, button) => vote(data, button, true),
  bad: (data, button) => vote(data, button, false),
  copy: (data, button) => copy(button),
};

function vote(data, button, liked) {
  button.parentElement.querySelectorAll(".is-on").forEach((b) => b.classList.remove("is-on"));
  button.classList.add("is-on");
  trigger("like", { ...data, liked });
}

async function copy(button) {
  const answer = button.closest(".turn").querySelector(".answer").cloneNode(true);
  answer.querySelectorAll(".cite").forEach((chip) => chip.replaceWith(` [${chip.textContent}]`));
  await navigator.clipboard.writeText(answer.textContent.trim());
  button.classList.add("is-on");
  setTimeout(() => button.classList.remove("is-on"), 1500);
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  const { act, ...data } = button.dataset;
  hideTip();
  actions[act]?.(data, button);
});

/* The passage behind a citation, shown beside it while it is hovered or focused. */
const tip = document.createElement("div");
tip.id = "tip";
tip.setAttribute("role", "tooltip");
document.querySelector(".gradio-container").append(tip);

function showTip(chip) {
  const title = document.createElement("b");
  title.textContent = chip.dataset.title;
  const quote = document.createElement("q");
  quote.textContent = chip.dataset.quote;
  tip.replaceChildren(title, quote);
  tip.classList.add("is-on");
  const at = chip.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left - 24), innerWidth - tip.offsetWidth - 8);
  const above = at.top - tip.offsetHeight - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
}

function hideTip() {
  tip.classList.remove("is-on");
}

for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  element.addEventListener(on, (event) => {
    const chip = event.target.closest(".cite");
    if (chip) showTip(chip);
  });
  element.addEventListener(off, (event) => event.target.closest(".cite") && hideTip());
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  hideTip();
  document.body.classList.remove("source-open");
});

/* A new question is brought to the top once; below it there is room for its answer, so that
   nothing on screen moves while the answer is written. */
let turns = element.querySelectorAll(".turn").length;
watch("value", () => {
  const now = element.querySelectorAll(".turn");
  const running = now.length > 0 && now[now.length - 1].ariaBusy === "true";
  document.body.classList.toggle("is-asking", running);
  document.body.classList.toggle("has-turns", now.length > 0);
  if (now.length !== turns) {
    turns = now.length;
    document.body.classList.remove("source-open");
    if (turns > 1) now[turns - 1].scrollIntoView({ block: "start", behavior: "smooth" });
  }
});
