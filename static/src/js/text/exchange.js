// The same frames by HTTP: one question, one answer. Also how a page learns why it was refused, which a socket can't say.
const patience = 10_000;

// Give {frames} or {refusal: {title, because, status}} or {isOver} (signed out) or null (nothing was heard).
export async function exchange(address, frames, { keepalive = false } = {}) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: new Blob(frames),
      headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": token },
      redirect: "manual",
      cache: "no-store",
      keepalive,
      signal: keepalive ? undefined : AbortSignal.timeout?.(patience),
    });
    return await read(answer);
  } catch {
    return null;
  }
}

// Ask whether one may write here, and if not, why: the same answers, without frames.
export async function askWhy(address) {
  try {
    return await read(await fetch(address, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout?.(patience) }));
  } catch {
    return null;
  }
}

async function read(answer) {
  if (answer.type === "opaqueredirect") return { isOver: true };
  if (answer.ok) return { frames: new Uint8Array(await answer.arrayBuffer()) };
  if (answer.status >= 500 || answer.status === 429) return null;
  return { refusal: { status: answer.status, ...wordsOf(await answer.text()) } };
}

// A refusal is a page of the portal: its heading and its first sentence say it.
function wordsOf(page) {
  const main = new DOMParser().parseFromString(page, "text/html").querySelector("[data-refusal], main");
  const said = (selector) => main?.querySelector(selector)?.textContent.trim() ?? "";
  return { title: said("h1"), because: said("h1 ~ p, p") };
}
