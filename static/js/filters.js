/* Filters of a list work while somebody types or chooses: htmx fetches what is found (templates/
   components/filter_form.html says which parts of the page change). It comes when the filter is first entered. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-filter]");
  if (!form) return;

  const asked = () => new URLSearchParams(new FormData(form)).toString();
  const start = async () => {
    const before = asked();
    await window.bringHtmx();
    if (asked() !== before) window.htmx.trigger(form, "input");
  };
  form.addEventListener("focusin", start, { once: true });
  form.addEventListener("pointerdown", start, { once: true });

  /* Addresses are to be passed on: they name only what is chosen. */
  form.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    for (const name of Object.keys(parameters)) if (!parameters[name]) delete parameters[name];
  });
  /* Letters of a word are no steps to go back to; choices are. */
  document.body.addEventListener("htmx:beforeHistoryUpdate", (event) => {
    const typed = event.detail.requestConfig?.triggeringEvent?.target;
    if (typed?.matches?.("[data-filter] input")) event.detail.history.type = "replace";
  });
  /* What is not this list (the login page, an error, no answer) is shown as it would be without a script. */
  const leave = () => form.submit();
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig?.elt !== form || event.detail.serverResponse.includes('id="found"')) return;
    event.preventDefault();
    leave();
  });
  for (const name of ["sendError", "timeout"]) form.addEventListener(`htmx:${name}`, leave);
})();
