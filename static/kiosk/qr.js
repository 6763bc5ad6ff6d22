// QR code symbols (ISO/IEC 18004:2015): byte mode, error correction level M, versions 1 to 15 (at most 412 bytes).
// Follows "QR Code generator" by Project Nayuki and its descendant uqr by Anthony Fu (MIT licence, LICENSE-qr.txt),
// reduced to what an address needs.

const CHECK = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24]; // per block, table 9
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];
const bit = (value, at) => (value >>> at) & 1;

function multiplied(x, y) {
  let z = 0;
  for (let i = 7; i >= 0; i--) z = (z << 1) ^ ((z >>> 7) * 0x11d) ^ (bit(y, i) * x);
  return z;
}

/** Reed-Solomon check bytes (7.5.2). */
function checked(block, count) {
  let divisor = [...Array(count - 1).fill(0), 1], root = 1;
  for (let i = 0; i < count; i++, root = multiplied(root, 2)) {
    divisor = divisor.map((c, j) => multiplied(c, root) ^ (divisor[j + 1] || 0));
  }
  const rest = Array(count).fill(0);
  for (const byte of block) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((c, i) => (rest[i] ^= multiplied(c, factor)));
  }
  return rest;
}

/** Bytes that fit into the symbol of a version, check bytes included. */
function capacity(version) {
  let bits = (16 * version + 128) * version + 64;
  const marks = version > 1 ? Math.floor(version / 7) + 2 : 0;
  if (marks) bits -= (25 * marks - 10) * marks - 55;
  return (version > 6 ? bits - 36 : bits) >> 3;
}

const dataRoom = (version) => capacity(version) - CHECK[version - 1] * BLOCKS[version - 1];

/** Data with padding, in blocks with their check bytes, interleaved (7.4, 7.6). */
function codewords(bytes, version) {
  const wide = version > 9 ? 16 : 8, bits = [0, 1, 0, 0];
  const push = (value, count) => {
    for (let i = count - 1; i >= 0; i--) bits.push(bit(value, i));
  };
  push(bytes.length, wide);
  bytes.forEach((b) => push(b, 8));
  const total = dataRoom(version);
  push(0, Math.min(4, total * 8 - bits.length));
  push(0, -bits.length & 7);
  for (let pad = 0xec; bits.length < total * 8; pad ^= 0xec ^ 0x11) push(pad, 8);
  const data = Array.from({ length: total }, (_, i) => parseInt(bits.slice(i * 8, i * 8 + 8).join(""), 2));
  const count = BLOCKS[version - 1], check = CHECK[version - 1], short = Math.floor(total / count);
  const blocks = Array.from({ length: count }, (_, i) => data.splice(0, short + (i >= count - (total % count))));
  const ends = blocks.map((b) => checked(b, check));
  const woven = [];
  for (const [part, length] of [[blocks, short + 1], [ends, check]]) {
    for (let i = 0; i < length; i++) for (const b of part) if (i < b.length) woven.push(b[i]);
  }
  return woven;
}

function marksOf(version, size) {
  if (version < 2) return [];
  const count = Math.floor(version / 7) + 2, step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - (count - 2 - i) * step)];
}

/** Finder, alignment and timing patterns, version information; what stays undefined is for data. */
function frame(version) {
  const size = version * 4 + 17;
  const rows = Array.from({ length: size }, () => Array(size));
  const square = (x, y, reach, dark) => {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        if (rows[y + dy] && x + dx >= 0 && x + dx < size) rows[y + dy][x + dx] = dark(Math.max(Math.abs(dx), Math.abs(dy)));
      }
    }
  };
  for (let i = 0; i < size; i++) rows[6][i] = rows[i][6] = i % 2 === 0;
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, (d) => d !== 2 && d !== 4);
  const marks = marksOf(version, size), far = size - 7;
  for (const x of marks) for (const y of marks) if (!((x === 6 && (y === 6 || y === far)) || (x === far && y === 6))) square(x, y, 2, (d) => d !== 1);
  if (version > 6) {
    let rest = version;
    for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    for (let i = 0; i < 18; i++) {
      const a = size - 11 + (i % 3), b = Math.floor(i / 3);
      rows[a][b] = rows[b][a] = !!bit((version << 12) | rest, i);
    }
  }
  return rows;
}

/** Format information for level M (00) and a mask (7.9). */
function format(rows, mask) {
  const size = rows.length;
  let rest = mask;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const dark = !!bit(bits, i);
    rows[i < 6 ? i : i < 8 ? i + 1 : size - 15 + i][8] = dark;
    rows[8][i < 8 ? size - 1 - i : i < 9 ? 7 : 14 - i] = dark;
  }
  rows[size - 8][8] = true;
}

const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** The free modules in the order in which data fills them (7.7.3). */
function path(rows) {
  const size = rows.length, found = [];
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let i = 0; i < size; i++) {
      const y = up ? size - 1 - i : i;
      for (const x of [right, right - 1]) if (rows[y][x] === undefined) found.push([x, y]);
    }
  }
  return found;
}

/** How hard a symbol is to read (7.8.3). */
function penalty(rows) {
  const size = rows.length;
  let sum = 0, dark = 0;
  const lines = [...rows, ...rows.map((_, x) => rows.map((row) => row[x]))].map((line) => line.map(Number).join(""));
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) || []) sum += run.length - 2;
    for (let i = 0; i < size - 10; i++) if (/^(10111010000|00001011101)$/.test(line.slice(i, i + 11))) sum += 40;
  }
  rows.forEach((row, y) => row.forEach((c, x) => {
    dark += c;
    if (x && y && c === row[x - 1] && c === rows[y - 1][x] && c === rows[y - 1][x - 1]) sum += 3;
  }));
  return sum + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}

/** Rows of modules, true = dark, without the quiet zone. Throws RangeError where `text` is too long. */
export function symbol(text) {
  const bytes = [...new TextEncoder().encode(text)];
  let version = 1;
  while (version < 16 && dataRoom(version) * 8 < bytes.length * 8 + 4 + (version > 9 ? 16 : 8)) version++;
  if (version > 15) throw new RangeError("too long for a code");
  const woven = codewords(bytes, version), empty = frame(version);
  format(empty, 0);
  const free = path(empty);
  let best, least = Infinity;
  MASKS.forEach((mask, number) => {
    const rows = empty.map((row) => [...row]);
    free.forEach(([x, y], i) => (rows[y][x] = !!bit(woven[i >> 3], 7 - (i & 7)) !== (mask(x, y) === 0)));
    format(rows, number);
    const found = penalty(rows);
    if (found < least) [best, least] = [rows, found];
  });
  return best;
}
