/** Addresses of pages: what is sent, and what may be a link. */

export const NO_PAGE = Object.freeze({ url: '', title: '', domain: '' });

/** Whether a user is online and hides the activity. */
export function isHidden(person) {
  return person.online && (person.page ?? NO_PAGE).url === '';
}

/** The address of a page if it may be a link; null unless it is `http:` or `https:`. */
export function linkOf(page) {
  try {
    const url = new URL(page.url);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * The address without user name and password, which friends must not see. If it has neither, it is
 * unchanged, character for character.
 */
export function withoutUserInfo(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    // Not an address, but the text may still contain a password.
    return address.replace(/^(\s*(?:[a-z][a-z\d+.-]*:)?[/\\]{2,})[^/\\?#]*@/i, '$1');
  }
  if (url.username || url.password) {
    url.username = url.password = '';
    return url.href;
  }
  // For example view-source:https://…, whose rest the parser takes for a path.
  const outer = url.host === '' && /^\s*[a-z][a-z\d+.-]*:(?=[a-z][a-z\d+.-]*:)/i.exec(address);
  return outer ? outer[0] + withoutUserInfo(address.slice(outer[0].length)) : address;
}
