// The checklist beside an article's form: it follows what is typed, and leads to each field.
"use strict";

const CHECK_WAIT_MILLISECONDS = 1000;
const POINTED_AT_MILLISECONDS = 2000;

class Checklist {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.body = root.querySelector(".checklist__body");
    this.said = root.querySelector(".checklist__said");
    this.body.addEventListener("click", (event) => this.lead(event));
    if (root.dataset.url) this.listen();
  }

  listen() {
    const follow = () => this.follow();
    this.form.addEventListener("input", follow);
    // Django's own jQuery tells of autocomplete fields; native listeners do not hear of these.
    const $ = django.jQuery;
    $(this.form).on("change", follow);
    $(document).on("formset:added formset:removed", follow);
    window.CKEDITOR?.on("instanceReady", ({ editor }) => editor.on("change", follow));
    if (this.root.hasAttribute("data-typed")) this.send();
  }

  follow() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), CHECK_WAIT_MILLISECONDS);
  }

  // An answer that a later question has overtaken is dropped; one that fails leaves the old list.
  async send() {
    const data = new FormData(this.form);
    const editor = window.CKEDITOR?.instances.id_body;
    if (editor?.status === "ready") data.set("body", editor.getData());
    data.set("csrfmiddlewaretoken", csrfToken());
    const number = (this.number = (this.number || 0) + 1);
    try {
      const response = await fetch(this.root.dataset.url, { method: "POST", body: data });
      if (number === this.number && response.headers.has("X-Checklist")) {
        this.show(await response.text());
      }
    } catch {
      // The list is asked for again with the next change.
    }
  }

  show(html) {
    const before = this.sum();
    const focused = this.body.contains(document.activeElement) && document.activeElement.getAttribute("href");
    this.body.innerHTML = html;
    if (focused) this.body.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    if (this.sum() !== before) this.said.textContent = `As typed, not saved: ${this.sum()}`;
  }

  sum() {
    return this.body.querySelector(".checklist__sum")?.textContent || "";
  }

  lead(event) {
    const link = event.target.closest("a[href^='#']");
    const goal = link && document.getElementById(link.hash.slice(1));
    if (!goal) return;
    event.preventDefault();
    goal.closest("details")?.setAttribute("open", "");
    const editor = window.CKEDITOR?.instances[goal.id];
    const shown = editor ? editor.container.$ : goal.nextElementSibling?.matches(".select2") ? goal.nextElementSibling : goal;
    shown.scrollIntoView({ block: "center" });
    if (editor) editor.focus();
    else (focusableIn(shown) || focusable(shown)).focus({ preventScroll: true });
    shown.classList.add("is-pointed-at");
    setTimeout(() => shown.classList.remove("is-pointed-at"), POINTED_AT_MILLISECONDS);
  }
}

function focusableIn(part) {
  const fields = "input:not([type=hidden]), select, textarea, .select2-selection";
  if (part.matches(fields)) return part;
  return [...part.querySelectorAll(fields)].find((field) => field.offsetParent && field.tabIndex >= 0);
}

function focusable(part) {
  part.tabIndex = -1;
  return part;
}

document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("checklist");
  const form = document.getElementById("article_form");
  if (root && form) window.checklist = new Checklist(root, form);
});
