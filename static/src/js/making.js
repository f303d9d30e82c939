// A PDF takes some seconds: the page says that it is being made, and when it is there. Without this the form is sent as any other.
export function sayItIsBeingMade() {
  const note = document.querySelector("[data-making]");
  const form = note?.closest("form");
  if (!form) return;
  let isMaking = false;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.value !== "pdf" || form.dataset.asIs !== undefined) return;
    event.preventDefault();
    if (isMaking) return;
    isMaking = true;
    button.setAttribute("aria-disabled", "true");
    note.textContent = note.dataset.making;
    const answer = await fetched(form, button);
    isMaking = false;
    button.removeAttribute("aria-disabled");
    if (answer) {
      save(answer);
      note.textContent = note.dataset.made;
    } else {
      // Whatever is wrong, the page that the server answers with says it.
      form.dataset.asIs = "";
      form.requestSubmit(button);
      delete form.dataset.asIs;
    }
  });
}

async function fetched(form, button) {
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form, button), redirect: "error" });
    const isPdf = answer.ok && answer.headers.get("Content-Type") === "application/pdf";
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1];
    return isPdf && name ? { name, content: await answer.blob() } : null;
  } catch {
    return null;
  }
}

function save({ name, content }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
