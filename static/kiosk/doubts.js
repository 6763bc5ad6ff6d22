// How likely it is that the own list answers nothing of what was asked: by the words of a question, and by how the search
// fared. Learnt from some thousand questions (doubts.json, docs/adr/0073); without the table the page is surer of itself.

import { numbers, vocabulary } from "./data.js";
import { carriedBy } from "./search.js";

/** The table made ready. `words`: what a word or two side by side weigh. */
export function readDoubts({ words, weights, most, signs, bounds }) {
  const each = numbers(weights);
  return { words: new Map(vocabulary(words).map((word, i) => [word, each[i] - most])), signs, bounds };
}

/** What tells: words of the question, single and with the one before, and signs of how the search fared. Nothing for a code. */
export function telling(index, text, { found, place, beyond, none }) {
  const { asked, share, count, of } = carriedBy(index, text, found[0]?.at), best = found[0] || { said: 0, score: 0 };
  return {
    words: /[a-z]/.test(asked.join()) ? [...new Set(asked.flatMap((word, i) => [word, `${asked[i - 1] || ""} ${word}`]))] : [],
    signs: [share, count / (of || 1), Math.min(best.said, 1.5), Math.min(best.score, 3), +!!place, +!!beyond, +!!none],
  };
}

/** What is said, by the log-odds that the list answers nothing of it. */
export function doubted({ words, signs, bounds }, index, text, answered) {
  const { found, place, beyond, none } = answered, told = telling(index, text, answered);
  // Who names a field wants what stands in it.
  if (!told.words.length || found[0]?.named) return answered;
  const sum = told.words.reduce((all, word) => all + (words.get(word) || 0), 0);
  const odds = [1, sum, ...told.signs].reduce((all, value, i) => all + value * signs[i], 0);
  if ((place && odds > bounds.place) || (beyond && odds > bounds.beyond)) return { ...answered, close: odds < bounds.against };
  return odds > bounds[none ? "none" : "against"] ? { found, none: true } : { found, unsure: odds > bounds.unsure };
}
