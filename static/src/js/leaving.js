// One answer to "is this page being left on purpose?": a form being sent, a sign-out, a quick exit.
let onPurpose = false;

export function leaveOnPurpose() {
  onPurpose = true;
}

export function isLeavingOnPurpose() {
  return onPurpose;
}

// A page that comes back (the Back button, a failed download) is not being left any more.
addEventListener("pageshow", () => {
  onPurpose = false;
});
