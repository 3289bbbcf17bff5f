/* Brings htmx when a script first needs it, once a page: nobody waits for it who only reads. */
(() => {
  "use strict";

  const SETTINGS = {
    allowEval: false,
    allowScriptTags: false,
    historyCacheSize: 0 /* pages of members are not kept in the browser */,
    includeIndicatorStyles: false,
    refreshOnHistoryMiss: true,
    selfRequestsOnly: true,
    timeout: 5000,
  };
  let coming = null;

  const loaded = () =>
    new Promise((resolve) => {
      if (document.readyState === "complete") resolve();
      else window.addEventListener("load", resolve, { once: true });
    });

  const bring = async () => {
    await loaded();
    const settings = document.createElement("meta");
    settings.name = "htmx-config";
    settings.content = JSON.stringify(SETTINGS);
    const script = document.createElement("script");
    script.src = document.querySelector("[data-htmx]").dataset.htmx;
    const ready = new Promise((resolve) => script.addEventListener("load", resolve, { once: true }));
    document.head.append(settings, script);
    await ready;
  };

  window.bringHtmx = () => (coming ||= bring());
})();
