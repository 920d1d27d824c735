// Warns five minutes before the session ends, offers to stay, and covers the page when it has ended
// without throwing away what was typed.
const WARN_SECONDS = 300
const SHARED = 'trellis-session-extended'

function element(tag, attributes, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

function minutesWord(seconds) {
  if (seconds < 60) return 'less than a minute'
  const minutes = Math.round(seconds / 60)
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}

export function start() {
  const body = document.body
  const length = Number(body.dataset.sessionSeconds)
  if (!length) return
  const warnBefore = Math.min(WARN_SECONDS, Math.floor(length / 2))
  let ends = Date.now() + length * 1000
  let ended = false
  let problem = false

  const heading = element('h2', { class: 'govuk-heading-m', id: 'trellis-session-heading', tabindex: '-1' })
  const words = element('p', { class: 'govuk-body', id: 'trellis-session-words' })
  const live = element('p', { class: 'govuk-visually-hidden', role: 'status' })
  const stay = element('button', { type: 'button', class: 'govuk-button' })
  const leave = element('a', { class: 'govuk-link', href: body.dataset.signInUrl || '/sign-in/' })
  const dialog = element(
    'dialog', { class: 'trellis-dialog', 'aria-labelledby': 'trellis-session-heading', 'aria-describedby': 'trellis-session-words' },
    heading, words, live, element('div', { class: 'govuk-button-group' }, stay, leave)
  )
  body.append(dialog)

  function describe() {
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000))
    if (ended) {
      heading.textContent = 'You have been signed out'
      words.textContent = problem
        ? 'You are not signed in yet. Sign in in the new tab first, then come back and carry on.'
        : 'This keeps families’ information safe. What you typed is still on this page. Sign in again in a new tab, then come back here and carry on.'
      stay.textContent = 'I have signed in again, carry on'
      leave.textContent = 'Sign in (opens a new tab)'
      leave.target = '_blank'
      leave.href = body.dataset.signInUrl || '/sign-in/'
      return
    }
    heading.textContent = 'You will be signed out soon'
    words.textContent = problem
      ? 'We could not reach Trellis. Check your connection and try again.'
      : `To keep families’ information safe, you will be signed out in ${minutesWord(left)}.`
    stay.textContent = 'Stay signed in'
    leave.textContent = 'Sign out now'
    leave.href = body.dataset.signOutUrl || '/sign-out/'
    leave.removeAttribute('target')
  }

  function show() {
    describe()
    if (dialog.open) return
    dialog.showModal()
    heading.focus()
  }

  function extended() {
    ends = Date.now() + length * 1000
    ended = false
    problem = false
    body.classList.remove('trellis-signed-out')
    if (dialog.open) dialog.close()
  }

  async function keepAlive() {
    problem = false
    try {
      const stays = ended ? await Trellis_address.renew() : (await fetch(body.dataset.keepAliveUrl, {
        method: 'POST', headers: { 'X-CSRFToken': Trellis_address.token() }, redirect: 'manual', credentials: 'same-origin'
      })).ok
      if (stays) {
        extended()
        try { localStorage.setItem(SHARED, String(Date.now())) } catch { /* other tabs then warn on their own */ }
        return
      }
      if (!ended) ended = true
      else problem = true
      body.classList.add('trellis-signed-out')
    } catch {
      problem = true
    }
    describe()
    live.textContent = words.textContent
  }

  stay.addEventListener('click', keepAlive)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    keepAlive()
  })
  document.addEventListener('trellis:session-extended', extended)
  window.addEventListener('storage', (event) => {
    if (event.key === SHARED) extended()
  })

  let spoken = null
  setInterval(() => {
    const left = (ends - Date.now()) / 1000
    if (!ended && left <= 0) {
      ended = true
      body.classList.add('trellis-signed-out')
      show()
      live.textContent = heading.textContent
    } else if (!ended && left <= warnBefore) {
      show()
      const minute = Math.ceil(left / 60)
      if (minute !== spoken) {
        spoken = minute
        live.textContent = words.textContent
      }
    }
  }, 1000)
}
