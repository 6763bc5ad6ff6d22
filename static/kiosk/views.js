// What stands on each screen: functions from the state of things to elements. `to(screen)` goes somewhere.

import { drawn } from "./code.js";
import { h } from "./dom.js";
import { MOST, highlighted } from "./search.js";
import { fold } from "./text.js";
import { day, calledIn, t } from "./words.js";

const MANY = 40, AT_ONCE = 12, FEW = 4, LENGTHY = 70, SHOWN = 60, LONG = 220, CLOSE = 0.3;

const heading = (text, vietnamese, shown = text) => h("h1" + (text.length > LENGTHY ? ".lengthy" : ""), { tabindex: "-1", lang: vietnamese && "vi" }, shown);
/** What a code is for, above it on a tall screen. */
const chosen = (text) => h("p.chosen", { lang: "vi", "aria-hidden": "true" }, text);

const OPENING = "thủ tục ";

/** A name in pieces `[text, matched]`, its opening «Thủ tục» there for readers of screens alone: it opens half of all names. */
function shownName(pieces) {
  const whole = pieces.map(([text]) => text).join(""), spoken = whole.toLowerCase().startsWith(OPENING);
  let left = spoken ? OPENING.length : 0;
  const shown = pieces.map(([text, hit]) => {
    const rest = text.slice(left);
    left = Math.max(0, left - text.length);
    return hit && rest ? h("mark", {}, rest) : rest;
  });
  return [spoken && h("span.unseen", {}, whole.slice(0, OPENING.length)), ...shown];
}

/** What of `name` differs from the one before it in a list, where the two are alike for longer than a glance takes in. */
function differing(name, before = "") {
  const words = name.split(" "), others = before.split(" ");
  const at = words.findIndex((word, i) => word !== others[i]);
  return at > 0 && words.slice(0, at).join(" ").length > SHOWN ? "… " + words.slice(at - 2).join(" ").slice(0, 110) : "";
}

function entryButton(e, to, pieces = [[e.name, false]], before) {
  const differs = !e.everyday && before && !before.everyday && differing(e.name, before.name);
  return h("li", {}, h("button.entry", { type: "button", "data-code": e.code, onclick: () => to({ view: "entry", code: e.code }) },
    e.everyday && h("b.everyday", { lang: "vi" }, e.everyday),
    h("span.name", { lang: "vi" }, shownName(pieces)),
    differs && h("span.differs", { lang: "vi" }, h("b", {}, t("differs") + " "), differs),
    h("span.small", {}, e.code, e.audience && h("span", { lang: "vi" }, e.audience), e.since ? h("b.gone", {}, t("goneTag")) : ""),
  ));
}

function list(entries, to) {
  return h("ul.entries", {}, entries.map((e, i) => entryButton(e, to, undefined, entries[i - 1])));
}

const choice = (text, go, kind = ".entry") => h("li", {}, h("button" + kind, { type: "button", onclick: go }, text));

/** A life event: its matters under everyday names; the last one leads to the groups too. */
export function event({ all, events, today, groups }, screen, to) {
  const at = events.findIndex((e) => e.id === screen.id), title = calledIn("e", screen.id, events[at].title);
  const rows = all.matters[at].map((matter) => [matter, matter.codes.map((code) => today.here.get(code)).filter(Boolean)]).filter(([, here]) => here.length);
  const view = h("ul.entries.matters", {}, rows.map(([matter, here]) => choice(h("b", {}, calledIn("m", matter.name)), () => to(here.length > 1 ? { view: "matter", at, name: matter.name } : { view: "entry", code: here[0].code }))));
  return { title, info: [events[at].pic.cloneNode(true), aside(title, t("touch"))], view: [heading(title, true), view, at === events.length - 1 && [h("h2", {}, t("allGroups")), groups()]] };
}

/** A matter: the procedures that it may mean, first what is asked for most. */
export function matter({ all, today }, screen, to) {
  const { name, codes } = all.matters[screen.at].find((m) => m.name === screen.name), title = calledIn("m", name);
  return { title, info: aside(title, t("touch")), view: [heading(title, true), list(codes.map((code) => today.here.get(code)).filter(Boolean), to)] };
}

/** What other offices do, by office. */
export function elsewhere({ all }, screen, to) {
  const title = t("elsewhereTitle"), offices = [...new Set(all.elsewhere.map((m) => m.office))];
  const part = (office) => {
    const mine = all.elsewhere.filter((m) => m.office === office);
    return [h("h2", { lang: "vi" }, office), h("ul.entries.matters", {}, mine.map((m) => choice(calledIn("m", m.name), () => to({ view: "there", name: m.name }))))];
  };
  return { title, info: aside(title, t("general")), view: [heading(title), offices.map(part)] };
}

/** Who does a matter, what for, where: general information, and said to be. */
function office(matter, { handheld }) {
  return h("div.office", {},
    h("p.who", {}, t("goThere", { office: "" }), h("b", { lang: "vi" }, matter.office)),
    h("p", { lang: "vi" }, matter.purpose),
    matter.link && (handheld ? h("p", {}, h("a.button", { href: matter.link, rel: "noopener noreferrer" }, t("website"))) : h("p", {}, t("website") + ": ", h("b.url", {}, matter.link.replace("https://", "")))),
  );
}

export function there(context, screen) {
  const matter = context.all.elsewhere.find((m) => m.name === screen.name), title = calledIn("m", matter.name);
  return { title, info: aside(title, t("goThere", { office: matter.office })), view: [heading(title, true), h("p.note", {}, t("notHere")), office(matter, context), h("p", {}, t("general"))] };
}

/** "Not here, but there", for what was asked: the offices, what comes close here below. */
function away({ answered, ...context }, screen, rows) {
  const { place: places, beyond, found } = answered, { other, city } = context.site;
  const there = places ? places.slice(0, 3).map((m) => [h("h2", {}, calledIn("m", m.name)), office(m, context)]) : [
    other.length ? other.map(([name, address, hotline]) => h("p.who", {}, t("goThere", { office: "" }), h("b", { lang: "vi" }, name), [address, hotline].filter(Boolean).map((line) => h("span", { lang: "vi" }, line))))
      : h("p.who", {}, t("goThere", { office: t(city ? "beyondCommune" : "beyondCity") })),
    h("ul.entries", {}, beyond.slice(0, 5).map((r) => h("li.entry", {}, h("span.name", { lang: "vi" }, shownName([[r.entry.name, false]])), h("span.small", {}, r.entry.code)))),
  ];
  const title = t("notHere");
  return {
    title,
    info: aside(places ? t("goThere", { office: places[0].office }) : title, t("general")),
    view: [heading(title), there, h("p", {}, t("general")), (places ? answered.close || found[0]?.said > CLOSE || found[0]?.firm : found[0]?.sure) && [h("h2", {}, t("alsoHere")), rows]],
  };
}

const aside = (title, ...rest) => [h("h2", { lang: "vi" }, title), ...rest.filter(Boolean).map((text) => h("p", {}, text))];

/** The procedures of a group, by field; a big group shows its fields first. */
export function group({ today, all }, screen, to) {
  const shown = all.groups.find((g) => g.id === screen.id);
  const asked = all.asked.map((e) => today.here.get(e.code)).filter(Boolean), own = today.list.filter((e) => e.common);
  const mine = screen.id === "common" ? (own.length ? own : asked) : today.list.filter((e) => e.field.group === shown);
  const title = shown ? shown.title : t("common");
  const info = aside(title, t("count", { n: mine.length }), t("touch"));
  const fields = [...new Set(mine.map((e) => e.field))];
  const common = mine.filter((e) => e.common);
  const folded = shown && mine.length > MANY && fields.length > 1;
  const view = [heading(title, shown)];
  if (shown && common.length) view.push(h("h2", {}, t("common")), list(common, to));
  if (folded) {
    view.push(h("h2", {}, t("fieldsOf")), h("ul.entries.fields", {}, fields.map((f) => h("li", {}, h("button.entry", { type: "button", onclick: () => to({ view: "field", at: f.at }) },
      h("span.name", { lang: "vi" }, f.name), h("span.small", {}, t("count", { n: mine.filter((e) => e.field === f).length })))))));
  } else if (!shown) view.push(list(mine, to));
  else for (const f of fields) view.push(h("h2", { lang: "vi" }, f.name), list(mine.filter((e) => e.field === f), to));
  return { title, info, view };
}

export function field({ today, all }, screen, to) {
  const shown = all.fields[screen.at];
  const mine = today.list.filter((e) => e.field === shown);
  return {
    title: shown.name,
    info: aside(shown.name, t("count", { n: mine.length }), t("touch")),
    view: [heading(shown.name, true), list(mine, to)],
  };
}

/**
 * Results while typing; `later()` adds those below the first screen. Where none answers: groups and staff, then what is
 * only alike. While somebody is still typing (`rested`) what is alike is shown as it is, or the page would say "not
 * found" to most questions before they are whole; `doubt` tells that it would. Where it is
 * not sure it asks.
 */
export function find(context, screen, to) {
  const { answered, today, index, groups } = context, q = screen.text.trim(), said = fold(q);
  if (!answered) return { title: q, info: aside(t("ask")), view: [heading(t("waiting"))] };
  const found = answered.found;
  const gone = [...today.gone.values()].filter((g) => said.length > 2 && (fold(g.name).includes(said) || g.code.startsWith(said)));
  const n = found.length + gone.length;
  const title = t(found.length >= MOST ? "foundMost" : "found", { n, q });
  const row = (result, i) => entryButton(result.entry, to, highlighted(index, result), found[i - 1]?.entry);
  const rows = h("ul.entries", {}, found.slice(0, AT_ONCE).map(row));
  screen.doubt = !gone.length && !!answered.none;
  if (!gone.length && (answered.place || (answered.beyond && screen.rested))) return away(context, screen, rows);
  if (screen.doubt && (screen.rested || !found.length)) {
    const none = t("none", { q });
    const alike = found.length ? [h("h2", {}, t("alike")), h("ul.entries", {}, found.slice(0, FEW).map(row))] : "";
    return { title: none, info: aside(t("ask")), view: [heading(none), h("p", {}, t("noneText")), alike, h("h2", {}, t("allGroups")), groups()] };
  }
  if (answered.unsure && !gone.length) return {
    title: t("unsure"),
    info: aside(`“${q}”`, t("touch")),
    view: [heading(t("unsure")), h("p", {}, t("unsureText", { q })), h("ul.entries", {}, found.slice(0, FEW + 1).map(row)), h("h2", {}, t("allGroups")), groups()],
  };
  return {
    title,
    info: aside(`“${q}”`, t("touch")),
    view: [heading(title), rows, gone.length ? list(gone, to) : ""],
    later: () => rows.append(...found.slice(AT_ONCE).map((result, i) => row(result, AT_ONCE + i))),
  };
}

const lines = (value) => (Array.isArray(value) ? (value.length > 1 ? h("ul", {}, value.map((v) => h("li", {}, v))) : value[0]) : value);

function row(key, value, vietnamese = true) {
  return value && (!Array.isArray(value) || value.length) ? [h("dt", {}, t(key)), h("dd", { lang: vietnamese && "vi" }, lines(value))] : [];
}

function times(e) {
  const both = [[e.timeLegal, "timeLegal"], [e.timeCity, "timeCity"]].filter(([value]) => value);
  return both.map(([value, kind]) => `${value} (${t(kind)})`);
}

function channels(e) {
  return (e.channels || []).map(([name, time, fee]) => h("span", {}, h("b", {}, name), [time, fee].filter(Boolean).map((v) => ": " + v).join("").replace(/^: (.*): /, ": $1; ")));
}

/** What the catalogue knows, first what one needs before coming; what it does not say is one line at the end. */
function facts(e) {
  const known = [
    ["bring", e.dossier], ["time", times(e)], ["fee", e.fee], ["channels", channels(e)], ["counter", e.place], ["result", e.result],
  ];
  const said = (key, value) => value?.length || ((key === "time" || key === "fee") && e.channels?.some((c) => c[key === "time" ? 1 : 2]));
  const missing = known.filter(([key, value]) => !said(key, value) && key !== "channels").map(([key]) => t(key));
  const decision = e.decision && (e.decided ? t("dated", { d: e.decision, day: day(e.decided) }) : e.decision);
  const rest = { audience: e.audience, cases: e.cases, online: e.online, executing: e.executing, field: e.field?.name, decision, basis: e.basis };
  return [
    h("dl", {},
      known.flatMap(([key, value]) => row(key, value)),
      row("code", e.code),
      Object.entries(rest).flatMap(([key, value]) => row(key, value)),
      e.url ? row("link", h("span.url", {}, e.url.replace(/^https:\/\//, ""))) : [],
    ),
    missing.length && h("p.unknown", {}, t("ask2", { what: missing.join(", ").toLowerCase() })),
  ];
}

/** A name of hundreds of letters folds after three lines, with a button to see it whole. */
function folding(node, name) {
  if (name.length <= LONG) return node;
  node.classList.add("folded");
  const more = h("button.button", { type: "button", onclick: () => (node.classList.remove("folded"), more.remove()) }, t("wholeName"));
  return [node, more];
}

/** The everyday name and below it the official one, or that alone. */
function names(e) {
  const whole = shownName([[e.name, false]]);
  if (!e.everyday) return folding(heading(e.name, true, whole), e.name);
  return [heading(e.everyday, true), folding(h("p.official", {}, h("span.small", {}, t("official") + ": "), h("span", { lang: "vi" }, whole)), e.name)];
}

/** The code with its host in clear. */
export function card(url, label, size, note) {
  return h("figure.card", {}, drawn(url, label, size.mm, size.room), h("figcaption", {}, h("b.host", {}, new URL(url).host), h("span", {}, note || t("scan"))));
}

function links(e, { papers, print, reader }) {
  return h("p.tools", {},
    papers.map((paper) => h("button.button", { type: "button", onclick: () => print(e, paper) }, t("slip" + paper))),
    reader && h("button.button", { type: "button", onclick: () => reader(`${e.everyday || ""}. ${e.name}`) }, t("readAloud")),
  );
}

const opening = (url, handheld) => handheld && h("p.tools", {}, h("a.button", { href: url, target: "_blank", rel: "noopener noreferrer" }, t("openLink")));

/** One procedure: the big code, and everything that the catalogue knows. */
export function entry(context, screen, to) {
  const { today } = context;
  const e = today.here.get(screen.code);
  if (!e) return left(context, screen, to);
  const next = today.next.get(e.code);
  const notes = [next ? t("changes", { day: day(next.from) }) : e.to && t("until", { day: day(e.to) })].filter(Boolean);
  // Not yet fetched is not unknown: nothing is said of the facts before they are there.
  const title = e.everyday || e.name, name = names(e);
  const here = h("p.here", {}, t("here", { place: context.site.place[0] }));
  if (!e.url) return { title, info: aside(t("fetching")), view: [name, here, notes.map((n) => h("p.note", {}, n))] };
  const info = [chosen(title), opening(e.url, context.handheld), card(e.url, t("qr", { name: e.name }), context.size, e.direct ? "" : `${t("scan")} ${t("leads")} ${t("search")}.`)];
  return { title, info, view: [name, here, notes.map((n) => h("p.note", {}, n)), links(e, context), facts(e)] };
}

/** A procedure that left the list explains itself. */
function left({ today }, screen, to) {
  const g = today.gone.get(screen.code);
  if (!g) return { title: t("goneTag"), info: aside(t("goneTag")), view: [heading(t("goneTag")), h("p", {}, t("noneText"))] };
  const why = t(g.ending || "rời danh mục");
  const sentence = g.endedBy ? t("goneWhy", { why, by: g.endedBy }) : `${why}. ${t("goneUnknown")}`;
  const instead = (g.replacedBy || []).map((code) => today.here.get(code) || code);
  const info = aside(t("goneTag"), `${t("code")} ${g.code}`);
  const view = [
    heading(g.name, true),
    h("p.note", {}, t("goneText", { day: day(g.since) })),
    h("p", { lang: "vi" }, sentence),
    h("h2", {}, t("goneInstead")),
    instead.length ? h("ul.entries", {}, instead.map((e) => (e.code ? entryButton(e, to) : h("li", {}, e)))) : h("p", {}, t("goneNothing")),
  ];
  return { title: g.name, info, view };
}

/** Feedback or the state of a dossier: one code alone on the screen, so that nobody scans the wrong one. */
export function contact({ site, size, handheld }, screen) {
  const { feedback, status, hotline, address } = site.contact;
  const url = screen.what === "feedback" ? feedback : status;
  const title = t(screen.what + "Title");
  return {
    title,
    info: [chosen(title), opening(url, handheld), card(url, t("qr", { name: title }), size, t(screen.what + "Text"))],
    view: [
      heading(title),
      h("dl", {}, row("hotline", hotline), row("address", address), row("link", h("span.url", {}, url.replace(/^https:\/\//, "")))),
    ],
  };
}
