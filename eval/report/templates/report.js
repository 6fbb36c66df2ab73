// Filters the questions, and keeps the filters in the address, so that a view can be linked to.
(() => {
  const form = document.getElementById("filters");
  const cards = [...document.querySelectorAll(".question")];
  const texts = new Map();
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, fold(card.textContent));
    return texts.get(card);
  };

  const chosen = () => [...new FormData(form)].filter(([, value]) => value);

  const fits = (card, filters) =>
    filters.every(([name, value]) =>
      name === "q"
        ? fold(value).split(/\s+/).every((word) => textOf(card).includes(word))
        : card.dataset[name] === value
    );

  const apply = () => {
    const filters = chosen();
    let shown = 0;
    for (const card of cards) {
      card.hidden = !fits(card, filters);
      shown += !card.hidden;
    }
    const all = `${cards.length} questions`;
    document.getElementById("shown").textContent = filters.length ? `${shown} of ${all}` : all;
  };

  const remember = () => {
    const filters = new URLSearchParams(chosen()).toString();
    history.replaceState(null, "", filters ? `#${filters}` : "#");
  };

  const choose = (filters) => {
    for (const field of form.elements) {
      if (!field.name) continue;
      field.value = filters.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    apply();
  };

  // The address ends with a question, "#q-…", or with filters, "#diagnosis=…&q=…".
  const follow = () => {
    const name = location.hash.slice(1);
    const card = cards.find((each) => each.id === name);
    if (card) {
      if (card.hidden) choose(new URLSearchParams());
      card.firstElementChild.open = true;
      card.scrollIntoView();
      card.querySelector("summary").focus({ preventScroll: true });
    } else if (name.includes("=")) {
      choose(new URLSearchParams(name));
      document.getElementById("questions").focus();
    }
  };

  form.addEventListener("input", () => {
    apply();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () =>
    setTimeout(() => {
      apply();
      remember();
    })
  );
  document.getElementById("open").addEventListener("click", () => {
    for (const card of cards) if (!card.hidden) card.firstElementChild.open = true;
  });
  window.addEventListener("hashchange", follow);
  follow();
})();
