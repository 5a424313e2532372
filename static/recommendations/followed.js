// Tells the site that a link in a slot was followed: which one, and nothing about the reader.
"use strict";

(() => {
  const { url, source } = document.currentScript.dataset;
  const wantsPrivacy = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
  if (wantsPrivacy || !navigator.sendBeacon) return;
  const tell = (event) => {
    const link = event.target.closest?.("[data-slot] a");
    if (!link || event.button > 1) return;
    const target = link.closest("[data-article]").dataset.article;
    const slot = link.closest("[data-slot]").dataset.slot;
    navigator.sendBeacon(url, new URLSearchParams({ source, target, slot }));
  };
  for (const type of ["click", "auxclick"]) document.addEventListener(type, tell);
})();
