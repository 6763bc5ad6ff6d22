// What pdf.js (Firefox, and readers in other browsers) makes of a file: `node pdfjs.mjs PACKAGE FILE` prints JSON.
import { readFileSync } from "node:fs";

const [, , folder, file] = process.argv;
console.log = console.warn = () => {}; // it would draw with libraries that reading does not need
const { getDocument } = await import(`${folder}/legacy/build/pdf.mjs`);
const data = new Uint8Array(readFileSync(file));
const opened = await getDocument({ data, verbosity: 0, isEvalSupported: false, stopAtErrors: true }).promise;
const roles = (node) => [node.role, ...(node.children ?? []).filter((kid) => kid.role).flatMap(roles)];
const pages = [];
for (let number = 1; number <= opened.numPages; number++) {
  const page = await opened.getPage(number);
  const { items } = await page.getTextContent();
  const operators = await page.getOperatorList();
  pages.push({
    text: items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""),
    links: (await page.getAnnotations()).map((link) => link.url),
    roles: roles(await page.getStructTree()),
    operators: operators.fnArray.length,
  });
}
const outline = ((await opened.getOutline()) ?? []).map((part) => part.title);
process.stdout.write(JSON.stringify({ pages, outline, labels: await opened.getPageLabels() }));
