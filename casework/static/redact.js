// Comfort only: a rectangle dragged on the page becomes a line of coordinates, which can as well be typed.
"use strict";

const sheet = document.getElementById("sheet");
const marks = document.getElementById("marks");
const place = (event) => {
  const box = sheet.getBoundingClientRect();
  const fit = (value, size) => Math.min(Math.max(value, 0), size);
  return [
    (fit(event.clientX - box.left, box.width) / box.width) * sheet.dataset.width,
    (fit(event.clientY - box.top, box.height) / box.height) * sheet.dataset.height,
  ];
};
let from = null;

sheet.addEventListener("pointerdown", (event) => {
  from = place(event);
  sheet.setPointerCapture(event.pointerId);
  event.preventDefault();
});
sheet.addEventListener("pointerup", (event) => {
  if (!from) return;
  const to = place(event);
  const [left, top] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
  const [width, height] = [Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
  from = null;
  if (width < 2 || height < 2) return;
  const line = [sheet.dataset.page, ...[left, top, width, height].map((n) => n.toFixed(1))].join(",");
  marks.value = marks.value.trim() ? `${marks.value.trimEnd()}\n${line}` : line;
});
