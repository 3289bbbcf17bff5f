// Says on the page that a passkey could not be used: allauth's script only tells the console.
"use strict";
document.addEventListener("allauth.error", (event) => {
  const message = document.getElementById("passkey-failed");
  if (message) {
    event.preventDefault();
    message.hidden = false;
    message.focus();
  }
});
