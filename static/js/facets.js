/* A list follows its filters without loading the page again: the form is asked for as it stands, and the list and the
   counts are taken from the answer. Without this the button of the form does the same. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-filters]");
  const list = form && document.getElementById(form.dataset.filters);
  if (!list || !window.AbortController) return;

  const PAUSE = 250; /* milliseconds between letters */
  let request = null;
  let timer = 0;

  const address = () => {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(chosen).toString();
    return query ? `${form.action}?${query}` : form.action;
  };

  const title = (fold) => fold.querySelector("summary").textContent.trim();

  /* The focus stays where it was, and what the reader has folded or unfolded stays so. */
  const take = (page, id) => {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!old || !fresh) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const folds = new Map([...old.querySelectorAll("details")].map((fold) => [title(fold), fold.open]));
    old.innerHTML = fresh.innerHTML;
    for (const fold of old.querySelectorAll("details")) fold.open = folds.get(title(fold)) ?? fold.open;
    const same = (field) => field.name === focused?.name && field.value === focused?.value;
    if (focused) [...old.querySelectorAll("input, select")].find(same)?.focus();
  };

  const show = async (where, { isNew }) => {
    request?.abort();
    request = new AbortController();
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(where, { signal: request.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      take(page, list.id);
      take(page, "facets");
      history[isNew ? "pushState" : "replaceState"](null, "", where);
      list.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") window.location.assign(where);
    }
  };

  form.addEventListener("change", () => {
    clearTimeout(timer);
    show(address(), { isNew: true });
  });
  form.addEventListener("input", (event) => {
    if (event.target.type !== "text") return;
    clearTimeout(timer);
    timer = setTimeout(() => show(address(), { isNew: false }), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show(address(), { isNew: true });
  });
  window.addEventListener("popstate", () => window.location.reload());
})();
