// What a question gets: results of the own list, "not here but there", or "not found" with staff and groups.
//
// What others do is looked up in the table of the city (data/elsewhere.csv): a saying that stands in the question whole,
// and none of the words beside which it means something else. Marks count where the question has any.

import { search, tokens } from "./search.js";
import { fold, marked, words } from "./text.js";

const key = (saying) => words(saying).map((word) => ({ plain: fold(word), marks: marked(word) }));

/** The table made ready: `english` has more sayings by the name of a matter. */
export function readied(elsewhere, english = {}) {
  const keys = (sayings) => sayings.map(key);
  return elsewhere.map((matter) => ({ matter, words: keys([...matter.words, ...(english[matter.name] || [])]), unless: keys(matter.unless) }));
}

function stands(said, query, strict) {
  const same = (word, token) => word.plain === token.plain && (!token.marks || word.marks === token.marks || (!strict && token.marks === token.plain));
  return query.some((_, at) => at + said.length <= query.length && said.every((word, i) => same(word, query[at + i])));
}

/** The matters of other offices that the question names, most words first. */
function away(index, ready, text) {
  const query = tokens(index, text), strict = query.some((t) => t.marks && t.marks !== t.plain), found = [];
  for (const { matter, words, unless } of ready) {
    const length = Math.max(0, ...words.filter((said) => stands(said, query, strict)).map((said) => said.length));
    if (length && !unless.some((said) => stands(said, query, strict))) found.push({ matter, length });
  }
  return found.sort((a, b) => b.length - a.length).map(({ matter }) => matter);
}

/**
 * `{found, place, beyond, none}`: results of the own list; matters that other offices do; results of the other level's
 * list; whether nothing answers. Only one of the last three says something.
 */
export function answer({ index, beyond, ready }, text) {
  const found = search(index, text), place = away(index, ready, text);
  if (place.length) return { found, place };
  if (found[0]?.sure) return { found };
  const other = beyond ? search(beyond, text) : [];
  return other[0]?.firm ? { found, beyond: other } : { found, none: true };
}
