// Signing out takes everything from this browser. Where words were not sent yet, ask first; then they go.
import { allUnsent, forgetUnsent } from "./unsent.js";

const patience = 1_500;

export function askBeforeSigningOut() {
  if (!document.querySelector("form[data-sign-out]")) return;
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("[data-sign-out]") || "isSure" in form.dataset) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      check(form, event.submitter);
    },
    { capture: true },
  );
}

async function check(form, submitter) {
  const unsent = await within(allUnsent(), []);
  const asked = { isLosing: unsent.length > 0 };
  // Live texts of this page may hold words that are in no store: on a device that others use, none is kept.
  document.dispatchEvent(new CustomEvent("portal:signing-out", { detail: asked }));
  const dialog = document.querySelector("dialog[data-sign-out-unsent]");
  if (asked.isLosing && dialog?.showModal && !(await isSure(dialog))) {
    submitter?.focus();
    return;
  }
  await within(forgetUnsent(), null);
  form.dataset.isSure = "";
  form.requestSubmit(submitter);
}

function isSure(dialog) {
  dialog.returnValue = "";
  for (const open of document.querySelectorAll("dialog[open]")) open.close();
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "out"), { once: true }));
}

// A store that does not answer keeps nobody from signing out.
function within(work, otherwise) {
  return Promise.race([work, new Promise((resolve) => setTimeout(() => resolve(otherwise), patience))]);
}
