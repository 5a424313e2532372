// Lets a button copy a field; without this script the field can still be selected by hand.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const done = button.closest("li").querySelector("[role=status]");
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      done.textContent = "Copied.";
    } catch {
      field.focus();
      done.textContent = "It is selected: copy it with your keyboard or a long press.";
    }
  });
}
