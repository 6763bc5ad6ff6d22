// The page: one state, one way to draw it, one way to go somewhere.

import { answer, readied } from "./answer.js";
import { drawn } from "./code.js";
import { detail, iso, on, open, openIndex } from "./data.js";
import { readDoubts } from "./doubts.js";
import { $, h, next, read, recall, remember, sliced } from "./dom.js";
import { fitted } from "./face.js";
import { watch } from "./idle.js";
import { keyboard } from "./keyboard.js";
import { News, part } from "./news.js";
import { indexed, spokenIn } from "./search.js";
import { reader, silence } from "./speech.js";
import { fold, near, strip, words } from "./text.js";
import { contact, elsewhere, entry, event, field, find, group, matter, there } from "./views.js";
import { isVietnamese, learn, speak, t } from "./words.js";

const VIEWS = { contact, elsewhere, entry, event, field, find, group, matter, there };
// Letters of a question that are read, and milliseconds for which a new screen takes no touch: what falls through a
// change of screen was meant for the one before.
const LONGEST = 120, CALM = 700;
const START = { view: "start" };
const root = document.documentElement, box = $("q"), view = $("view"), info = $("info");
const site = JSON.parse($("site").textContent);
// The start screen stands in the page before any script; it is put aside and back.
const first = { info: [...info.childNodes], view: [...view.childNodes], groups: $("groups") };
const news = new News(site, notices);

let all, today, index, ready, beyond, theirs, doubts, foreign, glossary, calm, fits, shownScreen = START;
// Where the visitor is and how they came. A new visit makes the browser's own history lead to the start.
// `inside`: addresses and details where the file brings them itself.
let visit = 1, way = [START], size = 0, keysShown = false, low = false, counted, rest, inside, completed;

const handheld = () => Math.min(screen.width, screen.height) < 600;
const here = () => way[way.length - 1];
// A telephone scrolls as a whole.
const scroller = () => (handheld() ? document.scrollingElement : view);
const pristine = () => here() === START && !box.value && !size && !low && isVietnamese() && !keysShown && !root.classList.contains("contrast");

/** What the device is set to (`?may-in=80`) is kept on it; its diagonal the page has taken before its first paint. */
function fit() {
  const paper = new URLSearchParams(location.search).get("may-in");
  if (paper) remember("may-in", paper);
  root.classList.toggle("tall", !handheld() && (low || innerHeight > innerWidth));
}

/** The papers that a slip can be printed on: what the device is set to, both where a mouse tells of a desk. */
function papers() {
  const asked = recall("may-in");
  if (asked) return [asked === "80" ? "80" : "A4"];
  return matchMedia("(hover: hover) and (pointer: fine)").matches ? ["A4", "80"] : [];
}

/** The papers once a slip can be made; what makes it comes with the first procedure. */
function printable() {
  const chosen = papers();
  if (globalThis.kioskSlip || !chosen.length) return chosen;
  part("slip").then(() => here().view === "entry" && draw({ focus: false })).catch(() => {});
  return [];
}

const print = (e, paper) => kioskSlip.print(e, paper, { site, h, t, drawn });

const events = [...document.querySelectorAll("#events button")].map(({ dataset, firstChild, lastChild }) => ({ id: dataset.event, pic: firstChild, title: lastChild.textContent }));

/** A group as its button on the start screen says it. */
const grouped = ({ dataset, firstChild }, at) => ({ id: dataset.group, title: firstChild.textContent, at });

/** Pixels that a code may take so that all of it is visible at once, with its host below. */
function room() {
  const { width, height } = info.getBoundingClientRect();
  const { paddingLeft, paddingTop } = getComputedStyle(info);
  // Beside the code or below it stands what it is for.
  const below = low && innerWidth > innerHeight ? 0 : size === 2 ? 3 : 4.5;
  const high = handheld() ? innerHeight * 0.5 : height - 2 * parseFloat(paddingTop) - below * parseFloat(getComputedStyle(root).fontSize);
  return Math.min(width - 2 * parseFloat(paddingLeft), high) - 6;
}

function context(screen) {
  const answered = screen.view === "find" && index ? answer({ index, beyond: screen.rested && beyond, ready, doubts: screen.rested && doubts, glossary }, screen.text) : undefined;
  return {
    all, today, index, site, answered, events, print,
    handheld: handheld(),
    groups: () => {
      const groups = first.groups.cloneNode(true);
      groups.hidden = false;
      return groups;
    },
    papers: screen.view === "entry" ? printable() : [],
    reader: reader(site.voices),
    // Asked for by what draws a code: measuring costs a layout.
    get size() {
      return { mm: $("mm").getBoundingClientRect().width / 100, room: room() };
    },
  };
}

function draw({ focus = true } = {}) {
  const screen = here(), atStart = screen === START, wide = screen.view === "entry" || screen.view === "contact";
  if (!atStart && !today) return;
  if (screen.view === "entry") complete();
  silence();
  // Letters of another width move lines: never under the eyes of somebody who reads.
  if (fits && (atStart || shownScreen !== screen)) root.classList.add("own");
  // While somebody types the screen stays one.
  if (shownScreen !== screen && !(shownScreen?.view === "find" && screen.view === "find")) still();
  shownScreen = screen;
  root.dataset.view = screen.view;
  // Before drawing: a code is drawn for the room that the layout leaves it.
  root.classList.toggle("wide", wide);
  $("back").hidden = $("home").hidden = atStart;
  // Whoever is in the text stays in it: what is drawn anew would leave a keyboard nowhere.
  const within = view.contains(document.activeElement);
  const shown = atStart ? { ...first, title: t("ask") } : VIEWS[screen.view](context(screen), screen, go);
  info.replaceChildren(...shown.info.flat(3).filter(Boolean));
  view.replaceChildren(...shown.view.flat(3).filter(Boolean));
  document.title = shown.title;
  if (atStart) {
    speak(!isVietnamese());
    refresh();
  } else if (focus || within) view.querySelector("h1").focus({ preventScroll: true });
  clearTimeout(rest);
  if (shown.later) rest = screen.top ? shown.later() : setTimeout(() => measure(shown.later()), 400);
  scroller().scrollTop = screen.top || 0;
  measure();
}

/** What has just changed takes no touch for a moment, but for the keys, which stay where they were. */
function still() {
  root.classList.add("calm");
  clearTimeout(calm);
  calm = setTimeout(() => root.classList.remove("calm"), CALM);
}

/** Going somewhere: the address never tells where, so nothing of a visit stays in it. */
function go(screen) {
  here().top = scroller().scrollTop;
  here().left = choices().indexOf(document.activeElement);
  way.push(screen);
  history.pushState({ visit, at: way.length - 1 }, "");
  setText(screen.text || "");
  showKeys(screen.view === "find" && keysShown);
  draw({ focus: screen.view !== "find" });
}

/** What can be chosen on the screen, in its order. */
const choices = () => [...view.querySelectorAll(".entry, .groups button, .tiles button, .wide-row")].filter((row) => row.tagName === "BUTTON" && !row.closest("[hidden]"));

function setText(value) {
  if (box.value !== value) box.value = value;
  $("clear").hidden = !value;
}

function returned({ state }) {
  const at = state?.visit === visit ? state.at : 0;
  way = at < way.length ? way.slice(0, at + 1) : [START];
  setText(here().text || "");
  draw();
  // Whoever came back by the keyboard goes on from the row that was left.
  if (here().left >= 0) choices()[here().left]?.focus({ preventScroll: true });
}

/** An English question needs the English words; they come once, when a question is not Vietnamese. */
async function understand(value) {
  if (glossary || !index || !/^[ -~’“”]*[a-z]{3}[ -~’“”]*$/i.test(value)) return;
  [foreign, glossary] = await Promise.all([learn(), part("glossary")]).then(([file, own]) => [file, own.open(file, { fold, near, spokenIn, strip, words })], () => []);
  if (!glossary) return;
  learnEnglish();
  if (here().view === "find") draw({ focus: false });
}

function learnEnglish() {
  if (!glossary || !index) return;
  glossary.learnt(index, all.matters.flat(), { ...foreign.awayWords, ...foreign.hereWords });
  ready = readied(all.elsewhere, foreign.awayWords);
  if (beyond) glossary.learnt(beyond, theirs, foreign.hereWords);
}

/** Results while typing. What found no answer is counted when the typing has stopped. */
function typed(value) {
  value = value.slice(0, LONGEST);
  setText(value);
  understand(value);
  clearTimeout(counted);
  if (!value.trim()) return here().view === "find" ? history.back() : undefined;
  if (here().view === "find") {
    Object.assign(here(), { text: value, top: 0, rested: false });
    draw({ focus: false });
  } else go({ view: "find", text: value });
  counted = setTimeout(() => {
    const screen = here();
    screen.rested = true;
    // Whoever is already among the results is not taken out of them.
    if (!view.contains(document.activeElement) && (screen.doubt || (screen.view === "find" && (beyond || doubts)))) draw({ focus: false });
    $("say").textContent = document.title;
    if (index && screen.doubt) news.missed(value);
  }, 1200);
}

/** What of the start screen stands today: procedures and groups follow the dates. */
function refresh() {
  if (!today) return;
  for (const row of first.groups.children) {
    const id = row.firstChild.dataset.group;
    row.hidden = !today.list.some((e) => (id === "common" ? e.common || all.asked.includes(e) : e.field.group.id === id));
  }
  const place = $("start-common");
  for (const row of place?.children || []) row.hidden = !today.here.has(row.firstChild.dataset.code);
  // What does not fit is left to the list of the most asked, which has them all.
  const end = place?.getBoundingClientRect().right;
  for (const row of place?.children || []) row.hidden ||= !handheld() && row.getBoundingClientRect().left > end - 4;
}

/** Big buttons to move on where not everything is visible: no gesture needed. */
function measure() {
  root.classList.toggle("long", view.scrollHeight > view.clientHeight + 4);
  scrolled();
}

function scrolled() {
  $("up").disabled = view.scrollTop < 4;
  $("down").disabled = view.scrollTop + view.clientHeight > view.scrollHeight - 4;
}

function showKeys(wanted) {
  keysShown = wanted && !handheld();
  $("keys").hidden = !keysShown;
  if (keysShown) keys();
  root.classList.toggle("typing", keysShown);
  $("keyboard").setAttribute("aria-expanded", keysShown);
  box.inputMode = keysShown ? "none" : "search";
  measure();
}

function setSize(step) {
  root.dataset.size = size = step;
  $("size").dataset.t = "size" + step;
  $("size").textContent = t("size" + step);
  draw({ focus: false });
}

function setLow(wanted) {
  low = wanted;
  $("low").setAttribute("aria-pressed", wanted);
  fit();
  draw({ focus: false });
}

function setContrast(wanted) {
  root.classList.toggle("contrast", wanted);
  $("contrast").setAttribute("aria-pressed", wanted);
}

function setEnglish(wanted) {
  speak(wanted);
  keys();
  notices();
  draw({ focus: false });
}

function notices() {
  const days = news.days, place = $("notice"), old = days >= 30;
  const said = news.broken ? t(news.broken) : days >= 7 ? t(old ? "old30" : "old7", { n: days }) : "";
  place.hidden = !said;
  place.classList.toggle("strong", old || !!news.broken);
  if (place.textContent !== said) place.textContent = said;
}

/** Everything of the last visitor goes: screens, words, switches; then the day is checked, and a new version may come. */
function reset() {
  if (!pristine()) {
    visit++;
    way = [START];
    START.top = 0;
    history.replaceState({ visit, at: 0 }, "");
    setText("");
    showKeys(false);
    setContrast(false);
    setEnglish(false);
    setSize(0);
    setLow(false);
    document.activeElement.blur();
    $("say").textContent = "";
    scrollTo(0, 0);
  }
  dated();
  news.take();
}

/** The list of today; a clock that stands before the release is wrong, the release is not. */
async function dated() {
  const now = [iso(Date.now()), site.released].sort()[1];
  if (today?.day === now) return;
  today = on(all, now);
  index = undefined;
  ready = readied(all.elsewhere);
  index = await sliced(indexed(today.list, all.aliases, all.matters.flat(), ready));
  learnEnglish();
  root.dataset.ready = "";
  // A key that waits comes first.
  next(() => draw({ focus: false }));
}

const keys = keyboard($("keys"), (change) => typed(change(box.value)), () => {
  showKeys(false);
  still();
});

/** The start screen's own buttons, wherever they stand. */
function started({ target }) {
  const row = target.closest("#groups button, #start-common button, #events button, #elsewhere, #asked");
  if (!today || !row) return;
  const { group: id, code, event: life } = row.dataset;
  go(id ? { view: "group", id } : code ? { view: "entry", code } : life ? { view: "event", id: life } : { view: "elsewhere" });
}

/** Arrows go through all that can be chosen, Escape goes back. */
function stepped(event) {
  const { key, target } = event, step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (key === "Escape" && here() !== START && !$("still").open) return history.back();
  if (!step || (!view.contains(target) && target !== box)) return;
  const all = choices(), at = all.indexOf(target) + step;
  if (!all.length || at >= all.length) return;
  event.preventDefault();
  (at < 0 ? box : all[at]).focus();
}

const PRESSED = {
  back: () => history.back(),
  home: () => go(START),
  contrast: () => setContrast(!root.classList.contains("contrast")),
  other: () => (isVietnamese() ? learn().then(() => setEnglish(true)) : setEnglish(false)),
  feedback: () => go({ view: "contact", what: "feedback" }),
  status: () => go({ view: "contact", what: "status" }),
  low: () => setLow(!low),
  bigger: () => setSize((size + 1) % 3),
  up: () => view.scrollBy({ top: -0.8 * view.clientHeight }),
  down: () => view.scrollBy({ top: 0.8 * view.clientHeight }),
  clear: () => {
    typed("");
    box.focus();
  },
  keyboard: () => {
    showKeys(!keysShown);
    if (keysShown) box.focus();
  },
};

function listen() {
  for (const [id, press] of Object.entries(PRESSED)) $(id).onclick = () => {
    press();
    // Whoever taps twice means once, but for a page up or down.
    if (id !== "up" && id !== "down") still();
  };
  for (const place of [info, view]) place.addEventListener("click", started);
  box.oninput = () => typed(box.value);
  // Not before the click: the layout moves, and the rest of the touch would hit something else.
  box.onclick = ({ pointerType }) => pointerType === "touch" && showKeys(true);
  box.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    choices()[0]?.focus();
  };
  $("bar").onsubmit = (event) => event.preventDefault();
  view.onscroll = scrolled;
  addEventListener("keydown", stepped);
  addEventListener("keydown", ({ key }) => keysShown && key.length === 1 && showKeys(false));
  addEventListener("resize", () => {
    fit();
    here().top = scroller().scrollTop;
    draw({ focus: false });
  });
  addEventListener("popstate", returned);
  tended();
}

/** Whoever looks after the device: an address that ends in #may, or five touches on the number of the release. */
function tended() {
  let touches = 0, since = 0;
  document.querySelector(".print-note").onclick = () => {
    touches = Date.now() - since < 4000 ? touches + 1 : 1;
    if (touches === 1) since = Date.now();
    if (touches === 5) news.tend();
  };
  const asked = () => location.hash.startsWith("#may") && news.tend();
  addEventListener("hashchange", asked);
  asked();
}

/** What cannot be had or used now is asked for again; meanwhile the page says `lack`, where it is one that shows. */
async function insist(name, use, lack) {
  let failed = false;
  try {
    await use(await read(name));
  } catch {
    failed = true;
  }
  if (lack) news.broken = failed && lack;
  notices();
  if (!failed) return;
  await new Promise((again) => {
    setTimeout(again, lack ? 15000 : 300000);
    addEventListener("online", again, { once: true });
  });
  return insist(name, use, lack);
}

/** The other level's list, so that "not here" can say where; without it the page says less, and nothing wrong. */
async function lookBeyond(file) {
  const { list, matters } = openIndex(file);
  beyond = await sliced(indexed(list.filter((e) => !today.here.has(e.code)), all.aliases, matters));
  theirs = matters;
  learnEnglish();
}

/** Addresses and details: when one is asked for, else soon after. Those of another list are not taken. */
function complete() {
  const taken = (file) => sliced(detail(all, file, site.list));
  completed ||= (inside ? taken(inside) : insist("details", taken, "noDetails")).then(() => here().view === "entry" && draw({ focus: false }));
}

/** The page's own face, where the machine has none that is good enough; without it the page is only less handsome. */
async function dress() {
  fits = await fitted().catch(() => false);
  if (fits && here() === START) draw({ focus: false });
}

async function begin() {
  await insist("list", (file) => {
    all = open(file, [...first.groups.querySelectorAll("button:not([data-group=common])")].map(grouped));
    inside = file.details;
  }, "noData");
  await dated();
  if (!handheld()) watch(pristine, reset, still);
  setTimeout(() => {
    complete();
    dress();
    news.start();
    if (root.dataset.index || $("index")) insist("index", lookBeyond);
    if (root.dataset.doubts || $("doubts")) insist("doubts", (file) => (doubts = readDoubts(file)));
  }, 1000);
}

root.dataset.alive = "";
for (const id of ["not-yet", "too-old"]) $(id).hidden = true;
fit();
history.replaceState({ visit, at: 0 }, "");
listen();
// With the list it is measured anyway, and before it only where that is late: measuring costs a layout.
setTimeout(measure, 100);
begin();
