// Gives names, for those who hear the page, to what Django's admin leaves without: the boxes that
// select2 draws, the fields in tables of rows, and the two halves of a date with its time.
"use strict";

function nameSelects(root) {
  for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
    const selection = select.nextElementSibling?.querySelector(".select2-selection");
    const label = select.labels[0] || select.closest("td")?.closest("table")?.querySelector(
      `th.column-${CSS.escape(select.name.split("-").pop())}`);
    if (!selection || !label) continue;
    label.id ||= `label-of-${select.id}`;
    const chosen = selection.querySelector(".select2-selection__rendered");
    chosen.id ||= `chosen-in-${select.id}`;
    selection.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    selection.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
    // What it calls a text box or a list is neither to axe, and says no more than its words.
    if (chosen.matches("ul")) chosen.setAttribute("role", "presentation");
    for (const attribute of ["role", "aria-readonly"]) {
      if (chosen.matches("span")) chosen.removeAttribute(attribute);
    }
  }
}

function nameFields(root) {
  for (const field of root.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    if (field.labels?.length || field.hasAttribute("aria-label")) continue;
    const cell = field.closest("td"), row = cell?.closest("tr");
    const head = row && row.closest("table").querySelector("thead").rows[0].cells[cell.cellIndex];
    const part = field.closest("p.datetime") && (field.matches(".vDateField") ? "date" : "time");
    const label = head || field.closest(".form-row")?.querySelector("label, legend");
    const words = [label?.textContent.trim().replace(/:$/, ""), part].filter(Boolean).join(", ");
    if (words) field.setAttribute("aria-label", row ? `${words}, row ${row.sectionRowIndex + 1}` : words);
  }
}

// The field in which one types is made anew each time that a list opens.
function nameSearch(event) {
  const label = event.target.labels?.[0];
  document.querySelector(".select2-container--open .select2-search__field")
    ?.setAttribute("aria-label", `Search ${label ? label.textContent.trim().replace(/:$/, "") : ""}`.trim());
}

window.addEventListener("load", () => {
  const $ = django.jQuery;
  // Behind what jQuery still has to do when the page is ready, which draws the boxes.
  const soon = () => setTimeout(() => [nameSelects, nameFields].forEach((name) => name(document)));
  $(soon);
  $(document).on("formset:added", soon);
  $(document).on("change", "select", soon);
  $(document).on("select2:open", nameSearch);
});
