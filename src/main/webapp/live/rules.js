/** The sharing rules of an account: which pages the server shows to friends. */

import { allows, denies, hostOfPage } from './sites.js';

/**
 * The rules that the server has for the user of the token: `{ shareMode, allow, deny, enforced }`.
 * Null if it does not answer, or is too old to know this request.
 */
export async function readRules(application, token) {
  const answer = await fetch(new URL('api/me/sharing', application), {
    headers: { Authorization: token },
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout(10_000),
  })
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  if (!answer) {
    return null;
  }
  const { shareMode, allow, deny, enforced } = answer;
  // A list that is too long allows nothing and denies everything, as an entry that is not clear.
  return { shareMode, allow: allow ?? [], deny: deny ?? ['*'], enforced };
}

/** Whether the rules show pages of the host. */
export function shows({ shareMode, allow, deny }, host) {
  return shareMode === 'default_all' ? !denies(deny, host) : allows(allow, host);
}

/** Whether the rules show a web page. */
export function showsPage(rules, url) {
  const host = hostOfPage(url);
  return host !== null && shows(rules, host);
}
