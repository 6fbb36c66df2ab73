/* Runs once when the conversation is on the page: what clicks, keys and scrolling do.
   Gradio calls it with `element` (the conversation), `trigger` (tell the server) and `watch`. */

const body = document.body;
const box = () => document.querySelector("#question textarea");
document.documentElement.lang = navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en";

/* Landmarks for screen readers, which Gradio's layout has no way to name. */
const landmarks = { top: "banner", main: "main", side: "complementary", composer: "search" };
document.querySelector("main.contain")?.setAttribute("role", "none");
for (const [id, role] of Object.entries(landmarks)) {
  document.getElementById(id)?.setAttribute("role", role);
}
element.setAttribute("role", "log");
element.setAttribute("aria-live", "off");

/* Screen readers are told each stage, and the answer once it is whole; not every word of it. */
const live = document.createElement("div");
live.id = "live";
live.setAttribute("role", "status");
document.querySelector(".gradio-container").append(live);

function tell(text) {
  if (live.textContent !== text) live.textContent = text;
}

/* What the page does by itself, by the name in `data-do`; `data-event` goes to the server. */
const deeds = {
  panel: () => body.classList.toggle("source-open"),
  articles: () => {
    body.classList.add("source-open");
    document.querySelectorAll("#tabs [role=tab]")[1]?.click();
  },
  close: () => body.classList.remove("source-open"),
  copy: async (button) => {
    const answer = button.closest(".turn").querySelector(".answer").cloneNode(true);
    answer.querySelectorAll(".cite").forEach((chip) => chip.replaceWith(` [${chip.textContent}]`));
    await copy(answer.textContent.trim(), button);
  },
  link: async (button) => {
    trigger("copy", { turn: button.dataset.turn });
    const name = button.closest(".actions").dataset.link;
    await copy(`${location.origin}${location.pathname}?answer=${name}`, button);
  },
  export: (button) => {
    const markdown = button.closest(".actions").dataset.markdown;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([markdown], { type: "text/markdown" }));
    link.download = "citera.md";
    link.click();
    URL.revokeObjectURL(link.href);
    flash(button);
  },
};

/* Browsers grant the clipboard to this machine's own pages and to encrypted ones; on a page that
   others share over plain HTTP, the reader is shown what to copy. */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    flash(button);
  } catch {
    prompt(button.title || button.textContent, text);
  }
}

function flash(button) {
  button.classList.add("is-on");
  setTimeout(() => button.classList.remove("is-on"), 1500);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) deeds[button.dataset.do]?.(button);
});

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-event]");
  if (!button) return;
  hideTip();
  const name = button.dataset.event;
  if (name === "select") body.classList.add("source-open");
  trigger(name, { ...button.dataset });
  if (name === "edit") box()?.focus();
});

element.addEventListener("keydown", (event) => {
  const field = event.target.closest("input.comment");
  if (field && event.key === "Enter" && field.value.trim()) {
    trigger("like", { turn: field.dataset.turn, comment: field.value });
  }
});

document.addEventListener("keydown", (event) => {
  const writing = event.target.matches("input, textarea, [contenteditable]");
  if (event.key === "/" && !writing) {
    event.preventDefault();
    box()?.focus();
  } else if (event.key === "ArrowUp" && event.target === box() && !box().value) {
    element.querySelector(".turn:last-child [data-event=edit]")?.click();
  } else if (event.key === "Escape") {
    hideTip();
    if (body.classList.contains("source-open")) body.classList.remove("source-open");
    else if (body.classList.contains("is-asking")) document.getElementById("stop")?.click();
  }
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

for (const [on, off] of [
  ["mouseover", "mouseout"],
  ["focusin", "focusout"],
]) {
  element.addEventListener(on, (event) => {
    const chip = event.target.closest(".cite");
    if (chip) showTip(chip);
  });
  element.addEventListener(off, (event) => event.target.closest(".cite") && hideTip());
}

element.closest("#thread").addEventListener("scroll", hideTip);

/* What screen readers are told: news of a translation, the answer once it is translated, and else
   the last turn: its stage, or its answer. */
let told = null; // of a translation: the words, and the turn
function news(last, running) {
  const before = told;
  const line = element.querySelector(".told");
  told = line && { words: line.textContent, turn: line.closest(".turn").dataset.turn };
  if (told && told.words !== before?.words) return line;
  const turn = !told && before && element.querySelector(`.turn[data-turn="${before.turn}"]`);
  if (turn) return turn.querySelector(".answer");
  return last.querySelector(running ? ".status .stage" : ".answer");
}

/* A new question is brought to the top once; below it there is room for its answer, so that
   nothing on screen moves while the answer is written. */
let turns = 0;
let began = null;
watch("value", () => {
  const now = element.querySelectorAll(".turn");
  const last = now[now.length - 1];
  const running = last?.getAttribute("aria-busy") === "true";
  body.classList.toggle("is-asking", running);
  if (running) began ??= performance.now();
  else began = null;
  if (now.length > turns && running) {
    body.classList.remove("source-open");
    last.scrollIntoView({ block: "start", behavior: "smooth" });
  }
  turns = now.length;
  if (last) tell(news(last, running).textContent);
});

setInterval(() => {
  const facts = began !== null && element.querySelector(".turn[aria-busy=true] .facts");
  if (!facts) return;
  const seconds = (performance.now() - began) / 1000;
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  facts.textContent = `${seconds.toLocaleString(document.documentElement.lang, digits)} s`;
}, 200);
