// Nobody there: a warning after 60 s, 30 s more by one touch, then everything of the last visitor is gone.
// WCAG 2.2.1 asks for at least 20 s and a simple action.

import { $ } from "./dom.js";
import { t } from "./words.js";

const PATIENCE = 60, WARNING = 30;

/** `pristine()` tells whether nothing needs resetting; `reset()` is called when the time is over, `stayed()` when somebody is there. */
export function watch(pristine, reset, stayed) {
  const dialog = $("still");
  let last = performance.now(), left = 0;
  const count = () => ($("left").textContent = t("stillText", { n: left }));
  const alive = () => (last = performance.now());
  const stay = () => {
    alive();
    if (!dialog.open) return;
    dialog.close();
    stayed();
  };
  for (const kind of ["pointerdown", "wheel", "touchmove", "input"]) addEventListener(kind, alive, { capture: true, passive: true });
  // Not on pointerdown: the dialog would be gone when the finger lifts, and the touch would land on what lies under it.
  for (const kind of ["click", "keydown"]) addEventListener(kind, stay, { capture: true, passive: true });
  setInterval(() => {
    const quiet = Math.floor((performance.now() - last) / 1000);
    if (quiet < PATIENCE) return;
    if (pristine() || quiet >= PATIENCE + WARNING) {
      if (dialog.open) dialog.close();
      last = performance.now();
      reset();
      return;
    }
    left = PATIENCE + WARNING - quiet;
    count();
    if (!dialog.open) dialog.showModal();
  }, 1000);
}
