/* Runs after chat.js: takes the files that are dropped anywhere on the page, or chosen under
   Articles, and sends them to be read.

   Gradio's own box for files has one value, which the page and the server both write, and it puts
   a new input in the place of the old whenever that value comes or goes: what was given meanwhile
   is lost. Here each event carries its own files, and only the page empties the input, as it takes
   the files out. */

const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

/* Those given are sent in turn, so that of two versions of a file the later is read last. */
let sent = Promise.resolve();

/* A reader's account says so; the server refuses the files as well. */
const mayEdit = () => !document.querySelector('#account [data-may-edit="no"]');

function take(files) {
  if (files.length && props.takes_files && mayEdit()) sent = sent.then(() => send(files));
}

async function send(files) {
  const kept = [];
  for (const [index, file] of files.entries()) {
    saySending({ name: file.name, number: index + 1, count: files.length });
    try {
      const { path } = await upload(file);
      kept.push({ path });
    } catch {
      // Gradio says why this one was not sent; the others are none the worse for it.
    }
  }
  saySending(null);
  if (kept.length) trigger("upload", { files: kept });
}

/* Under Articles, once that tab was opened; `fills` is what stands for the `{…}` of the text. */
function saySending(fills) {
  const said = document.querySelector("#files .sending");
  if (!said) return;
  said.textContent = fills ? said.dataset.says.replace(/\{(\w+)\}/g, (_, key) => fills[key]) : "";
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches("#files input")) return;
  const files = [...input.files];
  input.value = ""; // or the same file, given again, would be no change
  take(files);
});

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
  (event) => {
    body.classList.remove("is-dropping");
    if (!holdsFiles(event)) return;
    event.preventDefault(); // the browser would leave the page for the file
    deeds.articles();
    take([...event.dataTransfer.files]);
  },
  true,
);
