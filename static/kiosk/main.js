// The page: one state, one way to draw it, one way to go somewhere.

import { detail, iso, on, open } from "./data.js";
import { $, read, recall, remember, sliced } from "./dom.js";
import { watch } from "./idle.js";
import { keyboard } from "./keyboard.js";
import { News } from "./news.js";
import { indexed, search } from "./search.js";
import { fold } from "./text.js";
import { contact, entry, field, find, group } from "./views.js";
import { isVietnamese, learn, speak, t } from "./words.js";

const VIEWS = { contact, entry, field, find, group };
const START = { view: "start" };
const root = document.documentElement, box = $("q"), view = $("view"), info = $("info");
const site = JSON.parse($("site").textContent);
// The start screen stands in the page before any script; it is put aside and back.
const first = { info: [...info.childNodes], view: [...view.childNodes], groups: $("groups") };
const news = new News(site, notices);

let all, today, index;
// Where the visitor is and how they came. A new visit makes the browser's own history lead to the start.
// `inside`: addresses and details where the file brings them itself.
let visit = 1, way = [START], size = 0, keysShown = false, counted, rest, inside, completed;

const handheld = () => Math.min(screen.width, screen.height) < 600;
const here = () => way[way.length - 1];
// A telephone scrolls as a whole.
const scroller = () => (handheld() ? document.scrollingElement : view);
const pristine = () => here() === START && !box.value && !size && isVietnamese() && !keysShown && !root.classList.contains("contrast");

/** Millimetres of the screen: `?man-hinh=32` is kept on the device, the site's own diagonal stands in the page. */
function fit() {
  const asked = new URLSearchParams(location.search);
  for (const key of ["man-hinh", "may-in"]) if (asked.has(key)) remember(key, asked.get(key));
  const inches = Number(recall("man-hinh") || asked.get("man-hinh"));
  if (inches >= 7 && inches <= 100) root.style.setProperty("--inches", inches);
  // By the screen and not by the window, so that the browser's own zoom enlarges everything.
  if (!handheld()) root.style.setProperty("--mm", `calc(${Math.hypot(screen.width, screen.height)}px / (var(--inches) * 25.4))`);
}

/** A group as its button on the start screen says it. */
const grouped = ({ dataset, firstChild }, at) => ({ id: dataset.group, title: firstChild.textContent, at });

/** Pixels that a code may take so that all of it is visible at once, with its host below. */
function room() {
  const { width, height } = info.getBoundingClientRect();
  const { paddingLeft, paddingTop } = getComputedStyle(info);
  const high = handheld() ? innerHeight * 0.5 : height - 2 * parseFloat(paddingTop) - 4.5 * parseFloat(getComputedStyle(root).fontSize);
  return Math.min(width - 2 * parseFloat(paddingLeft), high) - 6;
}

function context(screen) {
  const found = screen.view === "find" && index ? search(index, screen.text) : undefined;
  return {
    all, today, index, site, found,
    handheld: handheld(),
    groups: () => first.groups.cloneNode(true),
    print: recall("may-in") === "1" || matchMedia("(hover: hover) and (pointer: fine)").matches,
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
  root.dataset.view = screen.view;
  // Before drawing: a code is drawn for the room that the layout leaves it.
  root.classList.toggle("wide", wide);
  $("back").hidden = $("home").hidden = atStart;
  // Whoever is in the text stays in it: what is drawn anew would leave a keyboard nowhere.
  const within = view.contains(document.activeElement);
  const shown = atStart ? { ...first, title: t("ask") } : VIEWS[screen.view](context(screen), screen, go);
  info.replaceChildren(...shown.info.flat(3));
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

/** Going somewhere: the address never tells where, so nothing of a visit stays in it. */
function go(screen) {
  here().top = scroller().scrollTop;
  way.push(screen);
  history.pushState({ visit, at: way.length - 1 }, "");
  setText(screen.text || "");
  showKeys(screen.view === "find" && keysShown);
  draw({ focus: screen.view !== "find" });
}

function setText(value) {
  if (box.value !== value) box.value = value;
  $("clear").hidden = !value;
}

function returned({ state }) {
  const at = state?.visit === visit ? state.at : 0;
  way = at < way.length ? way.slice(0, at + 1) : [START];
  setText(here().text || "");
  draw();
}

/** Results while typing. What found no answer is counted when the typing has stopped. */
function typed(value) {
  setText(value);
  clearTimeout(counted);
  if (!value.trim()) return here().view === "find" ? history.back() : undefined;
  if (here().view === "find") {
    Object.assign(here(), { text: value, top: 0, rested: false });
    draw({ focus: false });
  } else go({ view: "find", text: value });
  counted = setTimeout(() => {
    const screen = here();
    screen.rested = true;
    if (screen.doubt) draw({ focus: false });
    $("say").textContent = document.title;
    if (index && screen.view === "find" && view.querySelector("#groups")) news.missed(value);
  }, 1200);
}

/** What of the start screen stands today: procedures and groups follow the dates. */
function refresh() {
  if (!today) return;
  for (const row of first.groups.children) {
    const id = row.firstChild.dataset.group;
    row.hidden = !today.list.some((e) => (id === "common" ? e.common : e.field.group.id === id));
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
  draw({ focus: false });
  index = await sliced(indexed(today.list, all.aliases));
  root.dataset.ready = "";
  if (here().view === "find") draw({ focus: false });
}

const keys = keyboard($("keys"), (change) => typed(change(box.value)), () => showKeys(false));

/** The start screen's own buttons, wherever they stand. */
function started({ target }) {
  const { group: id, code } = target.closest("#groups button, #start-common button")?.dataset || {};
  if (today && id) go({ view: "group", id });
  else if (today && code) go({ view: "entry", code });
}

const PRESSED = {
  back: () => history.back(),
  home: () => go(START),
  contrast: () => setContrast(!root.classList.contains("contrast")),
  other: () => (isVietnamese() ? learn().then(() => setEnglish(true)) : setEnglish(false)),
  feedback: () => go({ view: "contact", what: "feedback" }),
  status: () => go({ view: "contact", what: "status" }),
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
  for (const [id, press] of Object.entries(PRESSED)) $(id).onclick = press;
  for (const place of [info, view]) place.addEventListener("click", started);
  box.oninput = () => typed(box.value);
  // Not before the click: the layout moves, and the rest of the touch would hit something else.
  box.onclick = ({ pointerType }) => pointerType === "touch" && showKeys(true);
  box.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    view.querySelector(".entry")?.focus();
  };
  $("bar").onsubmit = (event) => event.preventDefault();
  view.onscroll = scrolled;
  addEventListener("keydown", ({ key }) => keysShown && key.length === 1 && showKeys(false));
  addEventListener("resize", () => {
    here().top = scroller().scrollTop;
    draw({ focus: false });
  });
  addEventListener("popstate", returned);
}

/** What cannot be had or used now is asked for again; meanwhile the page says so. */
async function insist(name, use) {
  let failed = false;
  try {
    await use(await read(name));
  } catch {
    failed = true;
  }
  news.broken = failed && (name === "list" ? "noData" : "noDetails");
  notices();
  if (!failed) return;
  await new Promise((again) => {
    setTimeout(again, 15000);
    addEventListener("online", again, { once: true });
  });
  return insist(name, use);
}

/** Addresses and details: when one is asked for, else soon after. Those of another list are not taken. */
function complete() {
  const taken = (file) => sliced(detail(all, file, site.list));
  completed ||= (inside ? taken(inside) : insist("details", taken)).then(() => here().view === "entry" && draw({ focus: false }));
}

async function begin() {
  await insist("list", (file) => {
    all = open(file, [...first.groups.querySelectorAll("button:not([data-group=common])")].map(grouped));
    inside = file.details;
  });
  await dated();
  if (!handheld()) watch(pristine, reset);
  setTimeout(() => {
    complete();
    news.start();
  }, 1000);
}

fit();
history.replaceState({ visit, at: 0 }, "");
listen();
measure();
begin();
