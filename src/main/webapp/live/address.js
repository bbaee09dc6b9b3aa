/** Reads the address that a user types, and says what is wrong with it. Needs no browser. */

/** The server hides longer addresses. */
const LONGEST = 8_192;

const LOCAL = /^(localhost|[\w-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/?#]|$)/i;

/** A host and a port, such as `localhost:3000/x`, which a parser takes for a scheme. */
const HOST_AND_PORT = /^[\w.-]+:\d{1,5}(?=[/?#]|$)/;

const SCHEME = /^([a-z][a-z\d+.-]*):/i;

/**
 * The page that friends would see, and what the user should know about it.
 *
 * - `url`: the address that is sent; null if there is a problem or no text
 * - `problem`: the name of a text that explains why it cannot be shared; null if it can
 * - `notes`: the names of texts about parts of the address that the user may not expect
 */
export function readAddress(text) {
  const typed = text.trim();
  if (!typed) {
    return { url: null, problem: null, notes: [] };
  }
  const wrong = (problem) => ({ url: null, problem, notes: [] });
  if (/\s/.test(typed)) {
    return wrong('addressSpaces');
  }
  const scheme = HOST_AND_PORT.test(typed) ? null : SCHEME.exec(typed);
  if (scheme && !/^https?$/i.test(scheme[1]) && !isUserInfo(typed)) {
    return wrong('addressScheme');
  }
  const hasScheme = scheme && /^https?$/i.test(scheme[1]);
  let url;
  try {
    url = new URL(hasScheme ? typed : `${LOCAL.test(typed) ? 'http' : 'https'}://${typed}`);
  } catch {
    return wrong('addressBroken');
  }
  if (!hasScheme && !url.hostname.includes('.') && !LOCAL.test(typed)) {
    return wrong('addressIncomplete');
  }
  const notes = [];
  if (url.username || url.password) {
    url.username = url.password = '';
    notes.push('addressPassword');
  }
  if (url.search || url.hash) {
    notes.push('addressQuery');
  }
  if (LOCAL.test(url.hostname)) {
    notes.push('addressLocal');
  }
  if (new TextEncoder().encode(url.href).length > LONGEST) {
    return wrong('addressLong');
  }
  return { url: url.href, problem: null, notes };
}

/** `user:password@host` has no scheme either. */
function isUserInfo(typed) {
  return /^[^/?#]*@/.test(typed) && !/^(mailto|xmpp|sips?):/i.test(typed);
}
