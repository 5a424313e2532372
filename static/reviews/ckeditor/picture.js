// Pictures of the library in the text: <figure data-image="12"><img alt="…"><figcaption>…
"use strict";

CKEDITOR.plugins.add("picture", {
  requires: "widget",

  init(editor) {
    editor.widgets.add("picture", pictureWidget(editor));
    editor.addCommand("picture", { exec: () => insertPicture(editor) });
    editor.ui.addButton("Picture", { label: "Picture", command: "picture" });
    editor.on("paste", (event) => {
      if (/<img/i.test(event.data.dataValue) && !/data-image=/.test(event.data.dataValue)) {
        editor.showNotification?.("Pictures cannot be pasted: use the Picture button.", "info");
      }
    });
  },
});

function isPicture(node) {
  return node.name === "figure" && /^[1-9]\d*$/.test(node.attributes["data-image"] || "");
}

function pictureWidget(editor) {
  return {
    pathName: "picture",
    editables: {
      caption: { selector: "figcaption", allowedContent: "strong em a[!href,title] span[lang]" },
    },
    upcast(node) {
      if (!isPicture(node)) return false;
      for (const name of ["img", "figcaption"]) {
        if (!node.getFirst(name)) node.add(new CKEDITOR.htmlParser.element(name));
      }
      return true;
    },
    downcast(node) {
      const caption = node.getFirst("figcaption");
      if (!caption) return;
      delete caption.attributes.style;
      if (!caption.getHtml().replace(/<br[^>]*>|&nbsp;|\s/g, "")) caption.children = [];
    },
    init() {
      this.image = this.element.findOne("img");
      this.setData("alt", this.image.getAttribute("alt") || "");
      this.setData("isDecorative", this.image.hasAttribute("role"));
    },
    // The role says that an empty text is meant.
    data() {
      this.image.setAttribute("alt", this.data.alt);
      if (this.data.isDecorative) this.image.setAttribute("role", "presentation");
      else this.image.removeAttribute("role");
    },
    edit(event) {
      event.cancel();
      new PictureWordsDialog(this.data.alt).open(editor).then((alt) => {
        this.setData({ alt, isDecorative: alt === "" });
        editor.fire("saveSnapshot");
      });
    },
  };
}

async function insertPicture(editor) {
  const addresses = {
    library: editor.config.pictureLibraryUrl,
    upload: editor.config.pictureUploadUrl,
  };
  const insert = editorInsertion(editor);
  const picture = await new PictureDialog(addresses).open(editor);
  const encode = CKEDITOR.tools.htmlEncodeAttr;
  insert(
    `<figure data-image="${picture.id}">` +
      `<img src="${encode(picture.url)}" alt="${encode(picture.alt)}"${picture.alt ? "" : ' role="presentation"'}>` +
      `<figcaption>${CKEDITOR.tools.htmlEncode(picture.caption)}</figcaption></figure>`,
  );
}
