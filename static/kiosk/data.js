// The data file opened, and what of it holds on a day.

export const DAY = 86400000;
const GONE_DAYS = 90;

// Undoing kiosk/pages_pack.py: a character is a word, by its place in this alphabet.
function place(letter) {
  if (letter < 0x7f) return letter - 0x20 - (letter > 0x22) - (letter > 0x3c) - (letter > 0x5c);
  return 92 + letter - 0xa1 - (letter > 0xad);
}

const numbers = (packed) => Array.from(packed, (letter) => place(letter.charCodeAt(0)));

function unpacker(vocabulary) {
  const words = vocabulary.split("\t");
  const unpack = (packed) => {
    if (typeof packed !== "string") return Array.isArray(packed) ? packed.map(unpack) : packed;
    let text = "", afterWord = false;
    for (let i = 0; i < packed.length; i++) {
      const token = words[place(packed.charCodeAt(i))], word = token[0] !== " ";
      text += (word && afterWord ? " " : "") + (word ? token : token.slice(1));
      afterWord = word;
    }
    return text;
  };
  return unpack;
}

function* ids(packed) {
  const count = packed.length / 32, made = [];
  for (let i = 0; i < count; i++) {
    let id = "";
    for (let at = i; at < packed.length; at += count) id += packed[at];
    made.push(id.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"));
    yield;
  }
  return made;
}

function codes([digits, odd]) {
  const count = digits.length / 7;
  return Array.from({ length: count }, (_, i) => {
    let code = "";
    for (let at = i; at < digits.length; at += count) code += digits[at] + (code ? "" : ".");
    return odd[i] || code;
  });
}

// Each name is what it shares with the one before and the rest; its first letter is a capital unless marked as it is.
function names(packed, unpack) {
  let before = "";
  return (packed ? packed.split("\t") : []).map((rest) => {
    before = before.slice(0, place(rest.charCodeAt(0))) + rest.slice(1);
    const name = unpack(before);
    return name[0] === "\u200b" ? name.slice(1) : name[0].toUpperCase() + name.slice(1);
  });
}

const texts = (packed, unpack) => unpack(packed.split?.("\t") ?? packed);

/** Puts facts into rows: a column is its dictionary, the place in it per row, and for lists the items they share. */
function fill(rows, facts, unpack) {
  for (const [name, [packed, at, items]] of Object.entries(facts)) {
    const said = texts(items ?? packed, unpack), places = numbers(at);
    const values = items ? packed.split("\t").map((list) => numbers(list).map((place) => said[place - 1])) : said;
    rows.forEach((row, i) => places[i] && (row[name] = values[places[i] - 1]));
  }
  return rows;
}

function opened(part, unpack, make) {
  const named = names(part.name, unpack);
  return fill(codes(part.code).map((code, i) => ({ code, name: named[i], ...make(i) })), part.facts, unpack);
}

/** The list as rows: fields, entries (all versions), gone, everyday words by meaning. `groups`: those of the page. */
export function open(file, groups) {
  const unpack = unpacker(file.words), e = file.entries, g = file.gone;
  const fields = e.fields.map((name, at) => ({ name: unpack(name), group: groups[e.groups[at]], at }));
  const field = numbers(e.field);
  const entries = opened(e, unpack, (i) => ({ field: fields[field[i]] }));
  const gone = opened(g, unpack, (i) => ({ since: g.since[i], text: unpack(g.text[i]) }));
  return { groups, fields, entries, gone, aliases: file.aliases.split("\n").map((row) => texts(row, unpack)) };
}

/** Gives every entry its details, then its address, in slices. Throws where they belong to another list. */
export function* detail(entries, file, list = file.list) {
  if (file.list !== list) throw new Error("list");
  const portal = yield* ids(file.ids), via = numbers(file.via), ends = numbers(file.tail), unpack = unpacker(file.words);
  for (const [name, column] of Object.entries(file.facts)) {
    fill(entries, { [name]: column }, unpack);
    yield;
  }
  let next = 0;
  entries.forEach((e, i) => {
    const end = ends[i];
    e.direct = !!via[i];
    e.url = file.prefixes[via[i]] + (end === 0 ? portal[next++] : end === 1 ? e.code : file.tails[end - 2]);
  });
}

/** A day as YYYY-MM-DD by the device's own calendar. */
export function iso(time) {
  const d = new Date(time);
  const two = (n) => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

const holds = (e, day) => (!e.from || e.from <= day) && (!e.to || day <= e.to);
const after = (day, days) => iso(Date.parse(day + "T12:00") + days * DAY);

/** What stands on `day`: entries in force, what comes (`next`, by code), what left within 90 days (`gone`, by code). */
export function on(all, day) {
  const list = all.entries.filter((e) => holds(e, day));
  const here = new Map(list.map((e) => [e.code, e]));
  const next = new Map(), gone = new Map();
  for (const e of all.entries) {
    if (e.from > day && !(next.get(e.code)?.from < e.from)) next.set(e.code, e);
    if (e.to && e.to < day && !here.has(e.code)) gone.set(e.code, { ...e, since: after(e.to, 1), text: "" });
  }
  for (const g of all.gone) if (!here.has(g.code)) gone.set(g.code, g);
  for (const [code, g] of gone) if (g.since > day || after(g.since, GONE_DAYS) < day) gone.delete(code);
  return { day, list, here, next, gone };
}
