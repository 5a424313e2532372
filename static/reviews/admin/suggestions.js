// The tags found in an article's text: looked for again when it has been typed on.
"use strict";

const SUGGEST_WAIT_MILLISECONDS = 1500;

class Suggestions {
  constructor(list, address) {
    this.list = list;
    this.address = address;
    this.form = list.closest("form");
    const { form } = this;
    const follow = () => this.follow();
    form.addEventListener("input", follow);
    django.jQuery(form).on("change", follow);
    window.CKEDITOR?.on("instanceReady", ({ editor }) => editor.on("change", follow));
  }

  follow() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), SUGGEST_WAIT_MILLISECONDS);
  }

  // An answer that a later question has overtaken is dropped; one that fails leaves the old list.
  async send() {
    const data = new FormData(this.form);
    const editor = window.CKEDITOR?.instances.id_body;
    if (editor?.status === "ready") data.set("body", editor.getData());
    data.set("csrfmiddlewaretoken", csrfToken());
    const number = (this.number = (this.number || 0) + 1);
    const response = await fetch(this.address, { method: "POST", body: data })
      .catch(() => null);
    if (response?.ok && !response.redirected && number === this.number) this.show(await response.text());
  }

  // What is ticked stays, and so does the focus.
  show(html) {
    const found = document.createElement("div");
    found.innerHTML = html;
    const focused = this.list.contains(document.activeElement) && document.activeElement.value;
    const rows = [...found.querySelectorAll("label")].map((label) => label.closest("div"));
    const kept = [...this.list.querySelectorAll("input:checked")]
      .filter((box) => !found.querySelector(`input[value="${CSS.escape(box.value)}"]`))
      .map((box) => box.closest("div"));
    this.list.replaceChildren(...kept, ...rows.filter((row) => row.querySelector("input")));
    if (focused) this.list.querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const list = document.getElementById("id_suggested");
  const address = document.querySelector("[data-suggestions]")?.dataset.suggestions;
  if (list && address) new Suggestions(list, address);
});
