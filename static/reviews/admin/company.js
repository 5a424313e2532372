// Says who else has the article open, and what has become of it meanwhile.
"use strict";

(() => {
  const BEAT_MILLISECONDS = 10_000;
  const LOGGED_OUT = "Your login has ended. What you type is kept in this browser: log in again in another tab, then save here.";
  const GONE = "This article has been deleted. When you save, what you typed is offered as a new draft.";

  function start(about) {
    const url = about.dataset.presence;
    const place = Object.assign(document.createElement("p"), { className: "company" });
    place.setAttribute("role", "status");
    const form = document.getElementById("article_form");
    form.parentElement.insertBefore(place, form);
    const id = Math.random().toString(36).slice(2);

    function fields(extra = {}) {
      const data = new FormData();
      for (const [name, value] of Object.entries({ window: id, csrfmiddlewaretoken: csrfToken(), ...extra })) {
        data.set(name, value);
      }
      return data;
    }

    function say(words) {
      if (place.textContent !== words) place.textContent = words;
    }

    async function beat() {
      let response;
      try {
        response = await fetch(url, { method: "POST", body: fields({ version: about.dataset.version }) });
      } catch {
        return; // Off line for a moment.
      }
      if (response.redirected || response.status === 403) say(LOGGED_OUT);
      else if (response.status === 404) say(GONE);
      else if (response.ok) say((await response.json()).said);
    }

    beat();
    setInterval(beat, BEAT_MILLISECONDS);
    window.addEventListener("pagehide", () => navigator.sendBeacon(url, fields({ leave: "1" })));
    window.addEventListener("pageshow", (event) => event.persisted && beat());
  }

  document.addEventListener("DOMContentLoaded", () => {
    const about = document.getElementById("typing");
    if (about?.dataset.presence) start(about);
  });
})();
