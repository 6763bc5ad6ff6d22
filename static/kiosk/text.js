// Text as it is compared: without case, marks and the choice between i and y ("lý" and "lí" are one word).

export const TONES = ["\u0301", "\u0300", "\u0309", "\u0303", "\u0323"];
const TONE = new RegExp(`[${TONES.join("")}]`, "g");
const NO_TONE = new RegExp(`[^${TONES.join("")}\n]`, "g");
// Only where y is the whole vowel: "kỹ" is "kĩ", but "giấy" is not "giải".
const Y = /(\b|qu|[b-df-hj-np-tv-xz])y\b/g;

/** Lower case without marks, đ as d. */
export function strip(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
}

/** Lower case, no marks, đ as d, "lý" as "lí". */
export function fold(text) {
  return strip(text).replace(Y, "$1i");
}

/** One spelling per syllable with its marks: the tone goes last, so that "hoá" and "hóa" are the same. */
export function marked(word) {
  const open = word.toLowerCase().normalize("NFD");
  return open.replace(TONE, "").replace(Y, "$1i") + (open.match(TONE) || []).join("");
}

/** A word without its marks and with them, both as they are compared. */
export const spelling = (word) => ({ plain: fold(word), marks: marked(word) });

/** Many words without their marks: one look at all of them together costs a tenth of a look at each. */
export const foldedAtOnce = (list) => fold(list.join("\n")).split("\n");

/** Many words with their marks, likewise. */
export function markedAtOnce(list) {
  const open = list.join("\n").toLowerCase().normalize("NFD"), tones = open.replace(NO_TONE, "").split("\n");
  return open.replace(TONE, "").replace(Y, "$1i").split("\n").map((bare, i) => bare + tones[i]);
}

// In a group: splitting a text by it keeps the words, at the odd places.
export const WORD = /([\p{L}\p{N}]+)/u;

export function words(text) {
  return text.normalize("NFC").split(WORD).filter((_, i) => i % 2);
}

/** What a word would be had the input method worked: raw Telex ("ddawng", "khaamr"), raw VNI ("d9a8ng"). */
export function untyped(typed) {
  const word = strip(typed);
  if (/\d/.test(word)) return fold(word.replace(/\d/g, ""));
  const from = word.search(/[aeiouyw]/);
  if (from < 0) return fold(word);
  const rest = word.slice(from).replace(/[sfrxjz]/g, "").replace(/([aeo])(.*)\1/, "$1$2");
  const whole = word.slice(0, from).replace("dd", "d") + rest.replace(/^w/, "u").replace(/w/g, "");
  return fold(whole.replace(/^d(.+)d$/, "d$1"));
}

/** A folded word as it is heard in the north: s and x, ch and tr, d, gi and r, l and n are one. */
export function heard(word) {
  return word
    .replace(/^(gi(?=[aeou])|gi$|r|d)/, "d")
    .replace(/^x/, "s")
    .replace(/^tr/, "ch")
    .replace(/^n(?=[aeiou])/, "l")
    .replace(/^(k|q)/, "c")
    .replace(/^(n?g)h/, "$1");
}

/** Whether `a` becomes `b` by at most `most` insertions, deletions, changes or swaps of neighbours. */
export function near(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return false;
  let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return false;
    before = last;
    last = row;
  }
  return last[b.length] <= most;
}

const SYLLABLE = /^((?:qu|gi)(?=[aeiouyăâêôơư])|[^aeiouyăâêôơư]*)([aeiouyăâêôơư]+)(.*)$/;

/** `text` with `tone` on its last syllable; the same tone again takes it off. */
export function toned(text, tone) {
  const cut = text.search(/[^\s\d.,]*$/), open = text.slice(cut).normalize("NFD");
  const bare = open.replace(TONE, "").normalize("NFC");
  const found = SYLLABLE.exec(bare.toLowerCase());
  if (!found) return text;
  const [, head, vowels, tail] = found;
  // The letter with a mark takes the tone, else the last before a consonant, else the last but one ("hóa").
  const hat = vowels.search(/[ăâêôơư](?!.*[ăâêôơư])/);
  const at = head.length + (hat >= 0 ? hat : Math.max(0, vowels.length - (tail ? 1 : 2)));
  const sign = open.includes(tone) ? "" : tone;
  return text.slice(0, cut) + (bare.slice(0, at + 1) + sign + bare.slice(at + 1)).normalize("NFC");
}
