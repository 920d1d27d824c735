// GOV.UK's radios carry aria-expanded, which a radio may not have. What a choice reveals follows it
// directly, so nothing is lost without it.
export function start() {
  function tidy() {
    for (const radio of document.querySelectorAll('input[type=radio][aria-expanded]')) radio.removeAttribute('aria-expanded')
  }
  document.addEventListener('click', tidy)
  window.addEventListener('pageshow', tidy)
  tidy()
}
