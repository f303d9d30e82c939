// Ask the browser to keep one page for when there is no line: it shows the person's own unsent words, and nothing of a plan. Not on a device that others use.
export async function keepShell() {
  if (!navigator.serviceWorker || !window.isSecureContext) return;
  try {
    if ("sharedDevice" in document.body.dataset) {
      for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    } else await navigator.serviceWorker.register("/sw.js");
  } catch {
    // Without it the browser shows its own page when there is no line.
  }
}
