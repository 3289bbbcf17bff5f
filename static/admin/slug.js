// The address that the editor makes of a title is the one that the server would make: plain letters of either script
// (ћ and ć are c, ђ and đ are dj), digits, and one hyphen for anything between.
const LETTERS = {
  а: "a", б: "b", в: "v", г: "g", д: "d", ђ: "dj", е: "e", ж: "z", з: "z", и: "i", ј: "j", к: "k", л: "l", љ: "lj", м: "m",
  н: "n", њ: "nj", о: "o", п: "p", р: "r", с: "s", т: "t", ћ: "c", у: "u", ф: "f", х: "h", ц: "c", ч: "c", џ: "dz", ш: "s",
  đ: "dj",
};

function address(title) {
  const plain = Array.from(title.toLowerCase(), (letter) => LETTERS[letter] ?? letter).join("");
  return plain.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

for (const name of ["w-sync:check", "w-sync:apply"]) {
  document.addEventListener(
    name,
    (event) => {
      if (event.target.matches("[data-controller~='w-slug']") && event.detail?.value) {
        event.detail.value = address(event.detail.value);
      }
    },
    true,
  );
}
