// The head of a page: its title, its days, how fresh it is; and the one sentence.
import { h } from "./dom.js";

export function heading(root, { title, period, compared, freshness, loaded, banner }) {
  const age = loaded && h("span", { class: "rd-age" });
  const days = [period, compared].filter(Boolean).join(" ");
  root.replaceChildren(
    h(
      "div",
      { class: "rd-heading" },
      h("h1", {}, title, banner && h("span", { class: "rd-banner" }, banner)),
      h(
        "p",
        {},
        h("span", {}, days),
        freshness && h("span", { class: "rd-fresh" }, freshness, age),
      ),
    ),
  );
  if (age) keepAge(age, Date.parse(loaded));
}

// How long ago the data were loaded, kept true while the page stands.
function keepAge(place, loaded) {
  const say = () => {
    if (!place.isConnected) return clearInterval(ticking);
    place.textContent = ` (${ago((Date.now() - loaded) / 60000)})`;
  };
  const ticking = setInterval(say, 30000);
  say();
}

function ago(minutes) {
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${Math.floor(minutes)} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}

export function sentence(root, { parts }) {
  root.replaceChildren(
    h(
      "p",
      { class: "rd-sentence" },
      parts.map((part) => (part.is_fact ? h("b", { "data-side": part.side }, part.text) : part.text)),
    ),
  );
}

// What one does with a view: hand its address on, or hang it on a wall.
export function actions(root, { hangs }) {
  root.replaceChildren(h("div", { class: "rd-actions" }, copying(), hangs && hanging()));
}

function copying() {
  const button = h("button", { class: "rd-action", type: "button", "data-part": "copy" }, "Copy link");
  button.addEventListener("click", async () => {
    const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
    button.textContent = copied ? "Link copied" : "Copy the address above";
    setTimeout(() => (button.textContent = "Copy link"), 2000);
  });
  return button;
}

function hanging() {
  const open = () => {
    const address = new URL(location.href);
    address.searchParams.set("tv", "1");
    location.assign(address);
  };
  return h("button", { class: "rd-action", type: "button", "data-part": "wall", onclick: open }, "Wall view");
}
