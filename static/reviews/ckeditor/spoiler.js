// Passages that give the end away: <details class="spoiler"><summary>…</summary>…</details>
"use strict";

CKEDITOR.plugins.add("spoiler", {
  requires: "widget",

  init(editor) {
    editor.widgets.add("spoiler", {
      pathName: "spoiler",
      editables: {
        summary: { selector: ".spoiler-summary", allowedContent: "strong em" },
        text: { selector: ".spoiler-text" },
      },
      upcast: openSpoiler,
      downcast: closeSpoiler,
    });
    editor.addCommand("spoiler", { exec: insertSpoiler });
    editor.ui.addButton("Spoiler", { label: "Spoiler", command: "spoiler" });
  },
});

// In the editor a spoiler lies open, as two boxes; a real one would shut at a click.
function openSpoiler(node) {
  if (node.name !== "details") return false;
  const summary = box("spoiler-summary", node.getFirst("summary")?.children || []);
  const rest = node.children.filter((child) => child.name !== "summary");
  const text = box("spoiler-text", rest);
  if (!rest.length) text.setHtml("<p></p>");
  if (!summary.children.length) summary.setHtml("Spoiler");
  node.name = "div";
  node.attributes = { class: "spoiler" };
  node.children = [];
  node.add(summary);
  node.add(text);
  return true;
}

function closeSpoiler(node) {
  const details = new CKEDITOR.htmlParser.element("details", { class: "spoiler" });
  const summary = new CKEDITOR.htmlParser.element("summary");
  const [title, text] = ["spoiler-summary", "spoiler-text"].map((name) =>
    node.find((child) => child.hasClass?.(name), true)[0],
  );
  move(title.children, summary);
  details.add(summary);
  move(text.children, details);
  return details;
}

function box(name, children) {
  const node = new CKEDITOR.htmlParser.element("div", { class: name });
  move(children, node);
  return node;
}

function move(children, parent) {
  for (const child of [...children]) {
    child.remove?.();
    parent.add(child);
  }
}

// What is selected becomes the hidden passage; else the cursor goes into an empty one.
function insertSpoiler(editor) {
  const selected = (!editor.widgets.focused && editor.getSelectedHtml(true)) || "<p></p>";
  const html = `<details class="spoiler"><summary>Spoiler</summary>${selected}</details>`;
  const spoiler = editorInsertion(editor)(html);
  spoiler?.editables.text.focus();
}
