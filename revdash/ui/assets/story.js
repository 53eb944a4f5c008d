// The story of a lead: both sides' events on one line of time. Wide: marketing above the line and
// sales below it, clocks as bars, silences named. On a phone the line runs down the page.
import { h, tipped } from "./dom.js";

const NARROW = 640;
const ROWS = 4; // of labels on each side
const BAND = 34; // the line itself, with the silences on it
const WALL = "(min-width: 1800px)"; // larger type, as everywhere
const OURS = "marketing";
// Pixels: of a row of labels, the most a label may take, a letter of it, a row of clocks.
const SIZES = { row: 17, label: 168, letter: 6.3, clock: 18 };
const LARGE = { row: 20, label: 200, letter: 7.2, clock: 21 };
let size = SIZES;

export function story(root, data, open) {
  root.rdStory = { data, open };
  if (!root.rdWatched) {
    root.rdWatched = new ResizeObserver(() => lay(root));
    root.rdWatched.observe(root);
  }
  root.rdWidth = null;
  lay(root);
}

function lay(root) {
  const width = Math.round(root.clientWidth);
  if (!width || width === root.rdWidth) return;
  root.rdWidth = width;
  size = matchMedia(WALL).matches ? LARGE : SIZES;
  const { data, open } = root.rdStory;
  const body = width < NARROW ? path(data, open) : line(data, open, root, width - 30);
  root.replaceChildren(h("section", { class: "rd-card rd-story", "aria-label": data.title }, head(data), body.element ?? body));
  body.measured?.();
}

function head({ title, note, links }) {
  const ways = links.map(([text, address]) => h("a", { class: "rd-action", href: address, target: "_blank", rel: "noopener noreferrer" }, text));
  return h("header", { class: "rd-table-head" }, h("h3", { class: "rd-title" }, title), h("p", { class: "rd-subtitle" }, h("b", { "data-side": OURS }, "Marketing above"), ", ", h("b", { "data-side": "sales" }, "sales below"), note), h("span", { class: "rd-story-links" }, ways));
}

function said(mark) {
  return [mark.at, mark.label, mark.detail].filter(Boolean).join(" · ");
}

// Wide: everything is placed by share of the width, then labels take the first row with room.
function line(data, open, root, width) {
  const at = (share) => 8 + share * (width - 16);
  const above = data.marks.filter((mark) => mark.side === OURS);
  const below = data.marks.filter((mark) => mark.side !== OURS);
  const [up, down] = [rows(above, at, width), rows(below, at, width)];
  const top = 26 + up.count * size.row + 16;
  const foot = top + BAND + 16 + down.count * size.row;
  const bars = clocks(data.clocks, at, width, foot + 10);
  const height = bars.bottom + 24;
  const marks = [...up.placed.map((one) => dot(one, top - 7, -1, open)), ...down.placed.map((one) => dot(one, top + BAND + 7, 1, open))];
  marks.sort((one, other) => one.x - other.x);
  const stage = h(
    "div",
    { class: "rd-line", style: { height: `${height}px` }, role: "group", "aria-label": data.alt },
    data.handoffs.map((one, place) => handoff(one, at, place, bars.bottom)),
    h("div", { class: "rd-line-axis", style: { top: `${top}px`, height: `${BAND}px` } }),
    data.gaps.map((one) => gap(one, at, top)),
    data.now === null ? null : h("div", { class: "rd-line-now", style: { left: `${at(data.now)}px`, height: `${bars.bottom}px` }, title: "As far as the data tell" }),
    marks.map((one) => one.leader),
    marks.map((one) => one.label),
    marks.map((one) => one.button),
    bars.drawn,
    ticks(data.ticks, at, width, bars.bottom),
  );
  roving(marks.map((one) => one.button));
  return stage;
}

function rows(marks, at, width) {
  const taken = Array.from({ length: ROWS }, () => []);
  const stacked = [];
  const placed = marks.map((mark) => ({ mark, x: at(mark.x), row: -1, level: 0 }));
  for (const one of placed) {
    while (stacked.some((other) => other.level === one.level && Math.abs(other.x - one.x) < 9)) one.level += 1;
    stacked.push(one);
  }
  const byWeight = [...placed].sort((one, other) => other.mark.weight - one.mark.weight || other.x - one.x);
  for (const one of byWeight) {
    const wide = Math.min(size.label, 10 + one.mark.label.length * size.letter);
    one.isEnd = one.x + wide > width;
    const [from, to] = one.isEnd ? [one.x - wide, one.x + 2] : [one.x - 2, one.x + wide];
    one.row = taken.findIndex((row) => row.every(([start, end]) => to < start || from > end));
    if (one.row >= 0) taken[one.row].push([from, to]);
  }
  const used = Math.max(0, ...placed.map((one) => one.row + 1));
  return { placed, count: used };
}

function dot({ mark, x, row, level, isEnd }, y, way, open) {
  const place = y + way * level * 9;
  const button = h("button", {
    ...{ class: `rd-moment rd-moment-${mark.weight}`, type: "button", "data-side": mark.side, "data-part": mark.fact, tabindex: -1 },
    style: { left: `${x}px`, top: `${place}px` },
    "aria-label": said(mark),
    onclick: () => open(mark.fact),
  });
  if (row < 0) return { x, button: tipped(button, said(mark)), leader: null, label: null };
  const text = y + way * (14 + row * size.row) - (way < 0 ? size.row - 4 : 4);
  const [from, to] = way < 0 ? [text + size.row - 3, y] : [y, text + 3];
  const style = { top: `${text}px`, [isEnd ? "right" : "left"]: isEnd ? `calc(100% - ${x - 3}px)` : `${x + 2}px`, "max-width": `${size.label}px` };
  return {
    x,
    button: tipped(button, said(mark)),
    leader: h("i", { class: "rd-leader", "data-side": mark.side, style: { left: `${x}px`, top: `${from}px`, height: `${Math.max(0, to - from)}px` } }),
    label: h("span", { class: `rd-moment-label rd-moment-label-${mark.weight}`, "data-side": mark.side, "aria-hidden": "true", style }, mark.label),
  };
}

function handoff({ start, end, text }, at, place, height) {
  const style = { left: `${at(start)}px`, width: `${Math.max(2, at(end) - at(start))}px`, height: `${height}px` };
  return h("div", { class: place % 2 ? "rd-handoff rd-handoff-other" : "rd-handoff", style, title: text }, h("span", {}, text));
}

function gap({ start, end, text }, at, top) {
  const width = at(end) - at(start);
  const style = { left: `${at(start)}px`, width: `${width}px`, top: `${top}px`, height: `${BAND}px` };
  return h("div", { class: "rd-gap", style, title: text }, h("span", { class: width > 11 * size.letter ? null : "rd-unseen" }, width > 30 * size.letter ? text : text.split(" without")[0]));
}

// A clock's bar is full until it is due and hatched after, empty while it stood still; the word
// says how it ended.
function clocks(all, at, width, top) {
  const taken = [];
  const drawn = all.map((one) => {
    const [from, to, due] = [at(one.start), Math.max(at(one.end), at(one.start) + 3), at(one.due)];
    const word = `${one.label}: ${one.state}`;
    const wide = 12 + word.length * size.letter;
    const ends = Math.max(to, due);
    const [isEnd, isIn] = [ends + wide > width, ends + wide > width && from < wide];
    const space = isEnd ? [isIn ? from : from - wide, ends] : [from, ends + wide];
    let row = taken.findIndex((spans) => spans.every(([start, end]) => space[1] < start || space[0] > end));
    if (row < 0) row = taken.push([]) - 1;
    taken[row].push(space);
    const y = top + row * size.clock;
    const free = due - from > wide ? from : due;
    const place = isIn ? { left: `${free + 8}px` } : isEnd ? { right: `calc(100% - ${from - 6}px)` } : { left: `${ends + 6}px` };
    const late = Math.min(Math.max(due, from), to);
    return h(
      "div",
      { class: "rd-clock", "data-side": one.side, role: "img", "aria-label": one.text, title: one.text },
      h("i", { class: "rd-clock-on", style: { left: `${from}px`, width: `${Math.max(0, late - from)}px`, top: `${y}px` } }),
      h("i", { class: "rd-clock-over", style: { left: `${late}px`, width: `${Math.max(0, to - late)}px`, top: `${y}px` } }),
      one.pauses.map((still) => h("i", { class: "rd-clock-still", style: { left: `${at(still.start)}px`, width: `${at(still.end) - at(still.start)}px`, top: `${y}px` } })),
      h("i", { class: "rd-clock-due", style: { left: `${due}px`, top: `${y - 3}px` } }),
      h("span", { class: isIn ? "rd-clock-word rd-clock-in" : "rd-clock-word", style: { ...place, top: `${y - 5}px` } }, `${one.label}: `, h("b", { class: one.state === "late" ? "rd-missed" : null }, one.state)),
    );
  });
  return { drawn, bottom: top + taken.length * size.clock };
}

function ticks(all, at, width, top) {
  let last = -Infinity;
  return all.map(([share, text]) => {
    const x = at(share);
    const wide = 8 + text.length * size.letter;
    if (x < last || x + wide > width) return null;
    last = x + wide + 10;
    return h("span", { class: "rd-line-tick", style: { left: `${x}px`, top: `${top + 4}px` } }, text);
  });
}

// One stop for the tab key; the arrows go from mark to mark.
function roving(buttons) {
  if (!buttons.length) return;
  buttons.at(-1).tabIndex = 0;
  buttons.forEach((button, place) => {
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = step && buttons[place + step];
      if (!next) return;
      event.preventDefault();
      button.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  });
}

// Narrow: the line runs downwards, marketing left of it and sales right.
function path(data, open) {
  const parts = [
    ...data.marks.map((mark) => ({ place: mark.x, element: step(mark, open) })),
    ...data.gaps.map((one) => ({ place: (one.start + one.end) / 2, element: h("li", { class: "rd-path-gap" }, one.text) })),
    ...data.handoffs.map((one) => ({ place: one.start - 1e-6, element: h("li", { class: "rd-path-handoff" }, one.text) })),
  ].sort((one, other) => one.place - other.place);
  const list = h("ol", { class: "rd-path" }, parts.map((part) => part.element));
  const region = h("div", { class: "rd-path-box", role: "region", tabindex: 0, "aria-label": data.alt }, list);
  const bars = h("ul", { class: "rd-path-clocks" }, data.clocks.map((one) => h("li", { "data-side": one.side, title: one.text }, `${one.label}: `, h("b", { class: one.state === "late" ? "rd-missed" : null }, one.state))));
  const sides = h("p", { class: "rd-path-sides", "aria-hidden": "true" }, h("b", { "data-side": OURS }, "Marketing"), h("b", { "data-side": "sales" }, "Sales"));
  return { element: h("div", {}, bars, sides, region), measured: () => (region.scrollTop = region.scrollHeight) };
}

function step(mark, open) {
  const words = [h("b", {}, mark.label), h("span", {}, [mark.at, mark.detail].filter(Boolean).join(" · "))];
  return h(
    "li",
    { class: mark.side === OURS ? "rd-path-ours" : "rd-path-theirs", "data-side": mark.side },
    h("button", { type: "button", class: `rd-path-step rd-moment-label-${mark.weight}`, "data-part": mark.fact, onclick: () => open(mark.fact) }, words),
  );
}
