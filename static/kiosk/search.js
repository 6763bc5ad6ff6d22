// Search over what stands today: folded words with typing repaired, initials, everyday words, codes.
//
// A word is looked for among the vocabulary (some thousand syllables), never among the names, so a key costs little
// at any number of procedures. What was typed with marks ranks what carries the same marks first.

import { fold, marked, near, untyped, words } from "./text.js";

const NAME = 1, SAID = 0.9, FIELD = 0.35;
const NEARLY = 0.62;
const MOST = 60;
// What people say around what they mean; counted a little, so that a name made of such words is still found.
const FILLERS = new Set(
  "lam xin muon toi em con chau bac ong ba anh chi cho o dau thi can nhu nao gi the de di duoc moi nha minh co la va cua bi voi thu tuc ve roi chua hoi giup a ah nhe khi ma len ra vao hay con".split(" "),
);

/** Builds the index as a generator: one step per procedure, so that it can be sliced. */
export function* indexed(list, aliases) {
  const ids = new Map(), vocabulary = [], posts = [], memo = new Map();
  const learn = (word) => {
    let known = memo.get(word);
    if (!known) {
      const plain = fold(word);
      let id = ids.get(plain);
      if (id === undefined) {
        ids.set(plain, (id = vocabulary.length));
        vocabulary.push(plain);
        posts.push([]);
      }
      memo.set(word, (known = { id, marks: marked(word) }));
    }
    return known;
  };
  const put = (text, at, weight) => {
    const found = words(text).map(learn);
    for (const { id } of found) {
      const post = posts[id], end = post.length;
      if (post[end - 2] === at) post[end - 1] = Math.max(post[end - 1], weight);
      else post.push(at, weight);
    }
    return found;
  };
  const docs = [];
  for (const [at, e] of list.entries()) {
    const name = put(e.name, at, NAME);
    put(`${e.everyday || ""} ${e.keywords || ""}`, at, SAID);
    put(e.field.name, at, FIELD);
    docs.push({
      ids: name.map((w) => w.id),
      marks: name.map((w) => w.marks),
      initials: name.map((w) => vocabulary[w.id][0]).join(""),
      digits: e.code.replace(/\D/g, ""),
    });
    yield;
  }
  const idf = posts.map((p) => Math.log(1 + (2 * list.length) / (1 + p.length / 2)));
  for (const doc of docs) doc.weight = doc.ids.reduce((sum, id) => sum + idf[id], 0);
  const said = new Map();
  for (const [alias, ...meanings] of aliases) {
    const key = words(alias).map(fold).join(" ");
    said.set(key, [...(said.get(key) || []), ...meanings]);
  }
  const longest = Math.max(1, ...[...said.keys()].map((k) => k.split(" ").length));
  return { list, docs, ids, vocabulary, posts, idf, said, longest };
}

/** Folded words as typed, each repaired only where the vocabulary does not know it. */
function tokens(index, text) {
  const found = [];
  const typed = words(text);
  typed.forEach((word, at) => {
    const plain = fold(word), last = at === typed.length - 1;
    const whole = index.ids.has(plain) || index.said.has(plain) || (last && index.vocabulary.some((v) => v.startsWith(plain)));
    const mended = untyped(word);
    if (!whole && index.ids.has(mended)) found.push({ plain: mended, marks: "" });
    else if (!whole && plain.length > 4) found.push(...apart(index, plain).map((w) => ({ plain: w, marks: "" })));
    else found.push({ plain, marks: marked(word), last });
  });
  return found;
}

/** "giaykhaisinh" as known words, the fewest; as it is where it does not fall apart cleanly. */
function apart(index, joined) {
  const best = [[]];
  for (let end = 1; end <= joined.length; end++) {
    for (let from = Math.max(0, end - 7); from < end - 1; from++) {
      const piece = joined.slice(from, end);
      if (best[from] && index.ids.has(piece) && !/\d/.test(piece) && !(best[end]?.length <= best[from].length + 1)) {
        best[end] = [...best[from], piece];
      }
    }
  }
  return best[joined.length] || [joined];
}

/** The query as it stands, and with everyday words put into the catalogue's. */
function variants(index, query) {
  const made = [{ query, said: 0 }];
  for (let from = 0; from < query.length; from++) {
    for (let count = Math.min(index.longest, query.length - from); count > 0; count--) {
      const key = query.slice(from, from + count).map((t) => t.plain).join(" ");
      for (const meaning of index.said.get(key) || []) {
        const put = words(meaning).map((w) => ({ plain: fold(w), marks: marked(w), alias: true }));
        const near = query.map((t) => ({ ...t, aside: true }));
        made.push({ query: [...near.slice(0, from), ...put, ...near.slice(from + count)], said: count });
      }
    }
  }
  return made;
}

/** The vocabulary's words that a token may mean: id -> how well, 0 to 1. */
function meant(index, token) {
  const { plain } = token, found = new Map();
  const exact = index.ids.get(plain);
  if (exact !== undefined) found.set(exact, 1);
  if (token.last || (exact === undefined && plain.length > 2)) {
    index.vocabulary.forEach((word, id) => {
      if (word.length > plain.length && word.startsWith(plain)) found.set(id, 0.5 + (0.45 * plain.length) / word.length);
    });
  }
  if (!found.size && plain.length > 3) {
    const most = plain.length > 6 ? 2 : 1;
    index.vocabulary.forEach((word, id) => near(plain, word, most) && found.set(id, NEARLY));
  }
  return found;
}

function heard(index, token) {
  const matches = meant(index, token);
  let idf = 0;
  for (const [id, quality] of matches) idf = Math.max(idf, index.idf[id] * quality);
  if (!matches.size) idf = Math.log(1 + 2 * index.list.length) / 2;
  const weight = idf * (FILLERS.has(token.plain) && !token.alias ? 0.15 : 1) * (token.aside ? 0.5 : 1);
  return { ...token, matches, weight };
}

/** Sum of what each word finds, by procedure. */
function gathered(index, query) {
  const total = new Float32Array(index.list.length);
  for (const token of query) {
    const best = new Map();
    for (const [id, quality] of token.matches) {
      const post = index.posts[id];
      for (let i = 0; i < post.length; i += 2) {
        const score = quality * post[i + 1];
        if (!(best.get(post[i]) >= score)) best.set(post[i], score);
      }
    }
    for (const [at, score] of best) total[at] += token.weight * score;
  }
  return total;
}

/** What order and marks add: neighbours that stay neighbours, words that carry the marks that were typed. */
function refined(index, query, at, base, all) {
  const doc = index.docs[at];
  let order = 0, pairs = 0, marks = 0, covered = 0;
  const places = query.map((t) => {
    const found = [];
    doc.ids.forEach((id, place) => t.matches.has(id) && found.push(place));
    return found;
  });
  query.forEach((token, i) => {
    if (places[i].length) covered += token.weight;
    if (token.marks && places[i].length) {
      const same = places[i].some((p) => doc.marks[p] === token.marks);
      const bare = token.marks === token.plain;
      if (same) marks += token.weight * (bare ? 0.05 : 0.2);
      else if (!bare && !token.last) marks -= token.weight * 0.35;
    }
    if (!i) return;
    const both = Math.min(token.weight, query[i - 1].weight);
    pairs += both;
    const before = new Set(places[i - 1]);
    if (places[i].some((p) => before.has(p - 1))) order += both;
    else if (places[i].some((p) => before.has(p - 2) || before.has(p + 1))) order += both / 3;
  });
  const share = base / all;
  return share + (pairs ? (0.35 * order) / pairs : 0) + marks / all + (0.3 * covered) / (doc.weight + all);
}

function scored(index, variant, best) {
  const query = variant.query.map((t) => heard(index, t));
  const all = query.reduce((sum, t) => sum + t.weight, 0) || 1;
  const total = gathered(index, query);
  const found = [];
  total.forEach((base, at) => base > 0.3 * all && found.push([at, base]));
  found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  for (const [at, base] of found.slice(0, 250)) {
    const e = index.list[at];
    const score = refined(index, query, at, base, all) + (e.common ? 0.1 : 0) - 0.004 * e.field.group.at;
    if (!(best.get(at)?.score >= score)) best.set(at, { score, ids: query.flatMap((t) => (t.aside && t.weight < 1 ? [] : [...t.matches.keys()])) });
  }
}

/** "gpxd" for "cấp giấy phép xây dựng". */
function byInitials(index, query, best) {
  for (const { plain } of query) {
    if (plain.length < 3 || plain.length > 8 || index.ids.has(plain)) continue;
    index.docs.forEach((doc, at) => {
      const from = doc.initials.indexOf(plain);
      if (from < 0) return;
      const score = 1 + (0.3 * plain.length) / doc.initials.length - from / 1000;
      if (!(best.get(at)?.score >= score)) best.set(at, { score, ids: doc.ids.slice(from, from + plain.length) });
    });
  }
}

/** Codes with or without the dots, with zeros lost at either end. */
function byCode(index, text, best) {
  const digits = text.replace(/\D/g, "");
  if (!/^[\d.,\s]+$/.test(text) || digits.length < 3) return false;
  const dotted = text.trim().match(/^(\d)\D+(\d+)$/);
  const whole = dotted ? dotted[1] + dotted[2].padEnd(6, "0") : digits.padEnd(7, "0");
  index.docs.forEach((doc, at) => {
    const score = doc.digits === digits ? 4 : doc.digits === whole ? 3 : doc.digits.startsWith(digits) ? 2 : doc.digits.includes(digits) ? 1 : 0;
    if (score) best.set(at, { score, ids: [] });
  });
  return true;
}

/** Procedures for what was typed, best first: `[{entry, ids}]`; `ids` are the vocabulary's words to highlight. */
export function search(index, text) {
  const best = new Map();
  if (!byCode(index, text, best)) {
    const query = tokens(index, text);
    if (!query.length) return [];
    for (const variant of variants(index, query)) scored(index, variant, best);
    byInitials(index, query, best);
  }
  return [...best]
    .sort((a, b) => b[1].score - a[1].score || a[0] - b[0])
    .slice(0, MOST)
    .map(([at, { ids, score }]) => ({ entry: index.list[at], ids: new Set(ids), score }));
}

/** The name in pieces `[text, matched]`. */
export function highlighted(index, name, ids) {
  return name.normalize("NFC").split(/([\p{L}\p{N}]+)/u).map((piece, i) => [piece, i % 2 === 1 && ids.has(index.ids.get(fold(piece)))]);
}
