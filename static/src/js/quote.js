// Talk about certain words: whoever marks words of a section is offered a button that puts them into the form. Without it one copies them there by hand.
const LONGEST = 1000;
const CONTEXT = 80;

export function offerQuoting(form = document.getElementById("say-something")) {
  const box = form?.querySelector("[data-quote-words]");
  if (!box) return;
  const button = makeButton(form.dataset.quoteLabel);
  let found = null;
  document.addEventListener("selectionchange", () => {
    found = marked();
    button.hidden = !found;
    if (found) place(button, found.range);
  });
  // Pressing must not take the mark away before it is read.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (found) fill(form, box, found);
    button.hidden = true;
  });
}

function makeButton(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary portal-button--small portal-quote-button";
  button.textContent = label;
  button.hidden = true;
  document.body.append(button);
  return button;
}

// What is marked, if it lies within the words of one item or of the section itself.
function marked() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const node = range.commonAncestorContainer;
  const words = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-item], .portal-narrative");
  const text = selection.toString().trim();
  if (!words || words.closest(".portal-item--kept") || text.length < 2 || text.length > LONGEST) return null;
  return { range, text, words, before: textBefore(words, range) };
}

function textBefore(words, range) {
  const before = document.createRange();
  before.selectNodeContents(words);
  before.setEnd(range.startContainer, range.startOffset);
  return before.toString().slice(-CONTEXT);
}

function place(button, range) {
  const { left, bottom } = range.getBoundingClientRect();
  const width = button.offsetWidth || 160;
  button.style.insetInlineStart = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  button.style.insetBlockStart = `${bottom + scrollY + 8}px`;
}

function fill(form, box, { text, before, words }) {
  box.value = text;
  form.querySelector("[data-quote-before]").value = before;
  choosePart(form.querySelector("[data-quote-about]"), words);
  box.closest("details").open = true;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const say = form.querySelector("textarea");
  say.focus();
  say.scrollIntoView({ block: "center" });
}

// The item, or on the page of a version the section, in which the words stand.
function choosePart(select, words) {
  const uid = words.dataset.item ?? "";
  const section = words.closest("[data-section-part]")?.dataset.sectionPart ?? "";
  const wanted = [...select.options].find(({ value }) => (uid ? value.endsWith(uid) : value === section));
  select.value = wanted ? wanted.value : "";
}
