/**
 * Passkeys: the browser's part between two ordinary pages.
 *
 * A form says with `data-passkey` what it is for: `sign-in` fetches its options from
 * `data-options`; `use` and `make` find theirs in the JSON element named by
 * `data-options-in`. The answer goes into the field `credential`, and the form is sent.
 * Without passkeys the forms stay hidden, and `[data-no-passkeys]` says so.
 */

/** @param {string} text */
function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} buffer */
function toText(buffer) {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {{id: string}[] | undefined} credentials */
function withBytes(credentials) {
  return (credentials ?? []).map((known) => ({ ...known, id: toBytes(known.id) }));
}

/** @param {any} options */
async function make(options) {
  const asked = options.publicKey;
  const made = /** @type {PublicKeyCredential} */ (
    await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        user: { ...asked.user, id: toBytes(asked.user.id) },
        excludeCredentials: withBytes(asked.excludeCredentials),
      },
    })
  );
  const response = /** @type {AuthenticatorAttestationResponse} */ (made.response);
  return {
    ...common(made),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

/** @param {any} options */
async function use(options) {
  const asked = options.publicKey;
  const used = /** @type {PublicKeyCredential} */ (
    await navigator.credentials.get({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        allowCredentials: withBytes(asked.allowCredentials),
      },
    })
  );
  const response = /** @type {AuthenticatorAssertionResponse} */ (used.response);
  return {
    ...common(used),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: toText(response.userHandle),
    },
  };
}

/** @param {PublicKeyCredential} credential */
function common(credential) {
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

/** @param {HTMLFormElement} form */
async function optionsOf(form) {
  const { options, optionsIn } = form.dataset;
  if (!options) return JSON.parse(document.getElementById(optionsIn ?? "")?.textContent ?? "");
  const answer = await fetch(options, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  const failed = /** @type {HTMLElement | null} */ (form.querySelector("[data-passkey-failed]"));
  if (failed) failed.hidden = true;
  try {
    const options = await optionsOf(form);
    const credential = await (form.dataset.passkey === "make" ? make(options) : use(options));
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
    field.value = JSON.stringify(credential);
    HTMLFormElement.prototype.submit.call(form);
  } catch {
    if (failed) failed.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const note of document.querySelectorAll("[data-no-passkeys]")) note.remove();
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!(form instanceof HTMLFormElement)) continue;
    form.hidden = false;
    form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        // Other modules must not think that the form is on its way.
        event.stopImmediatePropagation();
        ask(form);
      },
      { capture: true },
    );
  }
}
