// Pages with live texts: each box is bound to its shared words when it is entered, or when others write in it.
import { allUnsent } from "./unsent.js";
import { holdForms } from "./text/hold_forms.js";
import { LiveText } from "./text/live_text.js";
import { isLeavingOnPurpose } from "./leaving.js";
import { keepShell } from "./text/keep_shell.js";

const areas = [...document.querySelectorAll("textarea[data-live-text]")];
if (areas.length && "WebSocket" in window) start(areas.map((area) => new LiveText(area)));

function start(texts) {
  holdForms(texts);
  // At once, and not as each box is bound: nothing may jump while somebody writes.
  for (const { area } of texts) for (const part of area.form.querySelectorAll("[data-without-live]")) part.hidden = true;
  // The plan socket has heard that somebody writes in these.
  document.addEventListener("portal:texts", ({ detail }) => {
    for (const text of texts) if (detail.includes(text.place)) text.listen();
  });
  addEventListener("beforeunload", (event) => {
    if (!isLeavingOnPurpose() && texts.some((text) => text.isUnsaved)) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    for (const text of texts) text.rest();
  });
  // The session ends by itself on a device that others use too: the server keeps the words for the same person, as it keeps those of any form.
  document.addEventListener("portal:session-ending", () => {
    if ("sharedDevice" in document.body.dataset) for (const text of texts) handOver(text);
  });
  // The plan is closed to this person: their own unsent words are theirs to copy, and nothing stays behind.
  document.addEventListener("portal:closing", ({ detail: { own, isSession } }) => {
    for (const text of texts) own.push(...[isSession ? "" : text.handOver()].filter(Boolean));
  });
  document.addEventListener("portal:signing-out", ({ detail }) => {
    if (texts.some((text) => text.isUnsaved)) detail.isLosing = true;
  });
  takeUpKept(texts).then(() => fetchAhead(texts));
  keepShell();
}

async function takeUpKept(texts) {
  const kept = await allUnsent();
  for (const text of texts) {
    for (const entry of kept) if (entry.place === text.socketUrl && entry.person === document.body.dataset.personKey) text.takeUp(entry);
  }
}

// The first few, one after the other and when nothing else is to be done: a line may be gone by the time that somebody enters a box.
const mostAhead = 8;

async function fetchAhead(texts) {
  for (const text of texts.slice(0, mostAhead)) {
    await new Promise((resolve) => ("requestIdleCallback" in window ? requestIdleCallback(resolve, { timeout: 1_000 }) : setTimeout(resolve, 50)));
    if (navigator.onLine !== false) await text.fetchAhead();
  }
}

function handOver(text) {
  const words = text.isUnsaved && text.handOver();
  if (!words) return;
  const area = text.area;
  area.name = area.dataset.liveBound ?? area.name;
  delete area.dataset.liveBound;
  area.value = words;
  for (const field of area.form.querySelectorAll("[data-live-base]")) field.remove();
}
