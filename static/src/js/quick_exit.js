// Exit this page: sign out behind the person's back, forget drafts, leave; coming back shows nothing.
import { ExitThisPage } from "./govuk.js";
import { forgetDrafts } from "./drafts.js";
import { leaveOnPurpose } from "./leaving.js";
import { tellOtherTabs } from "./tabs.js";

let hasLeft = false;

export class QuickExit extends ExitThisPage {
  exitPage() {
    hasLeft = true;
    leaveOnPurpose();
    forgetDrafts();
    document.title = "";
    const form = document.querySelector("form[data-sign-out]");
    if (form) fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {});
    tellOtherTabs("over");
    super.exitPage();
  }

  // The design system uncovers a page that the Back button brings from memory. This one stays covered and starts anew, signed out.
  resetPage() {
    if (hasLeft) location.replace("/");
    else super.resetPage();
  }
}
