// Keeps what is typed into an article's form in this browser until the server says it is saved,
// and offers it again after a crash, a closed window or an expired login.
"use strict";

(() => {
  const WAIT_MILLISECONDS = 500;
  const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "typed_key", "_look"]);

  // The server names in a cookie what it has saved; the cookie has no other use.
  async function forgetSaved() {
    for (const [, key] of document.cookie.matchAll(/(?:^|; )typed-saved-[^=]*=([\w.-]+)/g)) {
      await typedTexts.remove(key);
      document.cookie = `typed-saved-${key.split(".").pop()}=; path=/admin/; max-age=0`;
    }
  }

  // The form

  function editorOf(field) {
    return window.CKEDITOR?.instances[field.id];
  }

  function valueOf(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    if (field.tagName === "SELECT") {
      return [...field.selectedOptions].filter((o) => o.value).map((o) => [o.value, o.text]);
    }
    const editor = editorOf(field);
    return editor?.status === "ready" ? editor.getData() : field.value;
  }

  function isTemplate(field) {
    return field.name.includes("__prefix__");
  }

  function read(form) {
    const fields = {};
    for (const field of form.elements) {
      const isKept = field.name && !["submit", "button", "file"].includes(field.type);
      if (isKept && !NEVER_KEPT.has(field.name) && !isTemplate(field)) {
        fields[field.name] = valueOf(field);
      }
    }
    return fields;
  }

  // Without what says how old the form is: it is no text.
  function textOf(fields) {
    return JSON.stringify(Object.entries(fields).filter(([name]) => name !== "opened"));
  }

  async function write(form, fields) {
    for (const [name, value] of Object.entries(fields)) {
      if (name.endsWith("-TOTAL_FORMS")) addRows(form, name, Number(value));
    }
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (!field || field instanceof RadioNodeList || name.endsWith("_FORMS")) continue;
      await put(field, value);
    }
  }

  function addRows(form, name, number) {
    const prefix = name.slice(0, -"-TOTAL_FORMS".length);
    for (let i = Number(form.elements[name].value); i < number; i++) {
      document.querySelector(`#${prefix}-group .add-row a`)?.click();
    }
  }

  async function put(field, value) {
    const editor = editorOf(field);
    if (field.type === "checkbox") field.checked = value;
    else if (field.tagName === "SELECT") choose(field, value);
    else if (editor) await new Promise((done) => editor.setData(value, { callback: done }));
    else field.value = value;
    django.jQuery(field).trigger("change");
  }

  function choose(field, options) {
    for (const [value, text] of options) {
      const isThere = [...field.options].some((option) => option.value === value);
      if (!isThere) field.add(new Option(text, value));
    }
    const chosen = new Set(options.map(([value]) => value));
    for (const option of field.options) option.selected = chosen.has(option.value);
    if (!chosen.size && !field.multiple) field.value = "";
  }

  // The offer

  function words(value) {
    if (Array.isArray(value)) return value.map(([, text]) => text).join(", ");
    if (typeof value === "boolean") return value ? "yes" : "no";
    return new DOMParser().parseFromString(value, "text/html").body.textContent.trim();
  }

  function label(form, name) {
    const field = form.elements[name];
    const shown = field?.labels?.[0]?.textContent || document.querySelector(`label[for="id_${name}"]`)?.textContent;
    return (shown || name).replace(/:$/, "").trim();
  }

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function comparison(form, typed, shown) {
    const rows = Object.keys(typed)
      .filter((name) => name !== "opened" && !/_FORMS$|-id$|-article$/.test(name))
      .filter((name) => JSON.stringify(typed[name]) !== JSON.stringify(shown[name] ?? ""))
      .map((name) =>
        element(
          "tr",
          {},
          element("th", { scope: "row", textContent: label(form, name) }),
          element("td", { textContent: words(typed[name]) || "—" }),
          element("td", { textContent: words(shown[name] ?? "") || "—" }),
        ),
      );
    const head = element("tr");
    for (const textContent of ["Field", "As you typed it", "As it is in the form"]) {
      head.append(element("th", { scope: "col", textContent }));
    }
    return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  }

  function offer(form, entry, current, restore) {
    const when = new Date(entry.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    const isOlder = entry.article && entry.version !== current.version;
    const notice = element("section", { className: "typed-offer" });
    notice.setAttribute("aria-label", "Text that was not saved");
    const said = isOlder
      ? "The article has been saved by somebody since. Your text is put into the form only; when you save, both are shown side by side."
      : "It is put into the form and not saved until you save.";
    const back = element("button", { type: "button", className: "button", textContent: "Bring it back" });
    const away = element("button", { type: "button", className: "button typed-offer__discard", textContent: "Discard" });
    back.addEventListener("click", () => {
      restore(entry);
      notice.remove();
    });
    away.addEventListener("click", () => {
      typedTexts.remove(entry.key);
      notice.remove();
      form.querySelector("input:not([type=hidden]), textarea")?.focus();
    });
    const details = element("details", {}, element("summary", { textContent: "Compare" }));
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(comparison(form, entry.fields, read(form)));
    });
    notice.append(
      element("p", {}, element("strong", { textContent: `What you typed here on ${when} was not saved.` }), ` ${said}`),
      element("p", { className: "typed-offer__acts" }, back, " ", away),
      details,
    );
    form.parentElement.insertBefore(notice, form);
  }

  async function livingWindows() {
    const held = (await navigator.locks?.query())?.held || [];
    return new Set(held.map((lock) => lock.name));
  }

  // A page with the form

  async function start(form, about, tidied) {
    const current = { ...about.dataset };
    const subject = current.article || "new";
    const mine = `${typedTexts.PREFIX}${current.user}.${subject}.`;
    const own = mine + Math.random().toString(36).slice(2);
    navigator.locks?.request(own, () => new Promise(() => {}));
    form.append(element("input", { type: "hidden", name: "typed_key", value: own }));
    // Other scripts fill in fields of their own: only what somebody does makes a text to keep.
    let isTouched = Boolean(current.unsaved);
    form.addEventListener("input", () => (isTouched = true), { once: true });
    try {
      await Promise.all([ready(), tidied]);
    } catch {
      return; // A browser that keeps nothing.
    }
    let saved = isTouched ? "" : textOf(read(form));
    let timer = null;
    let isBeingFilled = false;

    async function keepNow(how) {
      clearTimeout(timer);
      timer = null;
      if (!isTouched || isBeingFilled) return;
      const fields = read(form);
      const text = textOf(fields);
      if (text === saved) return;
      saved = text;
      const entry = { key: own, at: Date.now(), article: current.article, version: current.version, fields };
      const isKept = await typedTexts.keep(entry, how);
      about.textContent = isKept ? "" : "This text is too long to be kept in the browser: save it now and then.";
      about.hidden = isKept;
      if (!isKept) saved = "";
    }

    function keepLast() {
      keepNow({ isLeft: true });
    }

    // Not put off by more typing: who never pauses loses no more than who does.
    function changed() {
      isTouched = true;
      timer ??= setTimeout(keepNow, WAIT_MILLISECONDS);
    }

    async function restore(entry) {
      isBeingFilled = true;
      if (entry.article) current.version = entry.version;
      await typedTexts.keep({ ...entry, key: own });
      await typedTexts.remove(entry.key);
      await write(form, entry.fields);
      isBeingFilled = false;
      changed();
    }

    await keepNow();
    if (current.before) await typedTexts.remove(current.before);
    const alive = await livingWindows();
    const shown = textOf(read(form));
    for (const entry of await typedTexts.all()) {
      if (!entry.key.startsWith(mine) || alive.has(entry.key) || entry.key === own) continue;
      if (textOf(entry.fields) === shown) typedTexts.remove(entry.key);
      else offer(form, entry, current, restore);
    }
    form.addEventListener("input", changed);
    django.jQuery(form).on("change", changed);
    django.jQuery(document).on("formset:added formset:removed", changed);
    for (const editor of Object.values(window.CKEDITOR?.instances || {})) editor.on("change", changed);
    form.addEventListener("submit", () => {
      keepLast();
      form.elements.csrfmiddlewaretoken.value = csrfToken();
    });
    window.addEventListener("pagehide", keepLast);
    document.addEventListener("visibilitychange", () => document.hidden && keepLast());
    about.dataset.ready = "1";
  }

  function ready() {
    const editors = Object.values(window.CKEDITOR?.instances || {});
    return Promise.all(
      editors.map((editor) => editor.status === "ready" || new Promise((done) => editor.on("instanceReady", done))),
    );
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("article_form");
    const about = document.getElementById("typing");
    const tidied = forgetSaved().then(typedTexts.tidy);
    if (form && about) start(form, about, tidied);
    else tidied.catch(() => {});
  });
})();
