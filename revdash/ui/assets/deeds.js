// What may be done about a row: one click and one reason, in a small dialog; and the keys.
import { h } from "./dom.js";

const said = (label, hint = "", is_needed = true) => ({ name: "words", kind: "text", label, hint, is_needed });

export const DEEDS = Object.fromEntries(
  [
    { kind: "take", short: "Take", word: "Take it", key: "t", is_bulk: true, fields: [] },
    { kind: "hand", short: "Hand on", word: "Hand to a person or queue", key: "h", is_bulk: true, fields: [{ name: "to", kind: "whom", label: "To", is_needed: true }, said("A word with it", "", false)] },
    { kind: "snooze", short: "Snooze", word: "Snooze", key: "s", is_bulk: true, fields: [{ name: "until", kind: "days", label: "Until", is_needed: true }, said("Why", "", false), { name: "reason", kind: "pick", from: "pauses", with: "pauses", label: "The clock stops until then, because" }, { name: "evidence", kind: "line", with: "pauses", label: "What that rests on", hint: "A meeting, a task, their message" }] },
    { kind: "handled", short: "Done", word: "Mark handled", key: "d", is_bulk: true, fields: [said("What was done", "Called, she asks for a quote in June")] },
    { kind: "reject", short: "Reject", word: "Reject the lead", of_person: true, fields: [{ name: "reason", kind: "reason", label: "Reason", is_needed: true }, { name: "evidence", kind: "line", label: "The fact: a link to its record, or words", hint: "https://… or: said so on the phone on Monday" }, said("Note", "", false)] },
    { kind: "recycle", short: "Recycle", word: "Recycle to nurture", key: "r", of_person: true, is_bulk: true, fields: [{ name: "reason", kind: "reason", label: "Reason", is_needed: true }, { name: "until", kind: "review", label: "Marketing looks again on", is_needed: true }, said("Note", "", false)] },
    { kind: "ask", short: "Ask", word: "Ask the other side", of_person: true, fields: [{ name: "side", kind: "side", label: "You ask for", is_needed: true }, said("The question", "What did they ask for at the stand?")] },
    { kind: "mistake", short: "Rule's mistake", word: "The rule's mistake", fields: [said("What the rule got wrong", "It feeds the rule's quality figure")] },
    { kind: "mute", short: "Mute", word: "Mute", fields: [{ name: "until", kind: "days", label: "Until", is_needed: true }, said("Why nobody needs to see it until then")] },
  ].map((deed) => [deed.kind, deed]),
);

// Names a click, so that one sent twice is done once; a page without https has no randomUUID.
export function click() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
}

let opened; // the dialog or menu that stands
const drafts = new Map(); // what was filled in and refused, by kind: it need not be written again

export function forgetDrafts() {
  drafts.clear();
}

function stand(root, element) {
  opened?.remove();
  opened = element;
  element.style.colorScheme = getComputedStyle(root).colorScheme;
  document.body.append(element);
  return element;
}

export function dialog(root, deed, rows, choices, send, given = {}) {
  const about = rows.length === 1 ? [rows[0].lead, rows[0].account].filter(Boolean).join(", ") : `${rows.length} handoffs`;
  const fields = deed.fields.filter((field) => (field.kind !== "side" || choices.sides.length) && (!field.with || choices[field.with]?.length));
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", {}, deed.word),
    h("p", { class: "rd-subtitle" }, about),
    fields.map((field, place) => drawn(field, choices, place === 0)),
    h("div", { class: "rd-dialog-foot" }, h("button", { class: "rd-action", type: "button", value: "no", onclick: () => box.close() }, "Cancel"), h("button", { class: "rd-primary", type: "submit", "data-part": "send" }, deed.short)),
  );
  const box = stand(root, h("dialog", { class: "rd rd-dialog", "aria-label": deed.word, onclose: () => box.remove() }, form));
  for (const [name, value] of drafts.get(deed.kind) ?? Object.entries(given)) if (form.elements[name]) form.elements[name].value = value;
  form.addEventListener("submit", () => {
    drafts.set(deed.kind, [...new FormData(form)]);
    send(values(form));
  });
  box.showModal();
}

function values(form) {
  const told = Object.fromEntries(new FormData(form));
  const [kind, ...rest] = String(told.to ?? "").split(" ");
  if (kind) told[kind === "queue" ? "to_queue" : "to_user"] = rest.join(" ");
  delete told.to;
  for (const box of form.querySelectorAll("[data-many]")) told[box.dataset.many] = new FormData(form).getAll(box.dataset.many);
  return told;
}

function drawn(field, choices, is_first) {
  const needed = { name: field.name, required: field.is_needed, autofocus: is_first };
  const label = (...inner) => h("label", { class: "rd-field" }, h("span", {}, field.label, !field.is_needed && h("small", {}, " (may stay empty)")), inner);
  const option = ([value, word]) => h("option", { value }, word);
  if (field.kind === "reason") return label(h("select", needed, option(["", "Choose …"]), choices.reasons.map(option)));
  if (field.kind === "side") return label(h("select", needed, choices.sides.map((side) => option([side, side[0].toUpperCase() + side.slice(1)]))));
  if (field.kind === "pick" && field.is_needed && choices[field.from].length === 1) return h("input", { type: "hidden", name: field.name, value: choices[field.from][0][0] });
  if (field.kind === "pick") return label(h("select", needed, option(["", field.is_needed ? "Choose …" : "None"]), choices[field.from].map(option)));
  if (field.kind === "day") return label(h("input", { ...needed, type: "date", value: field.is_needed ? choices.days[field.usual] : null }));
  if (field.kind === "many") return many(field, choices[field.from]);
  if (field.kind === "whom") {
    const people = h("optgroup", { label: "People" }, choices.users.map(([key, word]) => option([`user ${key}`, word])));
    const queues = choices.queues.length > 0 && h("optgroup", { label: "Queues" }, choices.queues.map((name) => option([`queue ${name}`, name])));
    return label(h("select", needed, option(["", "Choose …"]), people, queues));
  }
  if (field.kind === "days" || field.kind === "review") {
    const is_review = field.kind === "review";
    const day = h("input", { ...needed, type: "date", min: choices.tomorrow, max: is_review ? null : choices.latest, value: is_review ? choices.review : choices.tomorrow });
    const set = (word, value) => h("button", { class: "rd-facet", type: "button", onclick: () => (day.value = value) }, word);
    return label(h("span", { class: "rd-days" }, day, !is_review && [set("Next workday", choices.tomorrow), choices.next_week !== choices.tomorrow && set("Next week", choices.next_week)]));
  }
  if (field.kind === "line") return label(h("input", { ...needed, type: "text", placeholder: field.hint, maxlength: 500 }));
  return label(h("textarea", { ...needed, rows: 2, placeholder: field.hint, maxlength: 2000 }));
}

function many(field, options) {
  const one = ([value, word, is_on]) => h("label", { class: "rd-one-of" }, h("input", { type: "checkbox", name: field.name, value, checked: is_on }), word);
  return h("fieldset", { class: "rd-field", "data-many": field.name }, h("legend", {}, field.label), options.map(one));
}

// All that may be done about one row; on a phone a sheet at the bottom.
export function menu(button, row, act, send) {
  const pick = (does) => () => {
    box.hidePopover();
    does();
  };
  const item = (deed) => h("button", { type: "button", role: "menuitem", onclick: pick(() => act(deed.kind)) }, h("span", {}, deed.word), deed.key && h("kbd", {}, deed.key));
  const may = Object.values(DEEDS).filter((deed) => !deed.of_person || row.person);
  const back = () => send({ do: "undo", ids: [row.undoes], click_id: click() });
  const box = stand(
    button,
    h(
      "div",
      { class: "rd rd-menu", popover: "auto", role: "menu", "aria-label": `For ${row.lead}` },
      h("p", { class: "rd-subtitle" }, row.todo),
      row.undoes && h("button", { type: "button", role: "menuitem", onclick: pick(back) }, `Undo: ${row.acted}`),
      may.map(item),
    ),
  );
  box.addEventListener("toggle", (event) => event.newState === "closed" && button.isConnected && button.focus({ preventScroll: true }));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...box.querySelectorAll("button")];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  });
  box.showPopover();
  const at = button.getBoundingClientRect();
  const under = at.bottom + 4 + box.offsetHeight > innerHeight ? Math.max(8, at.top - box.offsetHeight - 4) : at.bottom + 4;
  box.style.setProperty("--rd-top", `${under}px`);
  box.style.setProperty("--rd-left", `${Math.max(8, at.right - box.offsetWidth)}px`);
  box.querySelector("button").focus();
}

const MOVES = [
  ["j k", "down, up; the arrows too"],
  ["x", "choose the row"],
  ["Enter", "open the lead's story"],
];

export function keys(root) {
  const known = [...MOVES, ...Object.values(DEEDS).filter((deed) => deed.key).map((deed) => [deed.key, deed.word]), ["Esc", "choose none"], ["?", "this list"]];
  const box = stand(
    root,
    h(
      "dialog",
      { class: "rd rd-dialog", "aria-label": "Keys", onclose: () => box.remove() },
      h("h2", {}, "Keys"),
      h("dl", { class: "rd-keys" }, known.map(([key, does]) => h("div", {}, h("dt", {}, key.split(" ").map((one) => h("kbd", {}, one))), h("dd", {}, does)))),
      h("form", { method: "dialog", class: "rd-dialog-foot" }, h("button", { class: "rd-action" }, "Close")),
    ),
  );
  box.showModal();
}
