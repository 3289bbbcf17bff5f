/* Suggestions under the search field: the combobox pattern of WAI-ARIA. htmx fetches the rows; it is loaded when the
   field is first entered, so that nobody waits for it. Arrows choose, Enter opens, Escape closes. */
(() => {
  "use strict";

  const SHORTEST = 2;
  const form = document.querySelector("form.search");
  const field = form?.querySelector("input[type=search]");
  const list = form?.querySelector("[role=listbox]");
  if (!list) return;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  const isOpen = () => !list.hidden;

  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", option.id);
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };

  const close = () => {
    choose(null);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  };

  const show = () => {
    if (!options().length || field.value.trim().length < SHORTEST || document.activeElement !== field) return close();
    choose(null);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  };

  /* Rows for what stood in the field before are not shown again. */
  let asked = "";
  let answered = "";
  const open = () => answered === field.value && show();

  /* One row on or back; between the last and the first stands the field itself. */
  const move = (step) => {
    if (!isOpen()) open();
    const rows = isOpen() ? [null, ...options()] : [null];
    choose(rows[(rows.indexOf(chosen()) + step + rows.length) % rows.length]);
  };

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: close,
    Enter: () => chosen().click(),
  };
  const isOurs = (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    if (event.key === "Enter") return isOpen() && Boolean(chosen());
    return event.key === "Escape" ? isOpen() : event.key in keys;
  };

  field.addEventListener("keydown", (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    keys[event.key]();
  });
  field.addEventListener("input", () => field.value.trim().length < SHORTEST && close());
  field.addEventListener("blur", close);
  field.addEventListener("click", () => isOpen() || open());
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); /* the field keeps the focus */
  field.addEventListener("htmx:configRequest", (event) => {
    if (field.value.trim().length < SHORTEST) event.preventDefault();
    asked = field.value;
  });
  list.addEventListener("htmx:afterSwap", () => {
    answered = asked;
    show();
  });

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("autocomplete", "off");

  const load = async () => {
    const before = field.value;
    await window.bringHtmx();
    if (field.value !== before) window.htmx.trigger(field, "input");
  };
  if (document.activeElement === field) load();
  else field.addEventListener("focus", load, { once: true });
})();
