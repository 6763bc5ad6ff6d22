// The page is written in the machine's own face where that carries Vietnamese (`--good` in kiosk.css names those that do);
// where there is none its own face comes, once the list can be used, and takes the place of one that is nearly as wide.

// One letter with each mark, and with each pair of marks.
const MARKED = "ặẫểỗợữỳđ", OWN = '"Be Vietnam Pro"';

/** Whether one of `faces` has all these letters: then each is of another width than in what would stand in for it. */
function hasGood(faces) {
  const pen = document.createElement("canvas").getContext("2d");
  const width = (face, letter) => {
    pen.font = "999px " + face;
    return pen.measureText(letter).width;
  };
  const has = (face, letter) => ["serif", "monospace"].some((other) => width(`${face},${other}`, letter) !== width(other, letter));
  return faces.split(",").some((face) => [...MARKED].every((letter) => has(face, letter)));
}

/** Fetches the page's own face where the machine needs it; whether it is to be worn now. Fails where it cannot be had. */
export async function fitted() {
  return !hasGood(getComputedStyle(document.documentElement).getPropertyValue("--good")) && !!(await document.fonts.load("1em " + OWN)).length;
}
