// A form is sent while words are unsaved: what goes, what is held, and what is said. Prints the story of each case.
const { holdForms } = await import("../../static/src/js/text/hold_forms.js");

let listen;
globalThis.document = { addEventListener: (kind, listener, options) => { if (kind === "submit" && options.capture) listen = listener; } };

function text(isUnsaved, story, isSavedLater = true) {
  let answer;
  const asked = new Promise((resolve) => { answer = resolve; });
  return {
    isUnsaved,
    flush: () => { story.push("asks the server"); return asked; },
    sayWaiting: () => story.push("says that words wait"),
    answers() { this.isUnsaved = !isSavedLater; answer(isSavedLater); },
  };
}

function form(story, { method = "post", is = "" } = {}) {
  return {
    method,
    dataset: {},
    matches: (wanted) => wanted.split(", ").includes(is),
    requestSubmit(button) { story.push(`goes by ${button}`); sends(this, story, button); },
  };
}

function sends(target, story, submitter = "Save") {
  let isHeld = false;
  listen({ target, submitter, preventDefault: () => { isHeld = true; }, stopImmediatePropagation: () => story.push("held") });
  if (!isHeld) story.push("sent");
}

async function told(texts, facts, act) {
  const story = [];
  const all = texts.map((one) => text(one.isUnsaved, story, one.isSavedLater));
  holdForms(all);
  const target = form(story, facts);
  sends(target, story);
  await act?.(target, story, all);
  await new Promise((resolve) => setImmediate(resolve));
  return story;
}

const answer = (_, __, all) => all.forEach((one) => one.answers());
console.log(JSON.stringify({
  "nothing unsaved": await told([{ isUnsaved: false }], {}),
  "not answered yet": await told([{ isUnsaved: true }], {}),
  "answered": await told([{ isUnsaved: true }, { isUnsaved: false }], {}, answer),
  "one of two is not": await told([{ isUnsaved: true }, { isUnsaved: true, isSavedLater: false }], {}, answer),
  "pressed twice": await told([{ isUnsaved: true }], {}, (target, story, all) => { sends(target, story); answer(target, story, all); }),
  "a search": await told([{ isUnsaved: true }], { method: "get" }),
  "signing out": await told([{ isUnsaved: true }], { is: "[data-sign-out]" }),
}));
