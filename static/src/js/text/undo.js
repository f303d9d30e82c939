// Undo and redo take back one's own words only, by the keys of every platform and by the browser's own menu.
export function takeUndoKeys(area, undo) {
  area.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.key.toLowerCase();
    if (!isCommand || event.isComposing || !(key === "z" || (key === "y" && !event.shiftKey))) return;
    event.preventDefault();
    if (area.readOnly) return;
    if (key === "y" || event.shiftKey) undo.redo();
    else undo.undo();
  });
  area.addEventListener("beforeinput", (event) => {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    if (!area.readOnly) undo[event.inputType === "historyUndo" ? "undo" : "redo"]();
  });
}
