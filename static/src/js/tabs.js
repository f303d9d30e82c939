// What one tab of the portal tells the others: "stayed" (look again how long is left), "over" (signed out on purpose: leave at once). Never who or what.
const channel = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;

export function tellOtherTabs(word) {
  channel?.postMessage(word);
}

export function hearOtherTabs(hear) {
  channel?.addEventListener("message", ({ data }) => hear(data));
}
