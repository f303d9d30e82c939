// A form of the page goes on its way once every word of the live texts is saved; a form that holds a bound box never posts its words a second time.
export function holdForms(texts) {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.method !== "post" || form.matches("[data-sign-out], [data-stay]")) return;
      const waiting = texts.filter((text) => text.isUnsaved);
      if (!waiting.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if ("waiting" in form.dataset) return;
      form.dataset.waiting = "";
      send(form, event.submitter, waiting);
    },
    { capture: true },
  );
}

async function send(form, submitter, waiting) {
  const areSaved = await Promise.all(waiting.map((text) => text.flush()));
  delete form.dataset.waiting;
  if (areSaved.every(Boolean)) form.requestSubmit(submitter);
  else waiting.filter((text, number) => !areSaved[number]).forEach((text) => text.sayWaiting());
}
