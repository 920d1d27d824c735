// Looks at the same page again until the work is done. The page without scripts refreshes itself.
const SECONDS = 2

export function start() {
  const first = document.querySelector('[data-progress]')
  if (!first || first.dataset.finished === 'true') return

  async function look() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, credentials: 'same-origin' })
      if (answer.redirected) return location.assign(answer.url)
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-progress]')
      if (!fresh || fresh.dataset.finished === 'true') return location.reload()
      const shown = document.querySelector('[data-progress]')
      shown.querySelector('progress').value = fresh.querySelector('progress').value
      shown.querySelector('progress').max = fresh.querySelector('progress').max
      const words = shown.querySelector('[data-progress-words]')
      const newWords = fresh.querySelector('[data-progress-words]').textContent
      if (words.textContent !== newWords) words.textContent = newWords
    } catch { /* the connection may come back: look again */ }
    setTimeout(look, SECONDS * 1000)
  }
  setTimeout(look, SECONDS * 1000)
}
