// The agenda: each heading with its minutes and a running clock; a press or a key goes to it.
import { h } from "./dom.js";
import { ask } from "./meeting_deeds.js";

const STATES = { coming: "Next", planned: "Planned", closed: "Closed" };
const LONGEST = 12 * 3600 * 1000; // milliseconds a meeting may run
const clocks = { ticking: 0 };

// What the clocks have counted, kept while the tab stands.
function kept(data) {
  const name = `rd-meeting-${data.meeting_id}`;
  const empty = { heading: data.parts[0]?.heading ?? "", since: Date.now(), began: Date.now(), spent: {} };
  const read = JSON.parse(sessionStorage.getItem(name) ?? "null") ?? empty;
  if (!data.parts.some((part) => part.heading === read.heading)) read.heading = empty.heading;
  return { ...read, save: (now) => sessionStorage.setItem(name, JSON.stringify(now)) };
}

export function agenda(page) {
  const { data, rail } = page;
  const minutes = data.parts.reduce((sum, part) => sum + part.minutes, 0);
  const drawn = JSON.stringify([data.parts.map((part) => [part.heading, part.title, part.minutes, part.needs]), data.state, data.may_run, data.is_presented]);
  if (rail.rdDrawn !== drawn) {
    rail.rdDrawn = drawn;
    rail.replaceChildren(
      h("div", { class: "rd-agenda-head" }, h("b", { "data-clock": "all" }), h("span", {}, `${data.state === "open" ? "of " : ""}${minutes} min`)),
      h("ol", {}, data.parts.map((part, place) => entry(page, part, place))),
      data.is_presented ? footing(`${data.title} · ${data.held} · ${data.fresh}`) : buttons(page),
    );
  }
  mark(page);
}

function entry({ data }, part, place) {
  const added = data.parts.filter((one) => one.is_added).length;
  const number = part.is_added ? "" : place + 1 - added;
  return h(
    "li",
    { style: { "--rd-minutes": Math.max(1, part.minutes) } },
    h(
      "button",
      { type: "button", "data-part": `go-${part.heading}`, "data-to": part.heading, onclick: () => go(current, part.heading) },
      h("span", { class: "rd-part-number" }, number),
      h("span", { class: "rd-agenda-title" }, part.title),
      part.needs && h("span", { class: "rd-agenda-needs", title: part.needs }, "◇", h("span", { class: "rd-unseen" }, part.needs)),
      h("span", { class: "rd-agenda-minutes", "data-spent": part.heading }, `${part.minutes}`),
      h("span", { class: "rd-unseen" }, "minutes"),
    ),
  );
}

function buttons({ data }) {
  const one = (kind, word, look) => h("button", { class: look, type: "button", "data-part": kind, onclick: () => deed(kind) }, word);
  return h(
    "div",
    { class: "rd-agenda-acts" },
    ["coming", "planned"].includes(data.state) && data.may_run && one("start", "Start the meeting", "rd-primary"),
    one("present", "Present", "rd-action"),
    data.state === "open" && data.may_run && one("attend", "Who is here", "rd-action"),
    data.state === "open" && data.may_run && one("close", "Close the meeting", "rd-action"),
  );
}

function deed(kind) {
  if (kind === "present") current.send({ do: "present", part: state.heading });
  else if (kind === "close") closing(current);
  else ask(current, kind, { about: current.data.title });
}

function footing(what) {
  const step = (by, word, sign) => h("button", { type: "button", class: "rd-step-to", "aria-label": word, onclick: () => move(by) }, sign);
  return h("div", { class: "rd-present-foot" }, h("span", { class: "rd-present-what" }, what), step(-1, "The heading before", "‹"), h("span", { "data-of": "next" }), step(1, "The next heading", "›"));
}

// What is missing is said before anything is frozen; a leader may go to each of it.
function closing(page) {
  const { data } = page;
  const missing = data.parts.filter((part) => part.needs);
  const lacks = missing.length > 0 || data.needs.length > 0;
  const to = (part) => () => {
    box.close();
    go(page, part.heading);
  };
  const send = () => page.send({ do: "close", version: data.version });
  const list = [...data.needs.map((need) => h("li", {}, need)), ...missing.map((part) => h("li", {}, h("button", { class: "rd-row-name", type: "button", onclick: to(part) }, part.title), ` ${part.needs}`))];
  const words = lacks ? "Not yet: this is missing." : `It freezes ${data.readings} numbers with the records they count. The page is then read-only, for ever.`;
  const foot = h(
    "div",
    { class: "rd-dialog-foot" },
    h("button", { class: "rd-action", type: "button", onclick: () => box.close() }, lacks ? "Back to it" : "Not yet"),
    !lacks && h("button", { class: "rd-primary", type: "submit", "data-part": "send" }, "Close and freeze"),
  );
  const form = h("form", { method: "dialog", onsubmit: send }, h("h2", {}, "Close the meeting"), h("p", { class: "rd-subtitle" }, words), lacks && h("ul", { class: "rd-missing" }, list), foot);
  const box = h("dialog", { class: "rd rd-dialog", "aria-label": "Close the meeting", onclose: () => box.remove() }, form);
  box.style.colorScheme = getComputedStyle(page.rail).colorScheme;
  document.body.append(box);
  box.showModal();
}

let current; // the page that stands
let state; // where it is

// Keep the clocks running and the keys heard, once for the page's life.
export function follow(page) {
  if (!current) addEventListener("keydown", key, true);
  const is_new = current?.data.meeting_id !== page.data.meeting_id || current.data.is_presented !== page.data.is_presented;
  current = page;
  state = kept(page.data);
  if (is_new && page.data.part && page.data.part !== state.heading) count(page.data.part);
  state.save({ heading: state.heading, since: state.since, began: state.began, spent: state.spent });
  clearInterval(clocks.ticking);
  clocks.ticking = setInterval(() => (page.rail.isConnected ? tick() : clearInterval(clocks.ticking)), 1000);
  mark(page);
  fit(page);
  tick();
}

function count(heading) {
  const now = Date.now();
  const runs = current.data.state === "open";
  if (runs) state.spent[state.heading] = (state.spent[state.heading] ?? 0) + now - state.since;
  Object.assign(state, { heading, since: now });
  state.save({ heading, since: now, began: state.began, spent: state.spent });
}

function go(page, heading) {
  count(heading);
  mark(page);
  fit(page);
  tick();
  const part = page.parts.querySelector(`[data-heading="${heading}"]`);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || page.data.is_presented;
  part.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  part.focus({ preventScroll: true });
}

// On the big screen a heading is drawn as large as it fits; a chart drawn unseen has no width yet.
const LARGEST = 1.5;
const FOOT = 64; // pixels at the end

function fit({ data, rail, parts }) {
  const frame = rail.parentElement;
  frame.style.zoom = data.is_presented ? LARGEST : "";
  if (!data.is_presented) return;
  const part = parts.querySelector("[data-at]");
  for (let zoom = LARGEST; zoom > 1 && part.getBoundingClientRect().bottom > innerHeight - FOOT; zoom -= 0.05) frame.style.zoom = zoom.toFixed(2);
  for (const plot of part.querySelectorAll(".js-plotly-plot")) globalThis.Plotly?.Plots.resize(plot);
}

function move(by) {
  const order = current.data.parts.map((part) => part.heading);
  const at = Math.max(0, Math.min(order.length - 1, order.indexOf(state.heading) + by));
  go(current, order[at]);
}

function mark({ data, rail, parts }) {
  if (!state) return;
  const order = data.parts.map((part) => part.heading);
  const at = order.indexOf(state.heading);
  for (const button of rail.querySelectorAll("[data-to]")) {
    const place = order.indexOf(button.dataset.to);
    if (place === at) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
    button.toggleAttribute("data-past", place < at);
  }
  for (const part of parts.children) part.toggleAttribute("data-at", part.dataset.heading === state.heading);
  const next = rail.querySelector("[data-of=next]");
  const after = data.parts[at + 1];
  if (next) next.textContent = `${at + 1} of ${order.length}${after ? ` · next: ${after.title}` : ""}`;
}

function tick() {
  const { data, rail, parts } = current;
  const open = data.state === "open";
  const whole = rail.querySelector("[data-clock=all]");
  whole.textContent = open ? spoken(Date.now() - began(data)) : STATES[data.state];
  for (const part of data.parts) {
    const runs = open && part.heading === state.heading;
    const spent = (state.spent[part.heading] ?? 0) + (runs ? Date.now() - state.since : 0);
    const over = spent > part.minutes * 60000;
    const place = rail.querySelector(`[data-spent="${part.heading}"]`);
    const clock = parts.querySelector(`[data-clock="${part.heading}"]`);
    const text = spent && open ? spoken(spent) : part.minutes ? `${part.minutes}` : "";
    say(place, text, over);
    if (clock) say(clock, runs ? `${text} of ${part.minutes} min${over ? ", over" : ""}` : part.minutes ? `${part.minutes} min` : "", over && runs);
  }
}

// One that was opened long ago, or under another clock as the demo's is, began when it was seen.
function began({ opened_at }) {
  const opened = Date.parse(opened_at);
  return Math.abs(Date.now() - opened) < LONGEST ? opened : state.began;
}

function say(place, text, over) {
  if (place.textContent !== text) place.textContent = text;
  place.classList.toggle("rd-over", over);
}

function spoken(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return hours ? `${hours}:${two(Math.floor(seconds / 60) % 60)} h` : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

const STEPS = { j: 1, k: -1 };
const SLIDES = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 };

function key(event) {
  if (!current?.rail.isConnected || event.metaKey || event.ctrlKey || event.altKey) return;
  if (document.querySelector("dialog[open], [role=dialog], [popover]:popover-open:not(.rd-tip)")) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], [role=combobox], [role=listbox]")) return;
  if (!pressed(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function pressed({ key: letter, target }) {
  const { data, send, parts } = current;
  const presented = data.is_presented;
  if (presented && letter === " " && target.closest?.("button, summary")) return false;
  const step = STEPS[letter] ?? (presented ? SLIDES[letter] : 0);
  if (step) return move(step) ?? true;
  if (presented && letter === "Escape") return send({ do: "leave", part: state.heading }) ?? true;
  if (!presented && letter === "p") return send({ do: "present", part: state.heading }) ?? true;
  const note = letter === "n" && parts.querySelector(`[data-part="note-${state.heading}"]`);
  if (note) return note.focus() ?? true;
  return false;
}
