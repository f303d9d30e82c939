// What the live part says, in the language of the page; the English stands in for a page without the words.
const english = {
  lost: "You are not connected. What you see may be old.",
  back: "You are connected again.",
  gone: "You can no longer see this plan",
  goneBecause: "Your place in this plan has ended or changed since you opened this page. If you think that is a mistake, ask the council.",
  signedOut: "You have been signed out",
  signedOutBecause: "Sign in again to go on. What you were writing in a comment box is kept in this tab.",
  unsent: "These are your own words that were not sent. You can copy them.",
  fresh: "There are new words here.",
  show: "Show them",
  more: "and more",
};

export function words(name) {
  return document.querySelector("[data-live-words]")?.dataset[name] ?? english[name];
}
