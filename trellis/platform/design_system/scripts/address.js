// The cross-site request token of this page. Signing in again in another tab makes a new one, which
// is read from a fresh copy of the same page.
export function token() {
  return document.body.dataset.csrf || document.querySelector('input[name=csrfmiddlewaretoken]')?.value || ''
}

const whoIn = (page) => page.querySelector('.trellis-header__person span')?.textContent || ''

// Returns whether this person is signed in, and takes over the newest token when they are. When somebody else has
// signed in at this browser meanwhile, what stands on this page is not theirs, and they are not given it.
export async function renew() {
  const answer = await fetch(location.href, { redirect: 'manual', credentials: 'same-origin', headers: { Accept: 'text/html' } })
  if (!answer.ok) return false
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const newest = fresh.body.dataset.csrf
  if (!newest || whoIn(fresh) !== whoIn(document)) return false
  document.body.dataset.csrf = newest
  for (const field of document.querySelectorAll('input[name=csrfmiddlewaretoken]')) field.value = newest
  return true
}

export function start() {}
