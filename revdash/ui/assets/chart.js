// Charts: a Plotly figure in a card; colour roles become the colours of the reader's theme.
import { h } from "./dom.js";

const SOURCE = new URL("../../../assets/plotly-basic-4.1.1.min.js", import.meta.url).href;
const OPTIONS = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false };
const WALL = "(min-width: 1800px)";

let loading;

function plotly() {
  if (globalThis.Plotly) return Promise.resolve(globalThis.Plotly);
  loading ??= new Promise((ready, failed) => {
    const script = h("script", { src: SOURCE, onload: () => ready(globalThis.Plotly), onerror: failed });
    document.head.append(script);
  });
  return loading;
}

export function chart(root, data) {
  let card = root.firstElementChild;
  if (!card) {
    card = h(
      "figure",
      { class: "rd-card" },
      h("figcaption", {}, h("h3", { class: "rd-title" }), h("p", { class: "rd-subtitle" })),
      h("div", { class: "rd-plot", role: "img" }),
      h("p", { class: "rd-nothing" }),
    );
    root.append(card);
  }
  const plot = card.querySelector(".rd-plot");
  card.querySelector(".rd-title").textContent = data.title;
  card.querySelector(".rd-subtitle").textContent = data.subtitle;
  card.querySelector(".rd-nothing").textContent = data.empty;
  plot.hidden = Boolean(data.empty);
  if (data.empty) return;
  plot.setAttribute("aria-label", data.alt);
  plot.style.height = `${data.height}px`;
  plot.rdFigure = data.figure;
  draw(plot);
  card.rdWatch ??= watched(plot);
}

export function forget(root) {
  const card = root.querySelector(".rd-card");
  const plot = card?.querySelector(".rd-plot");
  if (!plot?.rdFigure) return;
  card.rdWatch?.();
  plot.rdFigure = null;
  globalThis.Plotly?.purge(plot);
}

async function draw(plot) {
  const Plotly = await plotly();
  if (!plot.rdFigure || !plot.isConnected) return;
  const resolve = colours(plot);
  const grow = matchMedia(WALL).matches ? 14 / 12 : 1;
  const { data, layout } = translated(plot.rdFigure, resolve, grow);
  layout.margin.r *= grow;
  layout.margin.b *= grow;
  await Plotly.react(plot, data, { ...layout, height: plot.clientHeight, autosize: true }, OPTIONS);
}

// Redraw when the reader's system switches between light and dark, or the window between screens.
function watched(plot) {
  const queries = [matchMedia("(prefers-color-scheme: dark)"), matchMedia(WALL)];
  const redraw = () => draw(plot);
  queries.forEach((query) => query.addEventListener("change", redraw));
  return () => queries.forEach((query) => query.removeEventListener("change", redraw));
}

function colours(plot) {
  const probe = h("span", { hidden: true });
  plot.parentElement.append(probe);
  const seen = new Map();
  const resolve = (role) => {
    if (!seen.has(role)) {
      probe.style.color = `var(--rd-${role})`;
      seen.set(role, getComputedStyle(probe).color);
    }
    return seen.get(role);
  };
  queueMicrotask(() => probe.remove());
  return resolve;
}

function translated(value, resolve, grow, key = "") {
  if (typeof value === "string") return value.startsWith("role:") ? resolve(value.slice(5)) : value;
  if (Array.isArray(value)) return value.map((one) => translated(one, resolve, grow));
  if (value && typeof value === "object") {
    const entries = Object.entries(value).map(([name, one]) => [name, translated(one, resolve, grow, name)]);
    const copy = Object.fromEntries(entries);
    if (key.toLowerCase().endsWith("font") && copy.size) copy.size *= grow;
    return copy;
  }
  return value;
}
