// Words in a comment box outlive a reload, a refusal and a time-out, in this tab only: elements with data-draft-key.
// On a device that others use too nothing is kept, and what was is forgotten.
// A draft goes when its form was sent and a page followed that is no refusal, at sign-out, and when somebody else signs in.
const prefix = "draft:";
const sentList = "drafts-sent";
const owner = "drafts-of";

export function keepDrafts() {
  if ("sharedDevice" in document.body.dataset) {
    forgetDrafts();
    change((store) => store.removeItem(owner));
    return;
  }
  forgetOthers();
  forgetSent();
  restore(document);
  document.addEventListener("input", ({ target }) => {
    if (target.dataset.draftKey) keep(target);
  });
  document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
    if (defaultPrevented) return;
    if (form.matches("[data-sign-out]")) forgetDrafts();
    else noteSent(form);
  });
  document.addEventListener("portal:swapped", ({ target }) => restore(target));
}

export function forgetDrafts() {
  change((store) => {
    for (const key of Object.keys(store)) if (key.startsWith(prefix)) store.removeItem(key);
    store.removeItem(sentList);
  });
}

function keep(field) {
  change((store) => {
    if (field.type === "radio" && !field.checked) return;
    if (field.value) store.setItem(prefix + field.dataset.draftKey, field.value);
    else store.removeItem(prefix + field.dataset.draftKey);
  });
}

// What the server printed into the box wins over what this tab remembers; but not where it printed the words that are to be changed (data-draft-wins).
function restore(root) {
  change((store) => {
    for (const field of root.querySelectorAll("[data-draft-key]")) {
      const words = store.getItem(prefix + field.dataset.draftKey);
      if (field.type === "radio") {
        choose(field, words);
        continue;
      }
      if (!words || (field.value && !("draftWins" in field.dataset))) continue;
      field.value = words;
      const fold = field.closest("details");
      if (fold) fold.open = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}

// What was chosen stands chosen again, and is in sight.
function choose(radio, words) {
  if (radio.value !== words || radio.checked) return;
  radio.checked = true;
  const fold = radio.closest("details");
  if (fold) fold.open = true;
}

function noteSent(form) {
  const keys = [...form.querySelectorAll("[data-draft-key]")].map((field) => prefix + field.dataset.draftKey);
  if (keys.length) change((store) => store.setItem(sentList, JSON.stringify(keys)));
}

// Only a page reached by going on tells that the words arrived: not a reload, not Back, not a refusal, not a sign-in page.
function forgetSent() {
  change((store) => {
    const sent = JSON.parse(store.getItem(sentList) ?? "[]");
    store.removeItem(sentList);
    const isOnward = performance.getEntriesByType("navigation")[0]?.type === "navigate";
    const isRefused = document.querySelector("[data-refusal], .govuk-error-summary, .govuk-error-message:not([hidden])");
    const isSignedIn = document.querySelector("form[data-sign-out]");
    if (isOnward && isSignedIn && !isRefused) for (const key of sent) store.removeItem(key);
  });
}

function forgetOthers() {
  const person = document.body.dataset.personKey;
  if (!person) return;
  change((store) => {
    if (store.getItem(owner) && store.getItem(owner) !== person) forgetDrafts();
    store.setItem(owner, person);
  });
}

// A browser may forbid storage; then nothing is kept and nothing breaks.
function change(act) {
  try {
    act(sessionStorage);
  } catch {
    // Nothing is kept.
  }
}
