// The worklist: what was dropped, the worst first; filtered by pressing, chosen and acted on by
// pointer, thumb or key. The choice and the place in the list outlive a redraw.
import { h, s, tipped } from "./dom.js";
import { clocked } from "./clock.js";
import { DEEDS, click, dialog, forgetDrafts, keys, menu } from "./deeds.js";

const kept = { chosen: new Set(), at: "", place: -1 };

export function worklist(root, data, open) {
  const send = (what) => open(JSON.stringify(what));
  const rows = new Map(data.rows.map((row) => [row.key, row]));
  kept.chosen = new Set([...kept.chosen].filter((key) => rows.has(key)));
  // What was acted on may be gone: the next in its place is at hand then.
  if (kept.at && !rows.has(kept.at)) kept.at = data.rows[Math.min(kept.place, data.rows.length - 1)]?.key ?? "";
  const list = { data, send, rows, root };
  root.replaceChildren(
    h("div", { class: "rd-work" }, facets(list), soon(list), bar(list), table(list), more(list), footing(list)),
    said(list),
  );
  listen(list);
  mark(list);
}

// On top: how much there is of each, pressed to see it alone; and what it may be worth.
function facets({ data, send }) {
  const group = (title, what, parts) =>
    h(
      "div",
      { class: "rd-facets", role: "group", "aria-label": title },
      h("span", { class: "rd-facets-title" }, title),
      parts.map((part) => facet(part, what, () => send({ do: what, key: part.key }))),
    );
  const [button, rule] = risk(data);
  const parts = h(
    "div",
    { class: "rd-work-top" },
    group("Severity", "severity", data.severities),
    group("Whose turn", "turn", data.turns.filter((part) => part.count || part.is_pressed || part.key !== "cs")),
    h("div", { class: "rd-facets" }, facet(data.new, "new", () => send({ do: "new" }))),
    (data.apart.count > 0 || data.apart.is_pressed) && h("div", { class: "rd-facets" }, facet(data.apart, "aside", () => send({ do: "aside" }))),
    button,
  );
  return [parts, rule];
}

// Its rule shows on hover, and stays when it is pressed or tapped.
function risk(data) {
  const rule = h("p", { class: "rd-subtitle rd-risk-rule", id: "rd-risk-rule", hidden: true }, data.at_risk_rule);
  const button = h("button", { class: "rd-risk", type: "button", "data-part": "risk", "aria-describedby": "rd-risk-rule", "aria-expanded": "false" }, h("b", {}, data.at_risk), " at risk, estimated");
  button.addEventListener("click", () => {
    rule.hidden = !rule.hidden;
    button.setAttribute("aria-expanded", String(!rule.hidden));
  });
  return [tipped(button, data.at_risk_rule), rule];
}

function facet(part, what, press) {
  return h(
    "button",
    {
      class: "rd-facet",
      type: "button",
      "data-part": `${what}-${part.key}`,
      "data-severity": what === "severity" ? part.key : null,
      "data-side": what === "turn" ? part.key : null,
      "aria-pressed": part.is_pressed ? "true" : "false",
      onclick: press,
    },
    what === "severity" ? diamond(part.key) : null,
    h("b", {}, part.count.toLocaleString("en")),
    ` ${part.label}`,
  );
}

function diamond(severity) {
  const full = severity === "critical" || severity === "high";
  const path = s("path", { d: "M4.5 .7 8.3 4.5 4.5 8.3 .7 4.5Z", fill: full ? "currentColor" : "none", stroke: "currentColor", "stroke-width": 1.2 });
  return s("svg", { class: "rd-diamond", viewBox: "0 0 9 9", width: 9, height: 9, "aria-hidden": "true" }, path);
}

// About to be late: the time left ticks in business time, and stands still outside of it.
function soon({ data, send }) {
  if (!data.soon.length) return null;
  const items = data.soon.map((one) => {
    const left = h("b", { class: "rd-left" });
    clocked(left, one, data);
    const who = [one.tier && `Tier ${one.tier}`, one.owner, `due ${one.due}`].filter(Boolean).join(" · ");
    const inner = [left, h("span", { class: "rd-soon-lead" }, [one.lead, one.account].filter(Boolean).join(", ")), h("span", { class: "rd-soon-who" }, who)];
    const opens = { class: "rd-soon-one", type: "button", "data-part": `soon-${one.person}`, onclick: () => send({ do: "lead", person: one.person }) };
    return h("li", {}, one.person ? tipped(h("button", opens, inner), one.used) : h("div", { class: "rd-soon-one" }, inner));
  });
  return h(
    "section",
    { class: "rd-soon", "aria-label": "About to be late" },
    h("header", { class: "rd-table-head" }, h("h3", { class: "rd-title" }, `About to be late · ${data.soon_total.toLocaleString("en")}`), h("p", { class: "rd-subtitle" }, data.soon_note)),
    h("ul", {}, items),
  );
}

// Over the table: how many are shown, or what to do with those chosen.
function bar(list) {
  const { data } = list;
  return h(
    "div",
    { class: "rd-work-bar" },
    h("h3", { class: "rd-title" }, data.apart.is_pressed ? "Set aside" : "Dropped, worst first"),
    h("span", { class: "rd-subtitle", "data-of": "count" }),
    h("div", { class: "rd-bulk", role: "group", "aria-label": "With those chosen", hidden: true }),
    h("button", { class: "rd-action rd-keys-button", type: "button", "data-part": "keys", onclick: () => keys(list.root) }, "Keys"),
  );
}

const COLUMNS = [
  ["severity", "Severity"],
  ["lead", "Lead and account"],
  ["tier", "Tier"],
  ["happened", "What happened"],
  ["source", "Source and campaign"],
  ["late", "Late for"],
  ["turn", "Whose turn"],
  ["owner", "Owner"],
  ["value", "Est. value"],
];

function table(list) {
  const { data } = list;
  if (!data.rows.length) return h("p", { class: "rd-empty" }, data.empty);
  const every = h("input", { type: "checkbox", "aria-label": "Choose all that are shown", "data-of": "every", onchange: (event) => choose(list, event.target.checked ? [...list.rows.keys()] : []) });
  const may = !data.may_not_act;
  return h(
    "div",
    { class: "rd-scroll rd-work-scroll" },
    h(
      "table",
      { class: "rd-grid rd-worklist" },
      h("thead", {}, h("tr", {}, h("td", { class: "rd-w-check" }, may && every), COLUMNS.map(([key, word]) => h("th", { scope: "col", class: `rd-w-${key}` }, word)), h("td", { class: "rd-w-act" }))),
      h("tbody", {}, data.rows.map((row) => line(list, row, may))),
    ),
  );
}

function line(list, row, may) {
  const check = h("input", { type: "checkbox", "aria-label": `Choose ${row.lead}`, onchange: () => toggle(list, row.key) });
  const why = [row.happened, row.matters, row.todo].join(" ");
  const also = `Also: ${row.others.join(", ")}`;
  const more = row.others.length > 0 && tipped(h("button", { onclick: (event) => (event.currentTarget.textContent = also), class: "rd-more", type: "button", "aria-label": `+${row.others.length} also: ${row.others.join(", ")}` }, `+${row.others.length}`), also);
  return h(
    "tr",
    { "data-key": row.key, "data-severity": row.severity, onclick: (event) => press(list, row, event) },
    h("td", { class: "rd-w-check" }, may && h("label", {}, check)),
    h("td", { class: "rd-w-severity" }, diamond(row.severity), row.severity),
    h("th", { scope: "row", class: "rd-w-lead" }, name(list, row), crm(row), row.account && row.account !== row.lead && h("span", { class: "rd-w-account" }, row.account)),
    h("td", { class: "rd-w-tier", "data-word": row.tier && "Tier" }, row.tier),
    h("td", { class: "rd-w-happened" }, h("div", {}, row.acted && tipped(h("span", { class: "rd-acted" }, row.acted), row.acted), fact(row), tipped(h("span", { class: "rd-w-text" }, row.happened), why), more)),
    h("td", { class: "rd-w-source" }, row.source),
    h("td", { class: "rd-w-late" }, tipped(h("span", {}, row.late_for), `Late since ${row.late_since}; counted in business time. ${row.first_seen}`)),
    h("td", { class: "rd-w-turn", "data-side": row.turn }, h("b", {}, row.turn_word), row.level && tipped(h("span", {}, ` · ${row.level}`), level(row.level))),
    h("td", { class: "rd-w-owner" }, row.owner),
    h("td", { class: "rd-w-value" }, row.value),
    h("td", { class: "rd-w-act" }, may && first(list, row), may && h("button", { class: "rd-dots", type: "button", "data-part": `dots-${row.key}`, "aria-haspopup": "menu", "aria-label": `More for ${row.lead}`, onclick: (event) => menu(event.currentTarget, row, act(list, [row]), list.send) }, "⋯")),
  );
}

function fact(row) {
  if (!row.fact_link.startsWith("https://")) return null;
  return h("a", { class: "rd-crm", href: row.fact_link, target: "_blank", rel: "noopener noreferrer", "aria-label": `The fact of ${row.lead}` }, "fact ↗");
}

function level(word) {
  return word === "manager" ? "Late for more than a business day: the owner's manager sees it too" : "Late for more than three business days: it is on the weekly agenda";
}

function name({ data, send }, row) {
  if (!row.person) return h("span", { class: "rd-row-name" }, row.lead);
  const address = `${data.lead_address}?lead=${encodeURIComponent(row.person)}`;
  const go = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    send({ do: "lead", person: row.person });
  };
  return h("a", { class: "rd-row-name", href: address, "data-part": `row-${row.key}`, onclick: go }, row.lead);
}

function crm(row) {
  if (!row.link.startsWith("https://")) return null;
  return h("a", { class: "rd-crm", href: row.link, target: "_blank", rel: "noopener noreferrer", "aria-label": `${row.lead} in the CRM`, title: "Open in the CRM" }, "↗");
}

// The one button of a row: take it; of what the reader took, say what was done; of what is set
// aside, take that back.
function first(list, row) {
  if (list.data.apart.is_pressed && row.undoes) {
    const back = () => list.send({ do: "undo", ids: [row.undoes], click_id: click() });
    return h("button", { class: "rd-action", type: "button", "data-part": `act-${row.key}`, "aria-label": `Undo: ${row.lead}`, onclick: back }, "Undo");
  }
  const deed = DEEDS[row.is_mine ? "handled" : "take"];
  return h("button", { class: "rd-action", type: "button", "data-part": `act-${row.key}`, "aria-label": `${deed.short}: ${row.lead}`, onclick: () => act(list, [row])(deed.kind) }, deed.short);
}

function more({ data, send }) {
  if (data.rows.length >= data.total || !data.rows.length) return null;
  const next = Math.min(100, data.total - data.rows.length);
  return h("button", { class: "rd-action", type: "button", "data-part": "more", onclick: () => send({ do: "more" }) }, `Show ${next} more of ${data.total.toLocaleString("en")}`);
}

function footing({ data }) {
  return h("p", { class: "rd-noise" }, [data.silent, data.may_not_act].filter(Boolean).join(" "));
}

// What was just done, with the way back, in reach of the thumb.
function said({ data, send }) {
  const { text, undo, is_problem } = data.said;
  const line = h("div", { class: is_problem ? "rd-said rd-said-problem" : "rd-said", role: is_problem ? "alert" : "status", hidden: !text });
  if (!text) return line;
  if (!is_problem) forgetDrafts();
  const back = () => send({ do: "undo", ids: undo, click_id: click() });
  line.append(
    h("span", {}, text),
    undo.length ? h("button", { class: "rd-undo", type: "button", "data-part": "undo", onclick: back }, "Undo") : "",
    h("button", { class: "rd-shut", type: "button", "aria-label": "Close", onclick: () => (line.hidden = true) }, "×"),
  );
  return line;
}

function act(list, rows) {
  return (kind) => {
    const deed = DEEDS[kind];
    const seen = Object.fromEntries(rows.map((row) => [row.key, row.seen]));
    const send = (values) => list.send({ do: "act", kind, seen, click_id: click(), ...values });
    if (deed.fields.length) dialog(list.root, deed, rows, list.data.choices, send);
    else send({});
  };
}

function press(list, row, event) {
  if (event.target.closest("button, a, input, label")) return;
  kept.at = row.key;
  mark(list);
  if (row.person) list.send({ do: "lead", person: row.person });
}

function toggle(list, key) {
  if (!kept.chosen.delete(key)) kept.chosen.add(key);
  kept.at = key;
  mark(list);
}

function choose(list, all) {
  kept.chosen = new Set(all);
  mark(list);
}

// Show which rows are chosen, and what may be done with them.
function mark(list) {
  const { root, data, rows } = list;
  const chosen = [...kept.chosen].map((key) => rows.get(key));
  kept.place = [...rows.keys()].indexOf(kept.at);
  for (const line of root.querySelectorAll("tbody tr")) {
    const is = kept.chosen.has(line.dataset.key);
    line.toggleAttribute("data-at", line.dataset.key === kept.at);
    line.toggleAttribute("data-chosen", is);
    const box = line.querySelector("input");
    if (box) box.checked = is;
  }
  const every = root.querySelector('[data-of="every"]');
  if (every) every.checked = chosen.length > 0 && chosen.length === rows.size;
  if (every) every.indeterminate = chosen.length > 0 && chosen.length < rows.size;
  const shown = rows.size < data.total ? `${rows.size} of ${data.total.toLocaleString("en")}` : `${data.total.toLocaleString("en")} in all`;
  root.querySelector('[data-of="count"]').textContent = chosen.length ? `${chosen.length} chosen` : rows.size ? shown : "";
  const bulk = root.querySelector(".rd-bulk");
  bulk.hidden = !chosen.length;
  const may = Object.values(DEEDS).filter((deed) => !deed.of_person || chosen.every((row) => row.person));
  bulk.replaceChildren(
    ...may.filter((deed) => deed.is_bulk).map((deed) => h("button", { class: "rd-action", type: "button", "data-part": `bulk-${deed.kind}`, onclick: () => act(list, chosen)(deed.kind) }, deed.short)),
    h("button", { class: "rd-action", type: "button", "data-part": "bulk-none", onclick: () => choose(list, []) }, "Clear"),
  );
}

// One listener for the page's life; it serves whichever list stands.
let current;

function listen(list) {
  if (!current) addEventListener("keydown", (event) => current.root.isConnected && key(current, event), true);
  current = list;
}

function key(list, event) {
  if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open], [role=dialog], [popover]:popover-open:not(.rd-tip)")) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], [role=combobox], [role=listbox]")) return;
  const on = event.target.closest?.("button, a, input");
  if (event.key === "Enter" && on) return;
  const done = pressed(list, event.key);
  if (!done) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function pressed(list, letter) {
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[letter];
  if (step) return move(list, step);
  if (letter === "?") return keys(list.root) ?? true;
  if (letter === "Escape" && kept.chosen.size) return choose(list, []) ?? true;
  const row = list.rows.get(kept.at);
  if (!row) return false;
  if (letter === "x") return toggle(list, row.key) ?? true;
  if (letter === "Enter" && row.person) return list.send({ do: "lead", person: row.person }) ?? true;
  const deed = Object.values(DEEDS).find((one) => one.key === letter);
  if (!deed || list.data.may_not_act) return false;
  const rows = kept.chosen.size ? [...kept.chosen].map((one) => list.rows.get(one)) : [row];
  if (deed.of_person && rows.some((one) => !one.person)) return true;
  return act(list, rows)(deed.kind) ?? true;
}

function move(list, step) {
  const order = [...list.rows.keys()];
  if (!order.length) return false;
  const from = order.indexOf(kept.at);
  const to = from < 0 ? 0 : Math.max(0, Math.min(order.length - 1, from + step));
  kept.at = order[to];
  mark(list);
  const line = list.root.querySelector("tr[data-at]");
  line?.scrollIntoView({ block: "nearest" });
  line?.querySelector("a.rd-row-name, .rd-w-act button")?.focus({ preventScroll: true });
  return true;
}
