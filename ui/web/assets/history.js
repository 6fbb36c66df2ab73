/* Runs once when the page opens: keeps its conversations in the browser, and tells the server which
   there are. Gradio calls it with `props`, `trigger` (tell the server) and `watch`.

   Each conversation has a key of its own, and is read again before it is written: of two tabs, none
   writes over what the other keeps. A conversation that goes on in two tabs becomes two. */

const KEY = "citera.talk.";
const OPEN = "citera.open"; // of this tab in sessionStorage, of the latest tab in localStorage
const MOST = 20; // conversations kept; a browser allows a page about 5 MB

const tab = Math.random().toString(36).slice(2, 10);
const had = new Map(); // by id: when the version that this tab read or wrote last was saved
const moved = new Map(); // by id: the id of what this tab made of a conversation of another tab
const gone = new Set(); // ids deleted in this tab: an answer to it may still be on its way

function read(id) {
  try {
    return JSON.parse(localStorage.getItem(KEY + id));
  } catch {
    return null;
  }
}

/* The conversations in this browser, latest first. */
function listed() {
  const found = [];
  for (let index = 0; index < localStorage.length; index += 1) {
    const key = localStorage.key(index);
    const talk = key.startsWith(KEY) && read(key.slice(KEY.length));
    if (talk) found.push({ id: talk.id, title: talk.exchanges[0]?.question, saved: talk.saved });
  }
  return found.sort((one, other) => Date.parse(other.saved) - Date.parse(one.saved));
}

function keep(talk) {
  if (gone.has(talk.id)) return;
  let id = moved.get(talk.id) ?? talk.id;
  if (Date.parse(had.get(id)) > Date.parse(talk.saved)) return; // it came late
  const there = read(id);
  if (there && there.saved !== had.get(id)) {
    id = `${talk.id}.${tab}`;
    moved.set(talk.id, id);
  }
  write({ ...talk, id });
  had.set(id, talk.saved);
}

function write(talk) {
  const others = listed().filter(({ id }) => id !== talk.id);
  makeRoom(talk, others);
  for (const { id } of others.splice(MOST - 1)) localStorage.removeItem(KEY + id);
}

/* Keep a conversation; in a full browser, the oldest of the others give way, unless it has no room
   even without them. */
function makeRoom(talk, others) {
  const dropped = [];
  for (;;) {
    try {
      localStorage.setItem(KEY + talk.id, JSON.stringify(talk));
      return;
    } catch (error) {
      if (!others.length) {
        for (const [key, text] of dropped) localStorage.setItem(key, text);
        throw error;
      }
      const key = KEY + others.pop().id;
      dropped.push([key, localStorage.getItem(key)]);
      localStorage.removeItem(key);
    }
  }
}

/* Do what the server asked for last. */
function obey() {
  if (!props.value) return;
  const asked = JSON.parse(props.value);
  if (!asked.keep.some(({ id }) => id === asked.open)) {
    moved.delete(asked.open); // it was opened as it is kept, by whichever tab
    gone.delete(asked.open);
    had.set(asked.open, asked.had);
  }
  try {
    asked.keep.forEach(keep);
  } catch (error) {
    console.error("a conversation could not be kept:", error);
    full = true;
  }
  const id = moved.get(asked.open) ?? asked.open;
  sessionStorage.setItem(OPEN, id);
  localStorage.setItem(OPEN, id);
  tell();
}

let telling = 0;
let full = false; // whether a conversation could not be kept since the server was told last

/* Tell the server what to list, once for all that happens in an instant. */
function tell() {
  clearTimeout(telling);
  telling = setTimeout(() => {
    const open = sessionStorage.getItem(OPEN);
    const entries = listed().map((entry) => ({ ...entry, current: entry.id === open }));
    trigger("input", { entries, full });
    full = false;
  }, 50);
}

const deeds = {
  select: (id) => trigger("select", { talk: localStorage.getItem(KEY + id) }),
  delete: (id) => {
    localStorage.removeItem(KEY + id);
    gone.add(id);
    for (const [from, to] of moved) if (to === id) gone.add(from);
    if (id === sessionStorage.getItem(OPEN)) trigger("delete", {});
    tell();
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("#history [data-talk]");
  if (button) deeds[button.dataset.talk](button.dataset.id);
});

/* The browser tells this tab what other tabs keep and delete. */
window.addEventListener("storage", ({ key }) => {
  if (key === null || key.startsWith(KEY)) tell();
});

watch("value", obey);
obey();
