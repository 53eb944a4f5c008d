// What may be written down in a meeting: each in a small dialog, or in the line under its heading.
import { h } from "./dom.js";
import { click, dialog, forgetDrafts } from "./deeds.js";

const words = (label, hint = "") => ({ name: "words", kind: "text", label, hint, is_needed: true });
const pick = (name, from, label) => ({ name, kind: "pick", from, label, is_needed: true });
const day = (name, label, usual = "next") => ({ name, kind: "day", usual, label, is_needed: true });
const line = (name, label, hint = "") => ({ name, kind: "line", label, hint, is_needed: true });
const maybe = (field) => ({ ...field, is_needed: false });
const named = (name, field) => ({ ...field, name });
const dissent = maybe(named("dissent", words("Dissent to be noted")));
const behind = pick("subject", "subjects", "The number or deal behind it");

const DEEDS = Object.fromEntries(
  [
    { kind: "win", short: "Add a win", fields: [pick("side", "sides", "A win of"), words("What went well"), behind] },
    { kind: "miss", short: "Own a miss", fields: [pick("side", "sides", "Owned by"), words("What was missed, and what changes"), behind] },
    { kind: "none", short: "Nothing to name", fields: [pick("side", "sides", "For"), pick("none", "nones", "There is"), words("Why not this week")] },
    { kind: "ask", short: "Ask the other side", fields: [pick("side", "own", "You ask for"), words("What you need from them"), maybe(day("due_on", "Answer by"))] },
    { kind: "answer", short: "Answer", fields: [words("The answer"), day("due_on", "Holds by")] },
    { kind: "reopen_ask", short: "Open again", fields: [] },
    { kind: "decision", short: "Record a decision", fields: [words("What was decided"), dissent] },
    { kind: "reword", short: "Change the words", fields: [words("Words")] },
    { kind: "take_back", short: "Take off", fields: [] },
    { kind: "reword_note", short: "Change the note", fields: [words("Note")] },
    { kind: "take_note_back", short: "Take the note back", fields: [] },
    { kind: "commitment", short: "New commitment", fields: [words("What will be done"), pick("owner", "owners", "Owner"), maybe(pick("side", "sides", "Side, where it is not the owner's")), day("due_on", "Due")] },
    { kind: "done", short: "Done", fields: [day("done_on", "Done on", "today")] },
    { kind: "put_off", short: "Put off", fields: [day("due_on", "New day; it is still held against its first one")] },
    { kind: "cancel", short: "Cancel", word: "Cancel, if both sides agree", fields: [pick("side", "own", "You speak for")] },
    { kind: "agree", short: "Agree to cancel", fields: [pick("side", "own", "You speak for")] },
    { kind: "reopen", short: "Open again", fields: [] },
    { kind: "unmake", short: "Take back", fields: [] },
    { kind: "experiment", short: "Plan an experiment", fields: [pick("channel", "channels", "Channel"), words("What we believe, and why"), named("decision_rule", words("The rule we decide by", "Written before it starts")), day("starts_on", "Starts"), day("ends_on", "Decided on", "later"), maybe(line("spend", "Spend")), maybe(pick("metric", "metrics", "Measured by")), maybe(pick("arm_a", "arms", "Compared: these")), maybe(pick("arm_b", "arms", "with these"))] },
    { kind: "result", short: "Enter the result", fields: [line("value", "Value"), line("low", "At least"), line("high", "At most"), line("sample", "Of how many"), maybe(words("Where it is from"))] },
    { kind: "conclude", short: "Decide", word: "Decide by its rule", fields: [words("What was decided"), dissent] },
    { kind: "withdraw", short: "Take back", fields: [] },
    { kind: "start", short: "Start the meeting", fields: [{ name: "attendees", kind: "many", from: "people", label: "Who is here" }] },
    { kind: "attend", short: "Who is here", fields: [{ name: "attendees", kind: "many", from: "people", label: "Who is here" }] },
  ].map((deed) => [deed.kind, { word: deed.short, ...deed }]),
);

export const asked = { done: forgetDrafts };

// Ask for what a deed needs, then tell it; one that needs nothing is told at once.
export function ask(page, kind, { told = {}, about = "", given = {} } = {}) {
  const deed = DEEDS[kind];
  const send = (values) => page.send({ do: kind, click_id: click(), ...told, ...values });
  const rows = [{ lead: about }];
  if (deed.fields.length) dialog(page.rail.parentElement, deed, rows, page.data.choices, send, given);
  else send({});
}

// What may be done about a row: the likeliest as a button, the rest behind three dots.
export const doing = {
  of: (page, key) => (key && page.data.deeds[key]?.may) ?? [],
  buttons: (page, key, about) => {
    const { may, version, said } = page.data.deeds[key];
    const does = (kind) => ask(page, kind, { told: { key, version }, about, given: said });
    const likely = may[0] !== "reword";
    const rest = likely ? may.slice(1) : may;
    return [likely && act(may[0], key, about, does), ...(rest.length ? others(rest, key, about, does) : [])];
  },
};

function act(kind, key, about, does) {
  const name = `${DEEDS[kind].short}: ${about}`;
  return h("button", { class: "rd-action", type: "button", "data-part": `${kind}-${key}`, "aria-label": name, onclick: () => does(kind) }, DEEDS[kind].short);
}

function others(kinds, key, about, does) {
  const pressed = (kind) => () => {
    box.hidePopover();
    does(kind);
  };
  const item = (kind) => h("button", { type: "button", role: "menuitem", "data-part": `${kind}-${key}`, onclick: pressed(kind) }, DEEDS[kind].short);
  const box = h("div", { class: "rd rd-menu", popover: "auto", role: "menu", "aria-label": `For ${about}` }, kinds.map(item));
  const dots = h("button", { class: "rd-dots", type: "button", "data-part": `dots-${key}`, "aria-haspopup": "menu", "aria-label": `More for ${about}` }, "⋯");
  dots.addEventListener("click", () => {
    box.showPopover();
    const at = dots.getBoundingClientRect();
    const under = at.bottom + 4 + box.offsetHeight > innerHeight ? at.top - box.offsetHeight - 4 : at.bottom + 4;
    box.style.setProperty("--rd-top", `${under}px`);
    box.style.setProperty("--rd-left", `${Math.max(8, at.right - box.offsetWidth)}px`);
    box.querySelector("button").focus();
  });
  return [dots, box];
}

// The buttons under a heading: what may be added there.
export function entries(page, part) {
  const kinds = page.data.entries[part.heading] ?? [];
  if (!kinds.length) return "";
  const one = (kind) => h("button", { class: "rd-add", type: "button", "data-part": `add-${kind}`, onclick: () => ask(page, kind, { about: part.title }) }, DEEDS[kind].short);
  return h("div", { class: "rd-adds" }, kinds.map(one));
}

// What was noted so far. The line to write in keeps standing while the rest is drawn anew: what
// is being written is not lost.
export function noting(page, part, place) {
  const may = page.data.may_write && !page.data.is_presented;
  place.rdPage = page;
  place.firstElementChild ?? place.append(h("div", {}));
  const [noted, form] = place.children;
  const drawn = JSON.stringify([part.notes, may]);
  if (noted.rdDrawn !== drawn) {
    noted.rdDrawn = drawn;
    noted.replaceChildren(part.notes.length ? written(page, part) : "");
  }
  if (!may) form?.remove();
  else if (!form) place.append(writing(part, place));
}

// What was refused stands in its line again.
export function giveBack(page, told) {
  const area = told.do === "note" && page.parts.querySelector(`[data-part="note-${told.section}"]`);
  if (area && !area.value) area.value = told.words;
}

function written(page, part) {
  const changes = page.data.may_write && !page.data.is_presented;
  const one = (note) => h("li", {}, h("span", {}, h("b", {}, note.who), note.when && ` · ${note.when}`), note.is_mine && changes && mine(page, part, note), h("p", {}, note.words));
  return h("section", { class: "rd-words", "aria-label": `Notes on ${part.title}` }, h("ul", {}, part.notes.map(one)));
}

function mine(page, part, note) {
  const told = { key: `note:${note.key}`, version: note.version };
  const does = (kind) => ask(page, kind, { told, about: part.title, given: { words: note.words } });
  return others(["reword_note", "take_note_back"], told.key, `your note of ${note.when}`, does);
}

function writing(part, place) {
  const area = h("textarea", { rows: 1, placeholder: "Add a note", "aria-label": `Note on ${part.title}`, maxlength: 2000, "data-part": `note-${part.heading}` });
  const form = h("form", { class: "rd-note-line" }, area, h("button", { class: "rd-action", type: "submit" }, "Add"));
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") area.blur();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = area.value.trim();
    if (!said) return;
    place.rdPage.send({ do: "note", section: part.heading, words: said, click_id: click() });
    area.value = "";
  });
  return form;
}

// One to ten, by whoever is here.
export function rating(page, part) {
  const { data } = page;
  if (part.heading !== "rating" || !data.may_rate) return "";
  const one = (_, at) => h("button", { class: "rd-rate", type: "button", "data-part": `rate-${at + 1}`, "aria-pressed": String(data.rated === at + 1), onclick: () => page.send({ do: "rate", rating: at + 1, click_id: click() }) }, at + 1);
  return h("div", { class: "rd-rates", role: "group", "aria-label": "Your rating, 1 to 10" }, h("span", {}, "Your rating"), Array.from({ length: 10 }, one));
}
