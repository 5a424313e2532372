// The newsroom's notes beside an article's form; keeping one neither saves nor loses the form.
"use strict";

(() => {
  const UNREACHABLE = "The note is not kept: the site cannot be reached. Try again.";
  const LOGGED_OUT = "The note is not kept: your login has ended. Log in again in another tab, then try again.";

  async function start(about) {
    const section = Object.assign(document.createElement("section"), { className: "notes", id: "notes" });
    section.setAttribute("aria-label", "Notes of the newsroom");
    const host = document.getElementById("beside-article") || document.getElementById("links");
    if (!host) return;
    host.append(section);
    section.addEventListener("submit", (event) => {
      event.preventDefault();
      send(event.target, event.submitter);
    });

    async function show(answer, place) {
      if (answer.redirected) return say(place, LOGGED_OUT);
      const text = await answer.text();
      if (answer.headers.has("X-Notes")) section.innerHTML = text;
      else say(place, answer.status === 400 ? text : UNREACHABLE);
    }

    function say(form, words) {
      const place = form?.querySelector("[role=alert]");
      if (place) place.textContent = words;
    }

    async function send(form, button) {
      const data = new FormData(form, button);
      data.set("csrfmiddlewaretoken", csrfToken());
      const drafts = new Map([...section.querySelectorAll("textarea")].map((t) => [t.id, t.value]));
      drafts.delete(form.querySelector("textarea")?.id);
      try {
        await show(await fetch(about.dataset.notes, { method: "POST", body: data, headers: { Accept: "text/x-fragment" } }), form);
      } catch {
        return say(form, UNREACHABLE);
      }
      for (const [id, value] of drafts) {
        const field = document.getElementById(id);
        if (field && value) field.value = value;
      }
      const place = section.querySelector("[role=status]");
      if (place) place.textContent = place.dataset.said || "";
      section.querySelector("#note-text")?.focus();
    }

    try {
      await show(await fetch(about.dataset.notes, { headers: { Accept: "text/x-fragment" } }));
    } catch {
      section.remove();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const about = document.getElementById("typing");
    if (about?.dataset.notes) start(about);
  });
})();
