// The preview links beside an article's form: made and taken back without leaving the form.
"use strict";

class Previews {
  constructor(root) {
    this.root = root;
    root.addEventListener("submit", (event) => this.send(event));
    root.addEventListener("click", (event) => this.copy(event));
  }

  async send(event) {
    event.preventDefault();
    const form = event.target;
    const data = new FormData(form, event.submitter);
    data.set("csrfmiddlewaretoken", csrfToken());
    let part = null;
    try {
      const response = await fetch(form.action, { method: "POST", body: data, headers: { "X-Part": "1" } });
      if (response.headers.has("X-Previews")) part = await response.text();
    } catch {
      // Said below.
    }
    if (part === null) return this.say("That did not work. Is your login still valid? Try again.");
    this.root.querySelector(".lent__body").innerHTML = part;
    const made = this.root.querySelector("#lent-address");
    this.say(made ? "" : "Done.");
    (made || this.root.querySelector("h2")).focus();
    made?.select();
  }

  async copy(event) {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    this.root.querySelector("[data-copied]").textContent = "Copied.";
  }

  say(words) {
    this.root.querySelector(".lent__said").textContent = words;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("lent");
  if (root) window.previews = new Previews(root);
});
