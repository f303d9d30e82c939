// A form that is sent without a line would be lost behind the browser's own error page: keep it here and say so.
export function holdWithoutLine() {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (navigator.onLine !== false || form.method !== "post") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say(form);
    },
    { capture: true },
  );
  addEventListener("online", () => {
    for (const note of document.querySelectorAll("[data-held]")) note.remove();
  });
}

function say(form) {
  form.querySelector("[data-held]")?.remove();
  const note = document.createElement("p");
  note.className = "govuk-error-message";
  note.dataset.held = "";
  note.setAttribute("role", "alert");
  note.textContent = document.body.dataset.offline;
  form.append(note);
}
