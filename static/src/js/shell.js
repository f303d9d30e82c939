// The page for when there is no line (kept by sw.js): a person's own unsent words with their reference, and nothing of a plan.
// Once the time of a session has run out, whoever holds the device reads only that there are some.
import { allUnsent } from "./unsent.js";

const lookEvery = 5_000;
const list = document.querySelector("[data-unsent-list]");
addEventListener("online", () => location.reload());
document.querySelector("[data-try-again]")?.addEventListener("click", () => location.reload());
setInterval(look, lookEvery);
show();

// The browser may have a line while the service has none: look whether it answers again.
async function look() {
  const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" }).catch(() => null);
  if (answer && answer.status < 500) location.reload();
}

async function show() {
  const entries = (await allUnsent()).filter(({ words }) => words);
  for (const part of document.querySelectorAll("[data-if-unsent]")) part.hidden = !entries.length;
  const readable = entries.filter(({ until }) => until > Date.now());
  for (const part of document.querySelectorAll("[data-if-hidden]")) part.hidden = readable.length === entries.length;
  list.replaceChildren(...readable.map(shown));
}

function shown({ reference, words }) {
  const item = document.createElement("li");
  const label = document.createElement("h3");
  label.className = "govuk-heading-s";
  label.textContent = reference;
  const own = document.createElement("p");
  own.className = "govuk-body portal-unsent__words";
  own.dir = "auto";
  own.textContent = words;
  item.append(label, own);
  return item;
}
