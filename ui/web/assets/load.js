/* Runs as the page opens, before the server is asked what to show: the conversation that a link names,
   else that which this tab, or the latest one, had open (see history.js). */
(old) => {
  const kept = (id) => localStorage.getItem(`citera.talk.${id}`);
  const open = sessionStorage.getItem("citera.open") ?? localStorage.getItem("citera.open");
  const linked = new URLSearchParams(location.search).get("answer");
  return [old, kept(linked) ?? kept(open), null];
}
