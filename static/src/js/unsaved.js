// Ask before a form marked data-keep is lost with words in it.
import { isLeavingOnPurpose } from "./leaving.js";

export function warnBeforeLosing() {
  addEventListener("beforeunload", (event) => {
    if (isLeavingOnPurpose()) return;
    const isLosing = [...document.querySelectorAll("form[data-keep]")].some(hasChanged);
    if (isLosing) event.preventDefault();
  });
}

export function hasChanged(form) {
  return [...form.elements].some(hasChangedControl);
}

export function hasChangedControl(control) {
  // A live text keeps its own words.
  if (control.type === "hidden" || control.disabled || control.dataset.liveBound !== undefined) return false;
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.type === "file") return control.files.length > 0;
  if (control.options) return hasChangedChoice(control);
  return "defaultValue" in control && control.value !== control.defaultValue;
}

// A list without a default shows its first line.
function hasChangedChoice(list) {
  const options = [...list.options];
  if (list.multiple || options.some((option) => option.defaultSelected)) return options.some((option) => option.selected !== option.defaultSelected);
  return list.selectedIndex > 0;
}
