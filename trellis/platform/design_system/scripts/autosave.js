// Forms with data-autosave="/address/" post their fields two seconds after the last change and when
// the page is left. Files stay behind: they are sent with the form itself.
const QUIET_SECONDS = 2
const RETRY_SECONDS = 15

function fieldsOf(form) {
  const fields = new FormData()
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') fields.append(name, value)
  }
  fields.set('csrfmiddlewaretoken', Trellis_address.token())
  return fields
}

function clock() {
  const now = new Date()
  return `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`
}

function watch(form) {
  const words = document.createElement('p')
  words.className = 'trellis-saved'
  words.setAttribute('role', 'status')
  form.append(words)

  let timer = null
  let unsaved = false
  let sent = 0

  function say(text, problem = false) {
    words.textContent = text
    words.classList.toggle('trellis-saved--problem', problem)
  }

  async function save() {
    const turn = ++sent
    unsaved = false
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: 'POST', body: fieldsOf(form), headers: { 'X-Autosave': 'true' }, redirect: 'manual', credentials: 'same-origin'
      })
      if (turn !== sent) return
      if (answer.ok) {
        say(`Saved at ${clock()}`)
        document.dispatchEvent(new CustomEvent('trellis:session-extended'))
      } else if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) {
        unsaved = true
        say('Not saved: you have been signed out. Keep this page open, sign in again in a new tab, then carry on here.', true)
        timer = setTimeout(async () => {
          if (await Trellis_address.renew().catch(() => false)) save()
          else timer = setTimeout(save, RETRY_SECONDS * 1000)
        }, RETRY_SECONDS * 1000)
      } else {
        unsaved = true
        say('Not saved yet. Your words are still on this page. Use the button to save them.', true)
      }
    } catch {
      if (turn !== sent) return
      unsaved = true
      say('Not saved yet: there is no connection. We will keep trying.', true)
      timer = setTimeout(save, RETRY_SECONDS * 1000)
    }
  }

  function changed(event) {
    if (event.target.type === 'file') return
    unsaved = true
    clearTimeout(timer)
    timer = setTimeout(save, QUIET_SECONDS * 1000)
  }

  function leave() {
    if (!unsaved) return
    unsaved = false
    clearTimeout(timer)
    navigator.sendBeacon(form.dataset.autosave, fieldsOf(form))
  }

  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  form.addEventListener('submit', () => {
    unsaved = false
    clearTimeout(timer)
  })
  window.addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave()
  })
}

export function start() {
  for (const form of document.querySelectorAll('form[data-autosave]')) watch(form)
}
