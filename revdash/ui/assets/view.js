// The one component: draws whatever Python hands over, by its kind. Text stays text: nothing here
// ever turns a value into markup.
import { reading, tiles } from "./tiles.js";
import { breakdown } from "./breakdown.js";
import { chart, forget } from "./chart.js";
import { about } from "./counted.js";
import { funnel } from "./funnel.js";
import { glossary } from "./glossary.js";
import { grid } from "./grid.js";
import { actions, heading, sentence } from "./headline.js";
import { healthGames, healthParts, healthScore } from "./health.js";
import { meeting } from "./meeting.js";
import { outcomes } from "./outcomes.js";
import { picker } from "./picker.js";
import { search } from "./search.js";
import { story } from "./story.js";
import { tour } from "./tour.js";
import { worklist } from "./worklist.js";
import { keepingFocus } from "./dom.js";

const KINDS = {
  ...{ about, actions, breakdown, chart, funnel, glossary, grid, heading, meeting, outcomes, picker, reading, search, sentence, story, tiles, tour, worklist },
  ...{ healthGames, healthParts, healthScore },
};

export default function view({ data, parentElement, setTriggerValue }) {
  const draw = data && KINDS[data.kind];
  if (!draw) return undefined;
  let root = parentElement.querySelector(":scope > .rd");
  if (!root) {
    root = document.createElement("div");
    root.className = "rd";
    parentElement.append(root);
  }
  mark(data);
  keepingFocus(root, () => draw(root, data, (value) => setTriggerValue("opened", value)));
  return () => {
    forget(root);
    if (data.kind === "meeting") document.documentElement.classList.remove("rd-presented");
  };
}

// What changes the whole page is marked on its root: a style that looked for it, `:root:has(…)`, would be
// worked out anew for every element that comes, which is a third of what a first visit costs.
function mark(data) {
  const { classList } = document.documentElement;
  classList.toggle("rd-wall", new URLSearchParams(location.search).get("tv") === "1");
  if (data.kind === "meeting") classList.toggle("rd-presented", data.is_presented);
}
