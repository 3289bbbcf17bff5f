/* Shows a photo as soon as it is chosen, cut as it will be. Without it the photo is seen when the profile is saved. */
(() => {
  "use strict";

  const SIDE = 144;
  const upload = document.querySelector(".upload");
  const field = upload?.querySelector("input[type=file]");
  if (!field || !window.createImageBitmap) return;

  const square = (picture) => {
    const canvas = document.createElement("canvas");
    const side = Math.min(picture.width, picture.height);
    const density = window.devicePixelRatio || 1;
    canvas.width = canvas.height = SIDE * density;
    canvas.className = "face large";
    canvas.setAttribute("aria-hidden", "true");
    canvas.getContext("2d").drawImage(
      picture, (picture.width - side) * .5, (picture.height - side) * .35, side, side, 0, 0, canvas.width, canvas.height,
    );
    return canvas;
  };

  field.addEventListener("change", async () => {
    if (!field.files.length) return;
    try {
      upload.querySelector(".face").replaceWith(square(await createImageBitmap(field.files[0])));
    } catch {
      /* not a picture: the server says so in a sentence */
    }
  });
})();
