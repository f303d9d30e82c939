// Passkeys: forms with data-passkey ("get" or "create"). What is asked stands in data-options, or is fetched from data-options-from.
// Without JavaScript, or in a browser without passkeys, what is marked data-needs-passkeys stays hidden and the other ways are there.
const sameFields = { get: ["authenticatorData", "clientDataJSON", "signature", "userHandle"], create: ["attestationObject", "clientDataJSON"] };

export function offerPasskeys() {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      event.stopPropagation();
      ask(form);
    });
  }
}

async function ask(form) {
  const says = form.querySelector("[data-passkey-says]");
  const button = form.querySelector("button");
  says.textContent = form.dataset.waiting;
  button.disabled = true;
  try {
    const options = await optionsOf(form);
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: fromJson(options.publicKey) });
    form.elements.credential.value = JSON.stringify(toJson(credential, form.dataset.passkey));
    says.textContent = "";
    button.disabled = false;
    form.requestSubmit();
  } catch (fault) {
    // The person closed the device's window, or it has no passkey for this site: the browser does not tell which.
    says.textContent = form.dataset.failed;
    button.disabled = false;
    form.elements.credential.value = "";
  }
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  return answer.json();
}

function fromJson(options) {
  const listed = (credentials) => credentials?.map((one) => ({ ...one, id: toBytes(one.id) }));
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) read.excludeCredentials = listed(options.excludeCredentials);
  if (options.allowCredentials) read.allowCredentials = listed(options.allowCredentials);
  return read;
}

function toJson(credential, kind) {
  const response = {};
  for (const name of sameFields[kind]) if (credential.response[name]) response[name] = toText(credential.response[name]);
  if (kind === "create") response.transports = credential.response.getTransports?.() ?? [];
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
