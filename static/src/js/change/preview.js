// The change as others will see it, drawn anew while somebody types. The server draws the same (templates/answering/preview.html) where this does not run.
// The picture is silent; how much has changed is said politely after a pause.
import { changedRuns } from "./runs.js";

const drawAfter = 150;
const sayAfter = 1500;

export function showChanges() {
  for (const card of document.querySelectorAll("[data-change-of]")) watch(card);
}

function watch(card) {
  const box = document.getElementById(card.dataset.changeOf);
  const takesOut = box?.form.elements.takes_out;
  if (!box) return;
  let [drawing, saying] = [0, 0];
  const changed = () => {
    clearTimeout(drawing);
    clearTimeout(saying);
    drawing = setTimeout(() => {
      const runs = changedRuns(clean(card.dataset.before), takesOut?.checked ? "" : clean(box.value));
      draw(card, runs);
      saying = setTimeout(() => say(card, runs), sayAfter);
    }, drawAfter);
  };
  for (const event of ["input", "change"]) box.form.addEventListener(event, ({ target }) => (target === box || target === takesOut) && changed());
  if (clean(box.value) !== clean(card.dataset.before)) changed();
}

// Lines end as the server keeps them.
const clean = (words) => words.replaceAll("\r\n", "\n").trim();

function draw(card, runs) {
  const shown = card.querySelector("[data-change-shown]");
  const [added, removed] = ["ins", "del"].map((name) => card.querySelector("template").content.querySelector(name));
  const picture = shown.querySelector(".portal-diff");
  picture.replaceChildren(...runs.map(([kind, words]) => (kind === "same" ? words : marked(kind === "added" ? added : removed, words))));
  shown.hidden = runs.every(([kind]) => kind === "same");
}

// The words stand between what is said to a screen reader before and after them.
function marked(pattern, words) {
  const mark = pattern.cloneNode(true);
  mark.querySelector("span").after(words);
  return mark;
}

function say(card, runs) {
  const count = (kind) => runs.filter(([of]) => of === kind).reduce((sum, [, words]) => sum + (words.match(/\S+/g) ?? []).length, 0);
  const line = card.querySelector("[role=status]");
  line.textContent = line.dataset.words.replace("{added}", count("added")).replace("{removed}", count("removed"));
}
