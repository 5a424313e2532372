// Choosing a picture: from the library, or uploaded on the spot.
"use strict";

const PICTURE_WORDS = [
  editorField("alt_text", "Alternative text", '<textarea rows="2" maxlength="400"></textarea>',
    "What the picture shows, for people who cannot see it."),
  `<p class="field"><label><input type="checkbox" name="is_decorative">
    Decorative: screen readers pass over it</label></p>`,
].join("");

class PictureDialog extends EditorDialog {
  // Opens as `new PictureDialog({library, upload}).open(editor)`; gives {id, url, alt, caption}.
  constructor(addresses) {
    super({
      title: "Picture",
      submit: "Insert",
      check: (form) => (form.elements.from.value === "upload" ? this.upload() : this.chosen()),
      fields: `
        <fieldset class="choice">
          <label><input type="radio" name="from" value="library" checked> From the library</label>
          <label><input type="radio" name="from" value="upload"> Upload a new one</label>
        </fieldset>
        <div data-part="library">
          ${editorField("q", "Search", '<input type="search" autocomplete="off">')}
          <div class="library" role="radiogroup" aria-label="Pictures"></div>
          <p class="messages" data-errors="image" role="alert"></p>
          <p><button type="button" class="button" data-more hidden>More pictures</button>
             <span data-count role="status"></span></p>
        </div>
        <div data-part="upload" hidden>
          ${editorField("upload", "File",
            '<input type="file" accept="image/jpeg,image/png,image/webp,image/avif">',
            "JPEG, PNG, WebP or AVIF. Location and camera data are removed.")}
          ${PICTURE_WORDS}
          ${editorField("caption", "Caption", '<textarea rows="2" maxlength="400"></textarea>')}
          ${editorField("credit", "Credit", '<input type="text" maxlength="200">')}
        </div>`,
    });
    this.addresses = addresses;
    this.grid = this.dialog.querySelector(".library");
    this.more = this.dialog.querySelector("[data-more]");
    this.form.addEventListener("change", () => this.showPart());
    this.more.addEventListener("click", () => this.load(this.page + 1));
    this.form.elements.q.addEventListener("input", () => this.searchSoon());
    this.form.elements.q.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    this.load(1);
  }

  showPart() {
    for (const part of this.dialog.querySelectorAll("[data-part]")) {
      part.hidden = part.dataset.part !== this.form.elements.from.value;
    }
  }

  searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(1), 250);
  }

  async load(page) {
    const query = new URLSearchParams({ q: this.form.elements.q.value, page });
    const asked = (this.asked = `${query}`);
    const answer = await this.ask(`${this.addresses.library}?${query}`).catch((errors) => {
      this.showErrors(errors);
    });
    // An answer that is overtaken by a later question is dropped.
    if (!answer || asked !== this.asked) return;
    this.page = page;
    if (page === 1) this.grid.replaceChildren();
    this.grid.append(...answer.images.map(PictureDialog.tile));
    this.more.hidden = page >= answer.pages;
    this.dialog.querySelector("[data-count]").textContent =
      this.grid.children.length ? "" : "No picture found.";
  }

  static tile(image) {
    const label = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), {
      type: "radio", name: "image", value: image.id,
    });
    radio.picture = image;
    const words = image.alt || image.caption || "Decorative picture";
    const thumbnail = Object.assign(new Image(), { src: image.thumbnail, alt: "", loading: "lazy" });
    const text = Object.assign(document.createElement("span"), { textContent: words });
    label.append(radio, thumbnail, text);
    return label;
  }

  chosen() {
    const radio = this.grid.querySelector("input:checked");
    if (!radio) throw { image: ["Choose a picture."] };
    return radio.picture;
  }

  // What was typed belongs to this place, also when the library had the picture already.
  async upload() {
    const data = new FormData(this.form);
    if (!data.get("upload").name) throw { upload: ["Choose a file."] };
    const { image } = await this.ask(this.addresses.upload, { method: "POST", body: data });
    const alt = data.get("is_decorative") ? "" : data.get("alt_text").trim();
    return { ...image, alt, caption: data.get("caption").trim() || image.caption };
  }

  async ask(address, options = {}) {
    const response = await fetch(address, { ...options, headers: { "X-CSRFToken": csrfToken() } })
      .catch(() => { throw { __all__: ["The server cannot be reached. Try again in a moment."] }; });
    const answer = await response.json().catch(() => ({}));
    if (response.ok && !answer.errors) return answer;
    throw answer.errors || { __all__: [`The server refused (${response.status}). Try again, or reload in another tab and log in.`] };
  }
}

// The words of a picture that stands in a text; gives its new alternative text.
class PictureWordsDialog extends EditorDialog {
  constructor(alt) {
    super({
      title: "Alternative text",
      submit: "Change",
      fields: PICTURE_WORDS,
      check: (form) => {
        const { alt_text: words, is_decorative: decorative } = form.elements;
        if (decorative.checked) return "";
        if (!words.value.trim()) throw { alt_text: ["Describe the picture, or tick “decorative”."] };
        return words.value.trim();
      },
    });
    this.form.elements.alt_text.value = alt;
    this.form.elements.is_decorative.checked = alt === "";
  }
}
