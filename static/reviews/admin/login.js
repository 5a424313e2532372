// Tells who has to log in again that what was typed is kept, when it is.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("typed-kept");
  try {
    const isKept = Object.keys(localStorage).some((key) => key.startsWith("typed."));
    if (place && isKept) place.hidden = false;
  } catch {
    // A browser that keeps nothing.
  }
});
