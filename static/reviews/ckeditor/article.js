// Links to our own articles, found by headline: <a href="/articles/…/">.
"use strict";

CKEDITOR.plugins.add("article", {
  init(editor) {
    editor.addCommand("article", {
      exec() {
        const ranges = editor.getSelection()?.getRanges() || [];
        new ArticleDialog(editor.config.articlesUrl).open(editor).then((article) => {
          editor.getSelection().selectRanges(ranges);
          linkTo(editor, article);
          editor.fire("saveSnapshot");
        });
      },
    });
    editor.ui.addButton("Article", { label: "Link to article", command: "article" });
  },
});

// Selected words become the link; where none are, the headline does.
function linkTo(editor, { url, headline }) {
  const link = new CKEDITOR.dom.element("a", editor.document);
  link.setAttribute("href", url);
  link.data("cke-saved-href", url);
  if (editor.getSelection().getRanges().every((range) => range.collapsed)) {
    link.setText(headline);
    editor.insertElement(link);
    return;
  }
  const attributes = { href: url, "data-cke-saved-href": url };
  const style = new CKEDITOR.style({ element: "a", attributes });
  style.type = CKEDITOR.STYLE_INLINE;
  editor.applyStyle(style);
}

class ArticleDialog extends EditorDialog {
  // Opens as `new ArticleDialog(address).open(editor)`; gives {url, headline}.
  constructor(address) {
    super({
      title: "Link to article",
      submit: "Link",
      check: () => this.chosen(),
      fields: `
        ${editorField("q", "Words of its headline", '<input type="search" autocomplete="off">')}
        <div class="articles" role="radiogroup" aria-label="Articles"></div>
        <p class="messages" data-errors="article" role="alert"></p>
        <p data-count role="status"></p>`,
    });
    this.address = address;
    this.list = this.dialog.querySelector(".articles");
    this.form.elements.q.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(), 250);
    });
    this.load();
  }

  // An answer that is overtaken by a later question is dropped.
  async load() {
    const asked = (this.asked = this.form.elements.q.value);
    const response = await fetch(`${this.address}?${new URLSearchParams({ q: asked })}`)
      .catch(() => null);
    const answer = await response?.json().catch(() => null);
    if (asked !== this.asked) return;
    const articles = answer?.articles;
    this.list.replaceChildren(...(articles || []).map(ArticleDialog.row));
    this.dialog.querySelector("[data-count]").textContent =
      !articles ? "The server does not answer. Try again in a moment."
        : articles.length ? `${articles.length} found` : "No article found.";
  }

  static row(article, index) {
    const label = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), {
      type: "radio", name: "article", value: article.url, checked: index === 0,
    });
    radio.article = article;
    const words = Object.assign(document.createElement("span"), { textContent: article.headline });
    const state = Object.assign(document.createElement("small"), { textContent: article.state });
    label.append(radio, words, state);
    return label;
  }

  chosen() {
    const radio = this.list.querySelector("input:checked");
    if (!radio) throw { article: ["Choose an article."] };
    return radio.article;
  }
}
