// Alignment Health: the number on its scale, and its nine parts as rows that open.
import { h, s, tipped } from "./dom.js";

const EDGES = [
  { from: 0, to: 50, word: "Act" },
  { from: 50, to: 75, word: "Watch" },
  { from: 75, to: 100, word: "Healthy" },
];
const COLUMNS = [
  { key: "part", label: "Part" },
  { key: "value", label: "Value", number: true },
  { key: "posts", label: "Floor → target", number: true },
  { key: "score", label: "Score, 0 to 100" },
  { key: "trend", label: "26 weeks" },
  { key: "weight", label: "Weight", number: true },
  { key: "effect", label: "Moved it", number: true },
  { key: "obliges", label: "Mainly obliges" },
];

export function healthScore(root, { title, score, note }) {
  root.replaceChildren(
    h(
      "section",
      { class: "rd-card rd-health", "aria-label": title },
      h(
        "p",
        { class: "rd-health-head" },
        h("b", { class: "rd-health-number" }, score.number),
        h("span", { class: score.is_bad ? "rd-health-status rd-missed" : "rd-health-status" }, score.status),
      ),
      score.value === null ? null : scale(score),
      h("dl", { class: "rd-health-lines" }, score.lines.map(([word, text]) => h("div", {}, h("dt", {}, word), h("dd", {}, text)))),
      h("p", { class: "rd-note" }, note),
    ),
  );
}

function scale({ value, low, high, number }) {
  const at = (part) => `${Math.max(0, Math.min(100, part)).toFixed(1)}%`;
  const said = `${number} on a scale from 0 to 100: Act under 50, Healthy from 75; 80 % band ${low.toFixed(0)} to ${high.toFixed(0)}`;
  return h(
    "div",
    { class: "rd-health-scale", role: "img", "aria-label": said },
    h(
      "div",
      { class: "rd-health-bar" },
      h("span", { class: "rd-health-band", style: { left: at(low), width: at(high - low) } }),
      [50, 75].map((edge) => h("span", { class: "rd-health-edge", style: { left: at(edge) } })),
      h("span", { class: "rd-health-dot", style: { left: at(value) } }),
    ),
    h("div", { class: "rd-health-words" }, EDGES.map(({ from, to, word }) => h("span", { style: { "flex-grow": to - from } }, word))),
  );
}

export function healthParts(root, { title, note, parts }, open) {
  const head = COLUMNS.map(({ key, label, number }) => h("th", { scope: "col", class: number ? "rd-number" : `rd-health-${key}` }, label));
  root.replaceChildren(
    h(
      "div",
      { class: "rd-table rd-health-parts" },
      h("header", { class: "rd-table-head" }, h("h3", { class: "rd-title" }, title), h("p", { class: "rd-subtitle" }, note)),
      h(
        "div",
        { class: "rd-scroll", role: "region", tabindex: 0, "data-part": "parts", "aria-label": title },
        h("table", { class: "rd-grid rd-cards" }, h("thead", {}, h("tr", {}, head)), h("tbody", {}, parts.map((part) => row(part, open)))),
      ),
    ),
  );
}

function row(part, open) {
  const name = h("button", { class: "rd-row-name", type: "button", "data-part": `part-${part.key}` }, part.label);
  return h(
    "tr",
    { class: "rd-opens", onclick: () => open(part.key) },
    h("th", { scope: "row" }, tipped(name, part.over)),
    part.why ? h("td", { class: "rd-quiet rd-health-why", colspan: 4 }, part.why) : measured(part),
    h("td", { class: part.why ? "rd-number rd-wide" : "rd-number", "data-word": "weight" }, part.weight, part.weight_note && h("span", { class: "rd-note rd-health-agreed" }, ` ${part.weight_note}`)),
    h("td", { class: part.effect ? "rd-number" : "rd-number rd-wide", "data-word": "moved it" }, part.effect),
    h("td", { class: "rd-wide rd-quiet rd-health-obliges" }, part.obliges),
  );
}

function measured(part) {
  return [
    h("td", { class: "rd-number", "data-word": "value" }, part.value, part.of && h("span", { class: "rd-note" }, ` ${part.of}`)),
    h("td", { class: "rd-number rd-wide" }, part.posts),
    h("td", { "data-word": "score" }, bar(part)),
    h("td", { class: "rd-wide" }, spark(part)),
  ];
}

function bar(part) {
  const drawn = h(
    "span",
    { class: "rd-health-share", "aria-hidden": "true" },
    h("span", { style: { width: `${(100 * part.share).toFixed(1)}%` } }),
    h("i", {}),
  );
  const broken = part.is_broken && h("span", { class: "rd-missed" }, " under 40");
  return h("span", { class: "rd-health-score" }, drawn, h("b", {}, part.score), broken);
}

// Always from 0 to 100, so that rows compare; weeks that are not measured leave a gap.
function spark({ spark: points }) {
  const box = h("span", { class: "rd-spark", "aria-hidden": "true" });
  if (points.filter((point) => point !== null).length < 2) return box;
  const svg = s("svg", { viewBox: "0 0 100 28", preserveAspectRatio: "none" });
  let run = [];
  [...points, null].forEach((point, place) => {
    if (point !== null) run.push(`${((100 * place) / (points.length - 1)).toFixed(1)} ${(26 - 0.24 * point).toFixed(1)}`);
    else if (run.length > 1) svg.append(s("path", { class: "rd-spark-line", d: `M${run.join("L")}` }));
    if (point === null) run = [];
  });
  box.append(svg);
  return box;
}

// How it could be gamed, and what counters it: read side by side.
export function healthGames(root, { title, note, games }) {
  const rows = games.map(({ move, counter }) => h("tr", {}, h("th", { scope: "row" }, move), h("td", {}, counter)));
  const head = h("tr", {}, h("th", { scope: "col" }, "How it could be made to look better"), h("th", { scope: "col" }, "What counters it"));
  root.replaceChildren(
    h(
      "div",
      { class: "rd-table rd-health-games" },
      h("header", { class: "rd-table-head" }, h("h3", { class: "rd-title" }, title), h("p", { class: "rd-subtitle" }, note)),
      h("table", { class: "rd-grid" }, h("thead", {}, head), h("tbody", {}, rows)),
    ),
  );
}
