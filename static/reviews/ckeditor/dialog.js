// One modal form, as the plugins of the text editor show it.
"use strict";

class EditorDialog {
  // `check(form)` gets the form when it is sent. It returns (a promise of) what the dialog was
  // opened for, or throws {fieldName: [messages]}; then the dialog stays, with all that was typed.
  constructor({ title, fields, submit, check }) {
    this.check = check;
    this.dialog = document.createElement("dialog");
    this.dialog.className = "editor-dialog";
    this.dialog.setAttribute("aria-labelledby", "editor-dialog-title");
    this.dialog.innerHTML = `
      <form novalidate>
        <h2 id="editor-dialog-title"></h2>
        <div class="messages" data-errors="__all__" role="alert"></div>
        ${fields}
        <p class="buttons">
          <button type="submit" class="button default"></button>
          <button type="button" class="button" data-cancel>Cancel</button>
        </p>
      </form>`;
    this.form = this.dialog.querySelector("form");
    this.dialog.querySelector("h2").textContent = title;
    this.button = this.dialog.querySelector("[type=submit]");
    this.button.textContent = submit;
    this.form.addEventListener("submit", (event) => this.send(event));
    this.dialog.querySelector("[data-cancel]").addEventListener("click", () => this.close());
  }

  // Resolves with what `check` returned, once the editor has the focus again; never, when the
  // dialog is left.
  open(editor) {
    // A double click on a widget asks twice.
    if (document.querySelector("dialog.editor-dialog[open]")) return new Promise(() => {});
    document.body.append(this.dialog);
    this.dialog.showModal();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => {
        this.dialog.remove();
        editor.focus();
        if (this.isDone) resolve(this.result);
      });
    });
  }

  close() {
    this.dialog.close();
  }

  async send(event) {
    event.preventDefault();
    this.showErrors({});
    this.button.disabled = true;
    try {
      this.result = await this.check(this.form);
      this.isDone = true;
      this.close();
    } catch (errors) {
      if (errors instanceof Error) throw errors;
      this.showErrors(errors);
    } finally {
      this.button.disabled = false;
    }
  }

  showErrors(errors) {
    const places = [...this.form.querySelectorAll("[data-errors]")];
    const known = places.map((place) => place.dataset.errors);
    const unplaced = Object.keys(errors).filter((name) => !known.includes(name));
    for (const place of places) {
      const messages = [...(errors[place.dataset.errors] || [])];
      if (place.dataset.errors === "__all__") unplaced.forEach((n) => messages.push(...errors[n]));
      place.textContent = messages.join(" ");
      const field = this.form.elements[place.dataset.errors];
      if (field instanceof HTMLElement) field.setAttribute("aria-invalid", messages.length > 0);
    }
    const first = Object.keys(errors).find((name) => this.form.elements[name]);
    if (first) this.form.elements[first].focus?.();
  }
}

// A field of such a form, with the place for its messages.
function editorField(name, label, control, help = "") {
  return `
    <p class="field" data-field="${name}">
      <label for="editor-${name}">${label}</label>
      ${control.replace("<input", `<input id="editor-${name}" name="${name}"`)
        .replace("<textarea", `<textarea id="editor-${name}" name="${name}"`)}
      ${help && `<span class="help">${help}</span>`}
      <span class="messages" data-errors="${name}" role="alert"></span>
    </p>`;
}

// Gives a function that inserts a block where the cursor is now, before a dialog takes the focus,
// and gives the widget that it became. A widget that is selected there is kept, and the block
// comes after it, as it does when the cursor is in a caption, which holds no blocks.
function editorInsertion(editor) {
  const selection = editor.getSelection();
  const line = selection?.getStartElement()?.getAscendant(
    (node) => node.is?.("figcaption") || node.hasClass?.("spoiler-summary"), true);
  const widget = editor.widgets.focused || (line && editor.widgets.getByElement(line));
  let range = selection?.getRanges()[0];
  if (widget) {
    range = editor.createRange();
    range.moveToPosition(widget.wrapper, CKEDITOR.POSITION_AFTER_END);
  }
  return (html) => {
    editor.insertHtml(html, "html", range);
    const inserted = editor.widgets.focused;
    if (inserted) writeOnAfter(editor, inserted);
    return inserted;
  };
}

// Puts the cursor into the line after a widget; makes that line where there is none.
function writeOnAfter(editor, widget) {
  const range = editor.createRange();
  // What CKEditor hides a selection in is no line.
  const next = widget.wrapper.getNext(
    (node) => node.type === CKEDITOR.NODE_ELEMENT && !node.data("cke-hidden-sel"));
  if (!next || !range.moveToElementEditStart(next)) {
    const line = editor.document.createElement("p");
    line.appendBogus();
    line.insertAfter(widget.wrapper);
    range.moveToElementEditStart(line);
  }
  range.select();
}
