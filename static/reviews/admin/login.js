// Tells who has to log in again that what was typed is kept, when it is.
"use strict";

document.addEventListener("DOMContentLoaded", async () => {
  const place = document.getElementById("typed-kept");
  try {
    if (place && (await typedTexts.all()).length) place.hidden = false;
  } catch {
    // A browser that keeps nothing.
  }
});
