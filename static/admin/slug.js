// The address that the editor makes from a title parts words where the server does: "broj 5/2026" is broj-5-2026.
for (const name of ["w-sync:check", "w-sync:apply"]) {
  document.addEventListener(
    name,
    (event) => {
      if (event.target.matches("[data-controller~='w-slug']") && event.detail?.value) {
        event.detail.value = event.detail.value.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
      }
    },
    true,
  );
}
