// The weekly meeting: its agenda with the running clock, and part by part what is shown and said.
// A part is drawn anew only when it changed, so that nobody loses what they are writing.
import { h } from "./dom.js";
import { agenda, follow } from "./agenda.js";
import { blocks } from "./sheet.js";
import { asked, entries, giveBack, noting, rating } from "./meeting_deeds.js";
import { forget as forgetChart } from "./chart.js";

export function meeting(root, data, open) {
  const send = (told) => {
    root.querySelector(".rd-said")?.remove();
    open(JSON.stringify(told));
  };
  let frame = root.querySelector(":scope > .rd-meeting");
  if (frame?.dataset.meeting !== data.meeting_id) {
    forget(root);
    frame = h("div", { class: "rd-meeting", "data-meeting": data.meeting_id }, h("nav", { class: "rd-agenda", "aria-label": "Agenda" }), h("div", { class: "rd-parts" }));
    root.replaceChildren(frame);
  }
  frame.dataset.state = data.state;
  frame.classList.toggle("rd-present", data.is_presented);
  const [rail, parts] = frame.children;
  const page = { data, send, rail, parts };
  data.parts.forEach((part, place) => section(page, part, place));
  for (const old of [...parts.children]) if (!data.parts.some((part) => part.heading === old.dataset.heading)) old.remove();
  agenda(page);
  follow(page);
  answered(page);
}

export function forget(root) {
  for (const one of root.querySelectorAll(".rd-m-chart")) forgetChart(one);
}

function section(page, part, place) {
  const { data, parts } = page;
  let box = parts.children[place];
  if (box?.dataset.heading !== part.heading) {
    const fresh = h("section", { class: "rd-part", id: `part-${part.heading}`, "data-heading": part.heading, tabindex: -1, "aria-labelledby": `title-${part.heading}` }, h("div", { class: "rd-part-shown" }), h("div", { class: "rd-part-said" }));
    parts.insertBefore(fresh, box ?? null);
    box = fresh;
  }
  const [shown, said] = box.children;
  const drawn = JSON.stringify([part, data.state, data.may_write, data.is_presented, own(data, part)]);
  if (box.rdDrawn !== drawn) {
    box.rdDrawn = drawn;
    const opened = [...shown.querySelectorAll("details[open]")].map((one) => one.dataset.part);
    keepingPlace(shown, () => {
      forget(shown);
      shown.replaceChildren(head(part, number(data, place)), ...lines(part), blocks(page, part), entries(page, part), rating(page, part));
    });
    for (const one of shown.querySelectorAll("details")) one.open = opened.includes(one.dataset.part);
  }
  noting(page, part, said);
}

// What may be done about the rows of a part belongs to how it is drawn.
function own({ deeds, entries: may, rated }, part) {
  const keys = part.blocks.flatMap((block) => block.keys ?? block.said?.map((one) => one[3]) ?? []);
  return [keys.map((key) => deeds[key]), may[part.heading], part.heading === "rating" && rated];
}

function keepingPlace(shown, draw) {
  const active = shown.contains(document.activeElement) ? document.activeElement.dataset.part : undefined;
  draw();
  if (active) shown.querySelector(`[data-part="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
}

// What was added to a closed meeting has no number: its own parts keep theirs.
function number({ parts }, place) {
  return parts[place].is_added ? "" : place + 1 - parts.filter((part) => part.is_added).length;
}

function head(part, number) {
  return h(
    "header",
    { class: "rd-part-head" },
    h("h2", { id: `title-${part.heading}` }, h("span", { class: "rd-part-number" }, number), part.title),
    h("p", { class: "rd-part-question" }, part.question),
    h("span", { class: "rd-part-clock", "data-clock": part.heading }),
  );
}

function lines(part) {
  return [
    part.sentence && h("p", { class: "rd-part-sentence" }, part.sentence),
    part.needs && h("p", { class: "rd-part-needs" }, h("b", {}, "Before closing: "), part.needs),
  ].filter(Boolean);
}

// What was just done, or why it was not: told once, it stands until the next deed.
let told = 0;
function answered(page) {
  const { data, rail } = page;
  const frame = rail.parentElement;
  const { no, text, is_problem, back } = data.said;
  if (no <= told) return;
  told = no;
  frame.querySelector(":scope > .rd-said")?.remove();
  if (is_problem) giveBack(page, back);
  else asked.done();
  const line = h("div", { class: is_problem ? "rd-said rd-said-problem" : "rd-said", role: is_problem ? "alert" : "status" }, h("span", {}, text));
  line.append(h("button", { class: "rd-shut", type: "button", "aria-label": "Close", onclick: () => line.remove() }, "×"));
  frame.append(line);
  if (!is_problem) setTimeout(() => line.remove(), 8000);
}
