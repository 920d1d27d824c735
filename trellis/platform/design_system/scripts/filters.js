// On a phone the list comes first: filters fold away unless some are in use.
export function start() {
  if (!matchMedia('(max-width: 40em)').matches) return
  for (const fold of document.querySelectorAll('details[data-fold-on-phones]')) {
    if (fold.dataset.foldOnPhones !== 'keep') fold.removeAttribute('open')
  }
}
