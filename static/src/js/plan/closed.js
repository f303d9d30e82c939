// The plan is closed to this person, or the session has ended: clear the page, say so, hand back their own unsent words and nothing else.
import { words } from "./words.js";

const sessionReasons = new Set(["signed-out", "session"]);

export function closePage(main, reason) {
  const isSession = sessionReasons.has(reason);
  const own = [...main.querySelectorAll("textarea[data-draft-key]")].map((field) => field.value.trim()).filter(Boolean);
  // Live texts let go, forget what they kept, and give their unsent words to be shown.
  document.dispatchEvent(new CustomEvent("portal:closing", { detail: { own, isSession } }));
  const notice = document.createElement("div");
  notice.className = "portal-refusal";
  notice.tabIndex = -1;
  notice.setAttribute("role", "alert");
  const text = {
    title: words(isSession ? "signedOut" : "gone"),
    because: words(isSession ? "signedOutBecause" : "goneBecause"),
    unsent: words("unsent"),
  };
  notice.append(element("h1", "govuk-heading-l", text.title), element("p", "govuk-body", text.because));
  if (own.length && !isSession) notice.append(element("p", "govuk-body", text.unsent), ...own.map(readOnlyBox));
  document.title = text.title;
  for (const part of document.querySelectorAll(".portal-top > *, [data-of-plan], [data-live-words] > *")) part.remove();
  main.replaceChildren(notice);
  notice.focus();
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function readOnlyBox(text) {
  const box = element("textarea", "govuk-textarea", "");
  box.readOnly = true;
  box.value = text;
  box.rows = 4;
  box.setAttribute("aria-label", words("unsent"));
  return box;
}
