// Exit this page: sign out behind the person's back, forget drafts, leave; coming back shows nothing.
import { ExitThisPage } from "./govuk.js";
import { forgetDrafts } from "./drafts.js";
import { leaveOnPurpose } from "./leaving.js";
import { tellOtherTabs } from "./tabs.js";
import { forgetUnsent } from "./unsent.js";

let hasLeft = false;

export class QuickExit extends ExitThisPage {
  exitPage() {
    hasLeft = true;
    leaveOnPurpose();
    forgetDrafts();
    forgetUnsent();
    document.title = "";
    const form = document.querySelector("form[data-sign-out]");
    if (form) fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {});
    tellOtherTabs("over");
    this.cover();
    location.replace(this.$button.href);
  }

  // As the design system does, but for the last step: it adds the other page to the history, and Back would lead here. This one takes the place of the page.
  cover() {
    this.$updateSpan.textContent = "";
    document.body.classList.add("govuk-exit-this-page-hide-content");
    this.$overlay = document.createElement("div");
    this.$overlay.className = "govuk-exit-this-page-overlay";
    this.$overlay.setAttribute("role", "alert");
    this.$overlay.textContent = this.i18n.t("activated");
    document.body.append(this.$overlay);
  }

  // The design system uncovers a page that the Back button brings from memory. This one stays covered and starts anew, signed out.
  resetPage() {
    if (hasLeft) location.replace("/");
    else super.resetPage();
  }
}
