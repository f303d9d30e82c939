// Start the date and time fields of the admin. Wagtail starts them by a script in the page, which the policy of the service does not allow;
// templates/wagtailadmin/widgets leaves a mark beside each field instead.
const mark = "[data-cms-chooser]";

function start(found) {
  const { cmsChooser, cmsField, cmsConfig } = found.dataset;
  const starter = window[cmsChooser];
  if (!starter || !document.getElementById(cmsField)) return;
  found.remove();
  starter(cmsField, JSON.parse(cmsConfig));
}

function startAll(root) {
  if (root.matches?.(mark)) start(root);
  root.querySelectorAll?.(mark).forEach(start);
}

function watch() {
  startAll(document);
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach(startAll);
  }).observe(document.body, { childList: true, subtree: true });
}

document.addEventListener("DOMContentLoaded", watch);
