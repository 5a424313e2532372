// Beside each date and time: what it is in UTC, and which of two where clocks are put back.
"use strict";

const DAY_MILLISECONDS = 86_400_000;

class PaperTime {
  constructor(root) {
    this.zone = root.dataset.zone;
    this.which = root.querySelector(".paper-time__which");
    this.said = root.querySelector("output");
    [this.date, this.time] = root.querySelectorAll("input");
    this.choice = this.which.querySelector("select");
    this.empty = this.said.textContent;
    for (const event of ["input", "change", "focusin", "focusout"]) {
      root.addEventListener(event, () => this.show());
    }
    // The calendar and the clock of the admin fill a field without an event.
    for (const field of [this.date, this.time]) field.addEventListener("focus", () => this.show());
    this.last = this.typed();
  }

  typed() {
    return [this.date.value, this.time.value, this.choice.value].join(" ");
  }

  show() {
    if (this.typed() === this.last) return;
    this.last = this.typed();
    const wall = wallTime(this.date.value, this.time.value);
    const moments = wall === null ? [] : readings(wall, this.zone);
    this.which.hidden = moments.length < 2;
    if (moments.length < 2) this.choice.value = "";
    moments.forEach((moment, fold) => {
      if (moments.length > 1) this.choice.options[fold + 1].textContent = `${this.time.value.slice(0, 5)} ${zoneName(moment, this.zone)} (${inUtc(moment, wall)})`;
    });
    this.said.textContent = this.words(wall, moments);
  }

  words(wall, moments) {
    if (wall === null) return this.date.value || this.time.value ? "" : this.empty;
    if (!moments.length) return "That day the clocks are put forward over this time: it does not exist.";
    if (moments.length > 1 && !this.choice.value) return "That day the clocks show this time twice: choose which is meant.";
    return `That is ${inUtc(moments[Number(this.choice.value || 0)] ?? moments[0], wall)}.`;
  }
}

// The milliseconds that a clock in UTC would have at what is typed; null for what is no time.
function wallTime(date, time) {
  const [, year, month, day] = /^(\d{4})-(\d\d?)-(\d\d?)$/.exec(date.trim()) || [];
  const [, hour, minute, second = 0] = /^(\d\d?):(\d\d)(?::(\d\d))?$/.exec(time.trim()) || [];
  if (day === undefined || minute === undefined) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function readings(wall, zone) {
  const offsets = [wall - DAY_MILLISECONDS, wall + DAY_MILLISECONDS].map((near) => offset(near, zone));
  const moments = [...new Set(offsets)].map((each) => wall - each);
  return moments.filter((moment) => moment + offset(moment, zone) === wall).sort((a, b) => a - b);
}

function offset(moment, zone) {
  const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...fields });
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return shown - Math.floor(moment / 1000) * 1000;
}

function zoneName(moment, zone) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "short" });
  return format.formatToParts(moment).find(({ type }) => type === "timeZoneName").value;
}

function inUtc(moment, wall) {
  const utc = new Date(moment);
  const isOtherDay = utc.toISOString().slice(0, 10) !== new Date(wall).toISOString().slice(0, 10);
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  return `${isOtherDay ? `${day.format(utc)}, ` : ""}${utc.toISOString().slice(11, 16)} UTC`;
}

document.addEventListener("DOMContentLoaded", () => {
  for (const root of document.querySelectorAll(".paper-time")) {
    const field = new PaperTime(root);
    // “Today” and “Now” are links that Django's scripts put in; they fill the field on a click.
    root.addEventListener("click", () => setTimeout(() => field.show()));
  }
});
