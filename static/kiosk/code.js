// A QR code on the screen: ISO/IEC 18004, level M, quiet zone of four modules, whole pixels per module.

import { symbol } from "./qr.js";

const QUIET = 4;

/** Pixels of one module so that the symbol with its quiet zone is 100 to 120 mm wide, less where the room is smaller. */
export function moduleSize(modules, mm, room) {
  const wanted = Math.max(1, Math.round((110 * mm) / modules));
  return Math.max(1, Math.min(wanted, Math.floor(room / modules)));
}

/** An SVG element of the code for `text`; `label` is what a screen reader says. */
export function drawn(text, label, mm, room) {
  const rows = symbol(text), size = rows.length + 2 * QUIET;
  const dark = rows.map((row, y) => row.map((d, x) => (d ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")).join("")).join("");
  const side = size * moduleSize(size, mm, room);
  const element = (name, values) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in values) made.setAttribute(key, values[key]);
    return made;
  };
  const svg = element("svg", { viewBox: `0 0 ${size} ${size}`, width: side, height: side, role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
  svg.append(element("path", { d: dark }));
  return svg;
}
