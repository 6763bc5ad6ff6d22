// What stands on each screen: functions from the state of things to elements. `to(screen)` goes somewhere.

import { drawn } from "./code.js";
import { h } from "./dom.js";
import { MOST, highlighted } from "./search.js";
import { fold } from "./text.js";
import { day, t } from "./words.js";

const MANY = 40, AT_ONCE = 12;

const heading = (text, vietnamese) => h("h1", { tabindex: "-1", lang: vietnamese && "vi" }, text);

function entryButton(e, to, pieces) {
  const name = pieces ? pieces.map(([text, hit]) => (hit ? h("mark", {}, text) : text)) : e.name;
  return h("li", {}, h("button.entry", { type: "button", "data-code": e.code, onclick: () => to({ view: "entry", code: e.code }) },
    h("span.name", { lang: "vi" }, name),
    h("span.small", {}, e.code, e.since ? h("b.gone", {}, t("goneTag")) : ""),
  ));
}

function list(entries, to) {
  return h("ul.entries", {}, entries.map((e) => entryButton(e, to)));
}

const aside = (title, ...rest) => [h("h2", { lang: "vi" }, title), ...rest.filter(Boolean).map((text) => h("p", {}, text))];

/** The procedures of a group, by field; a big group shows its fields first. */
export function group({ today, all }, screen, to) {
  const shown = all.groups.find((g) => g.id === screen.id);
  const mine = screen.id === "common" ? today.list.filter((e) => e.common) : today.list.filter((e) => e.field.group === shown);
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
 * found" to most questions before they are whole; `doubt` tells that it would.
 */
export function find({ found, today, index, groups }, screen, to) {
  const q = screen.text.trim(), said = fold(q);
  if (!found) return { title: q, info: aside(t("ask")), view: [heading(t("waiting"))] };
  const gone = [...today.gone.values()].filter((g) => said.length > 2 && (fold(g.name).includes(said) || g.code.startsWith(said)));
  const n = found.length + gone.length;
  const title = t(found.length >= MOST ? "foundMost" : "found", { n, q });
  const row = (result) => entryButton(result.entry, to, highlighted(index, result));
  const rows = h("ul.entries", {}, found.slice(0, AT_ONCE).map(row));
  screen.doubt = !gone.length && !found[0]?.sure;
  if (screen.doubt && (screen.rested || !found.length)) {
    const none = t("none", { q });
    const alike = found.length ? [h("h2", {}, t("alike")), rows] : "";
    return { title: none, info: aside(t("ask"), t("noneText")), view: [heading(none), h("p", {}, t("noneText")), groups(), alike] };
  }
  return {
    title,
    info: aside(t("ask"), t("touch")),
    view: [heading(title), rows, gone.length ? list(gone, to) : ""],
    later: () => rows.append(...found.slice(AT_ONCE).map(row)),
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

function facts(e) {
  const known = [
    ["time", times(e)], ["fee", e.fee], ["channels", channels(e)], ["place", e.place], ["dossier", e.dossier], ["result", e.result],
  ];
  const said = (key, value) => value?.length || ((key === "time" || key === "fee") && e.channels?.some((c) => c[key === "time" ? 1 : 2]));
  const missing = known.filter(([key, value]) => !said(key, value) && key !== "channels").map(([key]) => t(key));
  const decision = e.decision && (e.decided ? t("dated", { d: e.decision, day: day(e.decided) }) : e.decision);
  const rest = { online: e.online, audience: e.audience, cases: e.cases, executing: e.executing, field: e.field?.name, decision, basis: e.basis, everyday: e.everyday };
  return h("dl", {},
    row("code", e.code),
    known.flatMap(([key, value]) => row(key, value)),
    missing.length ? [h("dt", {}, t("unknown")), h("dd", {}, t("unknownText", { what: missing.join("; ").toLowerCase() }))] : [],
    Object.entries(rest).flatMap(([key, value]) => row(key, value)),
    e.url ? row("link", h("span.url", {}, e.url.replace(/^https:\/\//, ""))) : [],
  );
}

/** The code with its host in clear. */
export function card(url, label, size, note) {
  return h("figure.card", {}, drawn(url, label, size.mm, size.room), h("figcaption", {}, h("b.host", {}, new URL(url).host), h("span", {}, note || t("scan"))));
}

function links(e, { handheld, print }) {
  return h("p.tools", {},
    handheld && h("a.button", { href: e.url, target: "_blank", rel: "noopener noreferrer" }, t("openLink")),
    print && h("button.button", { type: "button", onclick: () => window.print() }, t("print")),
  );
}

/** One procedure: the big code, and everything that the catalogue knows. */
export function entry(context, screen, to) {
  const { today } = context;
  const e = today.here.get(screen.code);
  if (!e) return left(context, screen, to);
  const next = today.next.get(e.code);
  const notes = [next ? t("changes", { day: day(next.from) }) : e.to && t("until", { day: day(e.to) })].filter(Boolean);
  // Not yet fetched is not unknown: nothing is said of the facts before they are there.
  if (!e.url) return { title: e.name, info: aside(t("fetching")), view: [heading(e.name, true), notes.map((n) => h("p.note", {}, n))] };
  const info = [card(e.url, t("qr", { name: e.name }), context.size, e.direct ? "" : `${t("scan")} ${t("leads")} ${t("search")}.`)];
  const view = [heading(e.name, true), notes.map((n) => h("p.note", {}, n)), links(e, context), facts(e)];
  return { title: e.name, info, view };
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
    info: [card(url, t("qr", { name: title }), size)],
    view: [
      heading(title),
      h("p", {}, t(screen.what + "Text")),
      handheld && h("p.tools", {}, h("a.button", { href: url, target: "_blank", rel: "noopener noreferrer" }, t("openLink"))),
      h("dl", {}, row("hotline", hotline), row("address", address), row("link", h("span.url", {}, url.replace(/^https:\/\//, "")))),
    ],
  };
}
