// A form is sent once, however often its button is pressed; one that answers with a file leaves the page standing and may be sent again.
import { leaveOnPurpose } from "./leaving.js";

const patience = 15_000;

export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < patience) {
      event.preventDefault();
      return;
    }
    if (form.method === "post" && !("givesFile" in form.dataset)) form.dataset.sent = String(Date.now());
    if (!form.target && !("givesFile" in form.dataset)) leaveOnPurpose();
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}
