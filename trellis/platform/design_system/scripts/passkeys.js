// Forms that a passkey fills: the browser makes or shows one, and the answer is sent as the field `credential`.
// Such a form is hidden until it is known that this browser can do it; without scripts there are other ways.
const CANCELLED = 'No passkey was used. You can try again.'
const FAILED = 'That did not work. Try again, or sign in another way.'

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0))
const textOf = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const listed = (keys) => (keys || []).map((key) => ({ ...key, id: bytesOf(key.id) }))

// The answer's parts that are bytes, as text; those that this browser does not give are left out.
function spelled(credential) {
  const answer = credential.response
  const response = { clientDataJSON: textOf(answer.clientDataJSON) }
  for (const part of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (answer[part]) response[part] = textOf(answer[part])
  }
  if (answer.getTransports) response.transports = answer.getTransports()
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response
  }
}

async function made({ publicKey }) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      user: { ...publicKey.user, id: bytesOf(publicKey.user.id) },
      excludeCredentials: listed(publicKey.excludeCredentials)
    }
  })
}

async function shown({ publicKey }) {
  return navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytesOf(publicKey.challenge), allowCredentials: listed(publicKey.allowCredentials) }
  })
}

async function optionsOf(form) {
  if (form.dataset.passkeyOptions) return JSON.parse(form.dataset.passkeyOptions)
  const answer = await fetch(form.dataset.passkeyAddress, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`)
  return (await answer.json()).request_options
}

function watch(form) {
  const problem = form.querySelector('[data-passkey-problem]')
  const button = form.querySelector('button')
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    problem.hidden = true
    button.disabled = true
    try {
      const options = await optionsOf(form)
      const credential = form.dataset.passkey === 'make' ? await made(options) : await shown(options)
      form.elements.credential.value = JSON.stringify(spelled(credential))
      form.submit()
    } catch (error) {
      problem.textContent = error.name === 'NotAllowedError' ? CANCELLED : FAILED
      problem.hidden = false
      button.disabled = false
    }
  })
}

export function start() {
  if (!window.PublicKeyCredential || !navigator.credentials) return
  for (const part of document.querySelectorAll('[data-passkey]')) {
    part.hidden = false
    if (part.tagName === 'FORM') watch(part)
  }
  for (const part of document.querySelectorAll('[data-passkey-without]')) part.hidden = true
}
