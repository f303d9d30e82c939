// What every page gains with JavaScript. Nothing here is needed to read or to write.
import { SkipLink, ErrorSummary, Radios, Checkboxes } from "./govuk.js";
import { growTextAreas } from "./autosize.js";
import { keepDrafts } from "./drafts.js";
import { holdWithoutLine } from "./offline.js";
import { sayItIsBeingMade } from "./making.js";
import { offerPasskeys } from "./passkeys.js";
import { keepUnsentToItsPerson } from "./unsent_owner.js";
import { sendOnce } from "./send_once.js";
import { askBeforeSigningOut } from "./sign_out.js";
import { warnBeforeLosing } from "./unsaved.js";
import { QuickExit } from "./quick_exit.js";
import { endWithSession } from "./session_end.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// A fault in one behaviour leaves the others standing.
function start(behaviour) {
  try {
    behaviour();
  } catch (fault) {
    console.error(fault);
  }
}

function each(component, root = document) {
  for (const element of root.querySelectorAll(`[data-module="${component.moduleName}"]`)) start(() => new component(element));
}

for (const component of [SkipLink, ErrorSummary, Radios, Checkboxes, QuickExit]) each(component);
for (const behaviour of [offerPasskeys, holdWithoutLine, sayItIsBeingMade, askBeforeSigningOut, sendOnce, growTextAreas, warnBeforeLosing, keepDrafts, keepUnsentToItsPerson, endWithSession]) start(behaviour);

// A region that was swapped in place brings new elements.
document.addEventListener("portal:swapped", ({ target }) => {
  for (const component of [Radios, Checkboxes]) each(component, target);
});
