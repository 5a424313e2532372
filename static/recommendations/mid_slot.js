// Where the mid slot stands: chosen in the panel, and shown in the text editor.
"use strict";

const MARKER = "links-mid-slot";
const WORDS = "“You may also like” stands here";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("links");
  const form = document.getElementById("article_form");
  if (!root || !form) return;
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mid]");
    if (button) choosePlace(form, button.dataset);
  });
  const mark = () => markPlace(root);
  root.addEventListener("links:shown", mark);
  window.CKEDITOR?.on("instanceReady", ({ editor }) => {
    for (const name of ["contentDom", "change"]) editor.on(name, mark);
    mark();
  });
});

// The choice is a part of the article, so it goes into the form and is saved with that.
function choosePlace(form, { mid, block = "" }) {
  form.elements.mid_slot.value = mid;
  form.elements.mid_slot_block.value = block;
  window.linksPanel.follow({ atOnce: true, key: block ? `mid-${block}` : `mid-${mid}` });
}

// A rule of CSS beside the text draws the line: there is nothing in the text that could be saved.
function markPlace(root) {
  const editor = window.CKEDITOR?.instances.id_body;
  const page = editor?.mode === "wysiwyg" ? editor.document?.$ : null;
  if (!page) return;
  const places = root.querySelector(".places");
  const style = page.getElementById(MARKER) || page.head.appendChild(page.createElement("style"));
  style.id = MARKER;
  style.textContent = ruleFor(page.body, places?.dataset || {});
}

// While the text has other blocks than the panel knows of, nothing is marked.
function ruleFor(body, { after, blocks }) {
  const found = [...body.children].filter(isBlock);
  if (!after || found.length !== Number(blocks)) return "";
  const place = 1 + [...body.children].indexOf(found[Number(after) - 1]);
  return `
    body > :nth-child(${place})::after {
      content: "${WORDS}";
      display: block;
      margin: 1em 0;
      padding: 0.3em 0;
      border-block: 2px dashed #417690;
      color: #2b5268;
      font: 0.8rem/1.4 sans-serif;
      text-align: center;
    }`;
}

// What the server would count as a block: not what the editor keeps for itself, nor empty lines.
function isBlock(node) {
  if (node.hasAttribute("data-cke-temp") || node.hasAttribute("data-cke-hidden-sel")) return false;
  if (node.matches("span, br")) return false;
  const isThing = node.matches("hr, table, [data-cke-widget-wrapper]") || node.querySelector("img");
  return Boolean(isThing || node.textContent.replace(/[\s\u00a0\u200b\ufeff]/g, ""));
}
