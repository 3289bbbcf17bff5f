/* A page of a document: the arrows turn pages, F3 goes to the next hit, and what cannot be drawn says so. */
(() => {
  "use strict";

  const bar = document.querySelector(".viewer-bar");
  const follow = (selector) => {
    const link = bar?.querySelector(selector);
    if (link) link.click();
    return Boolean(link);
  };
  const ways = {
    ArrowLeft: ['a[rel="prev"]:not([data-hit])', 'a[rel="prev"]:not([data-hit])'],
    ArrowRight: ['a[rel="next"]:not([data-hit])', 'a[rel="next"]:not([data-hit])'],
    F3: ['a[data-hit="next"]', 'a[data-hit="previous"]'],
  };

  document.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    const typing = event.target.closest("input, textarea, select, [contenteditable], .page-strip ol");
    if (!way || typing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== "F3" && event.shiftKey) return;
    if (follow(way[event.shiftKey ? 1 : 0])) event.preventDefault();
  });

  const sheet = document.querySelector("[data-sheet]");
  const picture = sheet?.querySelector("img");
  const failed = () => {
    sheet.remove();
    document.querySelector("[data-undrawn]").hidden = false;
  };
  if (picture?.complete && !picture.naturalWidth) failed();
  picture?.addEventListener("error", failed);
})();
