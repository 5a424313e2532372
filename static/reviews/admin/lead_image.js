// Shows the lead image beside its field, and follows what is chosen there.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const field = document.getElementById("id_lead_image");
  const add = document.getElementById("add_id_lead_image");
  if (!field || !add) return;
  const picture = Object.assign(new Image(), { alt: "", hidden: true, className: "thumbnail" });
  field.closest(".related-widget-wrapper").append(picture);

  async function show() {
    picture.hidden = true;
    const chosen = field.value;
    if (!chosen) return;
    const answer = await fetch(new URL(`../library/?id=${chosen}`, add.href));
    if (!answer.ok || chosen !== field.value) return;
    const [image] = (await answer.json()).images;
    if (image) Object.assign(picture, { src: image.thumbnail, hidden: false });
  }

  // Select2 tells jQuery only.
  django.jQuery(field).on("change", show);
  show();
});
