/* Runs once when the form of filters is on the page: says what is chosen, and tells the server.
   Gradio calls it with `element`, `trigger` (tell the server) and `watch`. */

/* The fields that are filled in, in words, and the model, on the button that opens the form. */
function say() {
  const form = element.querySelector("form");
  const summary = element.querySelector("summary");
  if (!form) return;
  const text = (field) => field.options?.[field.selectedIndex].text ?? field.value;
  const limits = [...form.elements]
    .filter((field) => field.name && field.name !== "model" && field.value)
    .map((field) =>
      field.type === "date" ? `${field.parentElement.textContent} ${field.value}` : text(field),
    );
  const asked = limits.length ? limits : [summary.dataset.all];
  const model = form.elements.namedItem("model");
  summary.textContent = [...asked, ...(model ? [text(model)] : [])].join(" · ");
  summary.classList.toggle("is-on", limits.length > 0);
}

/* The server may hear of two choices in any order: the number tells which is the later. */
let number = 0;

function choose() {
  say();
  number += 1;
  trigger("input", { ...Object.fromEntries(new FormData(element.querySelector("form"))), number });
}

element.addEventListener("change", choose);
element.addEventListener("submit", (event) => event.preventDefault());
element.addEventListener("reset", (event) => {
  // What was chosen when the form was written is in it as given, and a reset would bring it back.
  event.preventDefault();
  for (const field of event.target.elements) {
    if (field.tagName === "SELECT") field.selectedIndex = 0;
    else if (field.name) field.value = "";
  }
  choose();
});

const close = () => element.querySelector("details")?.removeAttribute("open");
document.addEventListener("click", (event) => element.contains(event.target) || close());
element.addEventListener("keydown", (event) => {
  const entered = event.key === "Enter" && event.target.matches("input");
  if (event.key !== "Escape" && !entered) return;
  event.stopPropagation();
  event.preventDefault(); // or the key would also open the form that it closes
  close();
  element.querySelector("summary").focus();
});

watch("value", say);
say();
