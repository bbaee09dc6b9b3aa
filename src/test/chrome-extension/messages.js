/** What the extension's own pages say, in the language of the browser: see _locales/. */

export function message(name, value) {
  return chrome.i18n.getMessage(name, value);
}

/** Fills in every element that says which text it wants. */
export function fillIn() {
  document.documentElement.lang = message('language');
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = message(element.dataset.text);
  }
}
