// The panel beside an article's form: it follows what is typed, and sends what is pressed.
"use strict";

const WAIT_MILLISECONDS = 500;
const LOGGED_OUT = "Your login has ended. Log in again in another tab, then try once more.";
const FORBIDDEN = "Your login has ended, or your account may not see that.";
const TOO_MUCH = "There is too much in the form to be foreseen; the panel shows what it knew before.";
const UNREACHABLE = "The server does not answer; the panel shows what it knew before.";

class LinksPanel {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.body = root.querySelector(".links__body");
    this.said = root.querySelector(".links__said");
    this.asked = root.querySelector("#links-asked");
    this.isTyped = root.hasAttribute("data-typed");
    this.place = root.querySelector(".places__state")?.textContent;
    root.classList.add("is-live");
    this.body.addEventListener("click", (event) => this.press(event));
    this.body.addEventListener("keydown", (event) => this.saveByEnter(event));
    this.listenToDragging();
    this.listenToTheForm();
  }

  listenToTheForm() {
    const typed = (event) => {
      if (isWatched(event.target)) this.follow();
    };
    this.form.addEventListener("input", typed);
    // Django's own jQuery tells of autocomplete fields; native listeners do not hear of these.
    const $ = django.jQuery;
    $(this.form).on("change", typed);
    $(document).on("formset:added formset:removed", () => this.follow());
    $(this.asked).on("change", () => this.ask());
    window.CKEDITOR?.on("instanceReady", ({ editor }) => {
      this.noteSaved();
      editor.on("change", () => this.follow());
      this.follow();
    });
    this.noteSaved();
    if (this.isTyped) this.send();
  }

  // A form that came back with errors holds what is not saved, from the start.
  // The text counts from when the editor is ready, which writes the same text in its own way.
  noteSaved() {
    this.initial ||= typedFields(this.form);
    this.initial.set("body", bodyOf(this.form));
    this.shown = asText(this.initial);
    this.saved = this.root.hasAttribute("data-typed") ? null : this.shown;
  }

  follow({ atOnce = false, key = "" } = {}) {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      if (isEditorLoading()) return;
      const typed = asText(typedFields(this.form));
      if (typed === this.shown) return;
      this.isTyped = typed !== this.saved;
      await this.send();
      if (key) this.focus(key);
    }, atOnce ? 0 : WAIT_MILLISECONDS);
  }

  ask() {
    if (this.root.dataset.article || this.isTyped) this.send();
    else this.say("Give the article a headline or a tag first.");
  }

  press(event) {
    const button = event.target.closest("button[name]");
    if (!button || button.disabled) return;
    const change = button.closest("[data-change]");
    const fields = change ? valuesOf(change) : {};
    this.act({ ...fields, [button.name]: button.value }, button.dataset.key);
  }

  saveByEnter(event) {
    const change = event.target.closest("[data-change]");
    if (event.key !== "Enter" || !change || event.target.matches("button, select")) return;
    event.preventDefault();
    change.querySelector("button").click();
  }

  async act(fields, key) {
    if (this.isBusy) return;
    this.isBusy = true;
    clearTimeout(this.timer);
    try {
      await this.send(fields);
      this.focus(key);
    } finally {
      this.isBusy = false;
    }
  }

  // Ask for the panel anew; an answer that a later question has overtaken is dropped.
  async send(fields = {}) {
    const typed = typedFields(this.form);
    const data = this.isTyped ? typed : new FormData();
    this.shown = asText(typed);
    data.set("article", this.root.dataset.article);
    data.set("asked", this.asked.value);
    data.set("csrfmiddlewaretoken", csrfToken());
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    const number = (this.number = (this.number || 0) + 1);
    let answer;
    try {
      const response = await fetch(this.root.dataset.url, { method: "POST", body: data });
      answer = await readAnswer(response);
    } catch {
      answer = { message: UNREACHABLE };
    }
    if (number !== this.number) return;
    if (answer.html !== undefined) this.show(answer.html);
    else this.say(answer.message);
  }

  show(html) {
    const open = new Set([...this.body.querySelectorAll("details[open]")].map((d) => d.dataset.key));
    this.body.innerHTML = html;
    for (const details of this.body.querySelectorAll("details")) {
      details.open = open.has(details.dataset.key);
    }
    const said = this.body.querySelector("[data-said]");
    const place = this.body.querySelector(".places__state")?.textContent || "";
    const state = this.body.querySelector(".links__state");
    const isMoved = this.place !== undefined && this.place !== place;
    this.say(said?.textContent || [state?.textContent, isMoved && place].filter(Boolean).join(" "));
    this.place = place;
    this.said.classList.add("is-in-sight-below");
    this.root.dispatchEvent(new CustomEvent("links:shown"));
  }

  say(words) {
    this.said.classList.remove("is-in-sight-below");
    this.said.textContent = words;
  }

  // Where the pressed button has gone, another for the same article gets the focus.
  focus(key) {
    const same = this.body.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const row = CSS.escape(key.replace(/^.*-/, ""));
    const near = same?.disabled
      ? same.parentElement.querySelector("button:enabled")
      : same || this.body.querySelector(`button:enabled[data-key$="-${row}"]`);
    const goal = near || this.root.querySelector("#links-heading");
    if (goal.tabIndex < 0) goal.tabIndex = -1;
    goal.focus();
  }

  listenToDragging() {
    let dragged = null;
    this.body.addEventListener("dragstart", (event) => {
      dragged = event.target.closest?.("[data-pin]");
      event.dataTransfer?.setData("text/plain", "");
    });
    this.body.addEventListener("dragover", (event) => {
      const over = dragged && event.target.closest("[data-pin]");
      if (!over) return;
      event.preventDefault();
      if (over === dragged) return;
      const box = over.getBoundingClientRect();
      const isBelow = event.clientY > box.top + box.height / 2;
      over.parentElement.insertBefore(dragged, isBelow ? over.nextSibling : over);
    });
    this.body.addEventListener("dragend", () => {
      if (!dragged) return;
      const pins = [...this.body.querySelectorAll("[data-pin]")].map((pin) => pin.dataset.pin);
      this.act({ order: pins.join(",") }, `up-${dragged.dataset.target}`);
      dragged = null;
    });
  }
}

function isWatched(field) {
  const names = /^(headline|standfirst|themes|suggested|mid_slot|mid_slot_block|article_shows-.*)$/;
  return names.test(field.name || "");
}

// What the links depend on, as it stands in the form.
function typedFields(form) {
  const data = new FormData();
  data.set("typed", "1");
  for (const name of ["headline", "standfirst", "mid_slot", "mid_slot_block"]) {
    data.set(name, form.elements[name]?.value || "");
  }
  data.set("body", bodyOf(form));
  const themes = [...(form.elements.themes?.selectedOptions || [])].map(({ value }) => value);
  for (const theme of [...themes, ...tickedIn(form, "theme")]) data.append("themes", theme);
  for (const show of [...shownInOrder(form), ...tickedIn(form, "show")]) data.append("shows", show);
  return data;
}

// Tags found in the text that the save will add.
function tickedIn(form, kind) {
  return [...form.querySelectorAll("[name=suggested]:checked")]
    .map(({ value }) => value.split(":"))
    .filter(([each]) => each === kind)
    .map(([, key]) => key);
}

function bodyOf(form) {
  const editor = window.CKEDITOR?.instances.id_body;
  return editor?.status === "ready" ? editor.getData() : form.elements.body?.value || "";
}

function isEditorLoading() {
  const editor = window.CKEDITOR?.instances.id_body;
  return Boolean(editor) && editor.status !== "ready";
}

function asText(data) {
  return JSON.stringify([...data]);
}

function shownInOrder(form) {
  const rows = [...form.querySelectorAll("[name^=article_shows-][name$=-show]")].map((field, row) => {
    const prefix = field.name.slice(0, -"show".length);
    const isDeleted = form.elements[`${prefix}DELETE`]?.checked;
    const position = form.elements[`${prefix}position`]?.value;
    return { show: isDeleted ? "" : field.value, place: Number(position || row + 1) };
  });
  return rows
    .filter(({ show }) => show)
    .sort((a, b) => a.place - b.place)
    .map(({ show }) => show);
}

function valuesOf(part) {
  const fields = [...part.querySelectorAll("input, select")];
  return Object.fromEntries(fields.map((field) => [field.name, field.value]));
}

async function readAnswer(response) {
  if (response.redirected) return { message: LOGGED_OUT };
  const text = await response.text();
  if (response.headers.has("X-Links-Panel")) return { html: text };
  const isInWords = response.headers.get("Content-Type")?.startsWith("text/plain");
  if (response.status === 400) return { message: isInWords ? text : TOO_MUCH };
  return { message: response.status === 403 ? FORBIDDEN : UNREACHABLE };
}

document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("links");
  const form = document.getElementById("article_form");
  if (root && form) window.linksPanel = new LinksPanel(root, form);
});
