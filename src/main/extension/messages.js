/** The texts of the extension's own pages, in the language of the browser: see _locales/. */

export function message(name, value) {
  return chrome.i18n.getMessage(name, value);
}

/** Fills in every element that names a text. */
export function fillIn() {
  document.documentElement.lang = message('language');
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = message(element.dataset.text);
  }
}
