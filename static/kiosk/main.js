// The page: one state, one way to draw it, one way to go somewhere.

import { iso, on, open } from "./data.js";
import { $, h, recall, remember, sliced } from "./dom.js";
import { watch } from "./idle.js";
import { keyboard } from "./keyboard.js";
import { News } from "./news.js";
import { indexed, search } from "./search.js";
import { fold } from "./text.js";
import * as views from "./views.js";
import { day, isVietnamese, speak, t } from "./words.js";

const MOST = 60;
const root = document.documentElement;
const site = JSON.parse($("site").textContent);
const START = { view: "start" };
const first = { info: [...$("info").childNodes], view: [...$("view").childNodes] };

let all, today, index, news;
// Where the visitor is, and how they came; a new visit makes the browser's own history lead to the start.
let visit = 1, way = [START], text = "";
let size = 0;

const handheld = () => Math.min(screen.width, screen.height) < 600;
const here = () => way[way.length - 1];

/** Millimetres of the screen: `?man-hinh=32` is kept on the device, the site's own diagonal stands in the page. */
function fit() {
  const asked = new URLSearchParams(location.search);
  for (const key of ["man-hinh", "may-in"]) if (asked.has(key)) remember(key, asked.get(key));
  const inches = Number(recall("man-hinh"));
  if (inches >= 7 && inches <= 100) root.style.setProperty("--inches", inches);
}

function context() {
  const probe = $("mm").getBoundingClientRect().width / 100;
  return {
    all, today, index, site,
    most: MOST,
    handheld: handheld(),
    print: recall("may-in") === "1" || matchMedia("(hover: hover) and (pointer: fine)").matches,
    size: { mm: probe, room: room() },
  };
}

/** Pixels that a code may take so that all of it is visible at once. */
function room() {
  const box = $("info").getBoundingClientRect(), style = getComputedStyle($("info"));
  const padding = parseFloat(style.paddingLeft) * 2 + 2;
  return Math.min(box.width - padding, handheld() ? innerHeight * 0.5 : box.height - padding - 3.6 * parseFloat(getComputedStyle(root).fontSize));
}

function draw({ focus = true } = {}) {
  const screen = here(), atStart = screen.view === "start";
  root.dataset.view = screen.view;
  $("back").hidden = $("home").hidden = atStart;
  $("clear").hidden = !text;
  if (atStart) {
    $("info").replaceChildren(...first.info);
    $("view").replaceChildren(...first.view);
    document.title = t("ask");
    refreshStart();
  } else if (today) {
    root.classList.remove("wide");
    const shown = views[screen.view](prepared(screen), screen, go);
    root.classList.toggle("wide", !!shown.wide);
    $("info").replaceChildren(...[shown.info].flat(3));
    $("view").replaceChildren(...shown.view.flat(3).filter(Boolean));
    document.title = shown.title;
  }
  $("view").scrollTop = screen.top || 0;
  if (focus && !atStart) $("view").querySelector("h1")?.focus({ preventScroll: true });
  measure();
}

/** What a screen needs beyond the list: results for `find`; a code is drawn for the room that its screen leaves. */
function prepared(screen) {
  if (screen.view !== "find") {
    root.classList.toggle("wide", screen.view === "entry" || screen.view === "contact");
    return context();
  }
  const results = index && search(index, screen.text);
  const said = fold(screen.text.trim());
  const gone = [...today.gone.values()].filter((g) => said.length > 2 && (fold(g.name).includes(said) || g.code.startsWith(said)));
  return { ...context(), results, gone, groups: first.view.find((n) => n.id === "groups").cloneNode(true) };
}

/** Going somewhere: the address never tells where, so nothing of a visit stays in it. */
function go(screen) {
  here().top = $("view").scrollTop;
  way.push(screen);
  history.pushState({ visit, at: way.length - 1 }, "");
  if (screen.view !== "find" && screen.view !== "entry") setText("");
  showKeys(false);
  draw();
}

function setText(value) {
  text = $("q").value = value;
  $("clear").hidden = !value;
}

function home() {
  if (here() !== START) go(START);
}

addEventListener("popstate", ({ state }) => {
  const at = state?.visit === visit ? state.at : 0;
  way = at < way.length ? way.slice(0, at + 1) : [START];
  setText(here().view === "find" ? here().text : "");
  draw();
});

let counted;
function typed(value) {
  setText(value);
  clearTimeout(counted);
  if (!value.trim()) {
    if (here().view === "find") history.back();
    return;
  }
  if (here().view === "find") here().text = value;
  else {
    way.push({ view: "find", text: value });
    history.pushState({ visit, at: way.length - 1 }, "");
  }
  here().top = 0;
  draw({ focus: false });
  counted = setTimeout(() => {
    const count = $("view").querySelectorAll(".entry[data-code]").length;
    $("say").textContent = document.title;
    if (index && !count && here().view === "find") news.missed(value);
  }, 1200);
}

/** What of the start screen stands today; the counts of groups follow the dates. */
function refreshStart() {
  if (!today) return;
  const place = $("start-common");
  const rows = [...(place?.children || [])];
  for (const row of rows) row.hidden = !today.here.has(row.firstChild.dataset.code);
  // What does not fit is left to the list of the most asked, which has them all.
  for (const row of rows) row.hidden ||= !handheld() && row.getBoundingClientRect().left > place.getBoundingClientRect().right - 4;
  for (const button of document.querySelectorAll("#groups [data-group]")) {
    const id = button.dataset.group;
    button.parentNode.hidden = !today.list.some((e) => (id === "common" ? e.common : e.field.group.id === id));
  }
}

/** Big buttons to move on where not everything is visible: no gesture needed. */
function measure() {
  const view = $("view");
  root.classList.remove("long");
  root.classList.toggle("long", view.scrollHeight > view.clientHeight + 4);
  scrolled();
}

function scrolled() {
  const view = $("view");
  $("up").disabled = view.scrollTop < 4;
  $("down").disabled = view.scrollTop + view.clientHeight > view.scrollHeight - 4;
}

let keysShown = false;
function showKeys(wanted) {
  keysShown = wanted && !handheld();
  $("keys").hidden = !keysShown;
  root.classList.toggle("typing", keysShown);
  $("keyboard").setAttribute("aria-expanded", keysShown);
  $("q").inputMode = keysShown ? "none" : "search";
  measure();
}

function setSize(step) {
  size = step;
  root.dataset.size = step;
  $("size").textContent = t("size" + step);
  $("size").dataset.t = "size" + step;
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
  const days = news?.days || 0;
  const said = news?.broken ? t("broken") : days >= 30 ? t("old30", { n: days }) : days >= 7 ? t("old7", { n: days }) : "";
  const place = $("notice");
  place.hidden = !said;
  place.classList.toggle("strong", days >= 30 || !!news?.broken);
  if (place.textContent !== said) place.textContent = said;
}

const pristine = () => here() === START && !text && !size && isVietnamese() && !root.classList.contains("contrast") && !keysShown;

/** Everything of the last visitor goes: screens, words, switches; then a waiting version may come. */
function reset() {
  if (!pristine()) {
    visit++;
    way = [START];
    START.top = 0;
    history.replaceState({ visit, at: 0 }, "");
    setText("");
    showKeys(false);
    setContrast(false);
    if (!isVietnamese()) speak(false);
    setSize(0);
    keys();
    notices();
    document.activeElement?.blur();
    scrollTo(0, 0);
  }
  dated();
  news?.take();
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

const keys = keyboard($("keys"), (change) => typed(change($("q").value)), () => showKeys(false));

function listen() {
  $("q").oninput = () => typed($("q").value);
  $("q").onpointerup = (event) => event.pointerType === "touch" && showKeys(true);
  $("q").onkeydown = (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      $("view").querySelector(".entry")?.focus();
    }
  };
  addEventListener("keydown", (event) => event.isTrusted && keysShown && event.key.length === 1 && showKeys(false));
  $("bar").onsubmit = (event) => event.preventDefault();
  $("clear").onclick = () => {
    typed("");
    $("q").focus();
  };
  $("keyboard").onclick = () => {
    showKeys(!keysShown);
    if (keysShown) $("q").focus();
  };
  $("back").onclick = () => history.back();
  $("home").onclick = home;
  $("size").parentNode.onclick = () => setSize((size + 1) % 3);
  $("contrast").onclick = () => setContrast(!root.classList.contains("contrast"));
  $("other").onclick = () => setEnglish(isVietnamese());
  for (const what of ["feedback", "status"]) $(what).onclick = () => go({ view: "contact", what });
  for (const [id, way] of [["up", -1], ["down", 1]]) $(id).onclick = () => $("view").scrollBy({ top: way * $("view").clientHeight * 0.8 });
  $("view").onscroll = scrolled;
  $("work").addEventListener("click", started);
  $("info").addEventListener("click", started);
  addEventListener("resize", () => draw({ focus: false }));
}

/** The start screen's own buttons stand in the page before any script. */
function started(event) {
  const button = event.target.closest("[data-group], #start-common [data-code]");
  if (!button || !today) return;
  if (button.dataset.group) go({ view: "group", id: button.dataset.group });
  else go({ view: "entry", code: button.dataset.code });
}

async function load() {
  const inline = $("list");
  if (inline) return JSON.parse(inline.textContent);
  const answer = await fetch(root.dataset.list);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function begin() {
  fit();
  history.replaceState({ visit, at: 0 }, "");
  listen();
  measure();
  news = new News(site, notices);
  notices();
  try {
    all = open(await load());
  } catch {
    $("notice").hidden = false;
    $("notice").classList.add("strong");
    $("notice").textContent = t("noData");
    setTimeout(begin, 15000);
    return;
  }
  await dated();
  watch(pristine, reset);
  setTimeout(() => news.start(), 1000);
}

begin();
