// Put a word into the form by which an open editor says that it is still there: when nothing was changed it sends a form with no field at all,
// which the web server refuses as broken before it reaches the portal.
document.addEventListener(
  "w-session:ping",
  ({ target }) => {
    if (!(target instanceof HTMLFormElement) || target.elements.open) return;
    const word = document.createElement("input");
    Object.assign(word, { type: "hidden", name: "open", value: "1" });
    target.append(word);
  },
  true,
);
