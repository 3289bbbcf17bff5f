/* Tells the log of searches which result was opened; nothing about who. */
(() => {
  "use strict";

  const hits = document.querySelector("[data-clicks]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!hits || !token) return;

  const tell = (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.button > 1) return;
    const said = new FormData();
    said.set("csrfmiddlewaretoken", token.value);
    said.set("search", hits.dataset.search);
    said.set("address", link.getAttribute("href"));
    navigator.sendBeacon(hits.dataset.clicks, said);
  };
  hits.addEventListener("click", tell);
  hits.addEventListener("auxclick", tell);
})();
