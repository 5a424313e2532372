// Chooses the point that every crop keeps: by click, drag or arrow keys, with the crops beside it.
"use strict";

const SHAPES = [["Square", 1, 1], ["16 : 9", 16, 9], ["Shared links", 1200, 630]];
const STEP = 0.01, LEAP = 0.1;

// The same cut as `crop_box` in reviews/renditions.py: as near to the point as the picture allows.
function cropStart(point, extent, whole) {
  return Math.min(Math.max(0, point * whole - extent / 2), whole - extent);
}

class FocalPoint {
  constructor(fields, before) {
    this.fields = fields;
    this.box = document.createElement("div");
    this.box.className = "focal";
    this.box.hidden = true;
    this.box.innerHTML = `
      <div class="focal__stage"><img alt="" draggable="false">
        <button type="button" class="focal__point" aria-label="Focal point"></button></div>
      <div class="focal__crops"></div>
      <p class="focal__hint">Click on what must survive every crop, or move the ring with the arrow
        keys; with Shift it leaps.</p>
      <p class="visually-hidden" role="status"></p>`;
    before.before(this.box);
    this.stage = this.box.querySelector(".focal__stage");
    this.picture = this.stage.querySelector("img");
    this.point = this.box.querySelector(".focal__point");
    this.status = this.box.querySelector("[role=status]");
    this.frames = SHAPES.map((shape) => this.addFrame(...shape));
    this.listen();
  }

  addFrame(name, width, height) {
    const figure = document.createElement("figure");
    figure.innerHTML = `<div class="focal__frame"><img alt=""></div><figcaption></figcaption>`;
    figure.querySelector("figcaption").textContent = name;
    const frame = figure.querySelector(".focal__frame");
    frame.style.aspectRatio = `${width} / ${height}`;
    this.box.querySelector(".focal__crops").append(figure);
    return frame;
  }

  listen() {
    const fromPointer = (event) => {
      const area = this.picture.getBoundingClientRect();
      this.set((event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height);
    };
    this.stage.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.stage.setPointerCapture(event.pointerId);
      this.point.focus();
      fromPointer(event);
    });
    this.stage.addEventListener("pointermove", (event) => {
      if (this.stage.hasPointerCapture(event.pointerId)) fromPointer(event);
    });
    this.point.addEventListener("keydown", (event) => this.onKey(event));
    for (const field of this.fields) field.addEventListener("input", () => this.draw());
    this.picture.addEventListener("load", () => {
      this.box.hidden = false;
      document.querySelector(".field-picture")?.setAttribute("hidden", "");
      this.draw();
    });
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  onKey(event) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    const step = event.shiftKey ? LEAP : STEP;
    const [x, y] = this.values();
    this.set(x + way[0] * step, y + way[1] * step);
    this.status.textContent = this.point.getAttribute("aria-label");
  }

  values() {
    return this.fields.map((field) => {
      const value = field.value === "" ? NaN : Number(field.value);
      return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0.5;
    });
  }

  set(...point) {
    point.forEach((value, i) => {
      this.fields[i].value = Math.min(1, Math.max(0, value)).toFixed(2);
    });
    this.draw();
  }

  show(source) {
    for (const image of this.box.querySelectorAll("img")) image.src = source;
  }

  draw() {
    const { naturalWidth: width, naturalHeight: height } = this.picture;
    if (!width) return;
    const [x, y] = this.values();
    const percents = [x, y].map((value) => Math.round(value * 100));
    this.point.style.left = `${x * 100}%`;
    this.point.style.top = `${y * 100}%`;
    this.point.setAttribute("aria-label",
      `Focal point: ${percents[0]} % from the left, ${percents[1]} % from the top`);
    for (const frame of this.frames) {
      const { clientWidth, clientHeight } = frame;
      const scale = Math.max(clientWidth / width, clientHeight / height);
      Object.assign(frame.querySelector("img").style, {
        width: `${width * scale}px`,
        left: `${-cropStart(x, clientWidth, width * scale)}px`,
        top: `${-cropStart(y, clientHeight, height * scale)}px`,
      });
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const fields = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));
  if (fields.includes(null)) return;
  const focal = new FocalPoint(fields, fields[0].closest(".form-row"));
  const there = document.querySelector(".field-picture img");
  if (there) focal.show(there.src);
  document.getElementById("id_upload")?.addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) focal.show(URL.createObjectURL(file));
  });
});
