// Text areas grow with their words where CSS cannot do it (field-sizing).
export function growTextAreas() {
  if (CSS.supports("field-sizing", "content")) return;
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  };
  const growAll = (root) => root.querySelectorAll("textarea[data-autosize]").forEach(grow);
  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea[data-autosize]")) grow(target);
  });
  document.addEventListener("portal:words", ({ target }) => grow(target));
  document.addEventListener("portal:swapped", ({ target }) => growAll(target));
  growAll(document);
}
