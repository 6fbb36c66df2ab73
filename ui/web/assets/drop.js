/* Runs after chat.js: files dropped anywhere on the page are read as if chosen under Articles.
   Without this the browser would leave the page for the file. */

const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

/* The input for files; it comes to be when the tab of the articles is first opened. */
async function fileInput() {
  deeds.articles();
  for (let tries = 0; tries < 40; tries++) {
    const input = document.querySelector("#files input[type=file]");
    if (input) return input;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null; // open for reading only
}

document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  body.classList.add("is-dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) body.classList.remove("is-dropping");
});
document.addEventListener(
  "drop",
  async (event) => {
    body.classList.remove("is-dropping");
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (event.target.closest("#files")) return; // Gradio's own box takes them
    const files = event.dataTransfer.files;
    const input = await fileInput();
    if (!input) return;
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  },
  true,
);
