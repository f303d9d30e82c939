// What a live text says of itself, in the language of the page.
const english = {
  ready: "Saved as you type.",
  unsaved: "Not saved yet",
  saved: "Saved %s",
  lost: "You are not connected. Your words are kept on this page and sent when the connection is back.",
  tooLong: "This can hold %s characters. Yours has %s too many. What you add is not saved until it is shorter.",
  writing: "%s is writing here",
  waiting: "Not sent yet: wait until your words are saved, then try again.",
  refused: "You can’t write here any more. Load the page again to see why.",
  again: "These words were changed by the council. Load the page again to go on.",
  own: "These are your own words that were not sent. You can copy them.",
};

export function say(name, ...values) {
  const words = document.querySelector("[data-live-text-words]")?.dataset[name] ?? english[name];
  return values.reduce((said, value) => said.replace("%s", String(value)), words);
}
