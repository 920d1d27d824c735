// Runs before the page is drawn, so that what needs scripts appears without a jump.
document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '')
