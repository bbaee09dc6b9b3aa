/** The settings. Kept on this machine, not synchronised: a token is not a preference. */

import { allows, denies, hostOfPage } from './sites.js';

export const DEFAULTS = {
  /** The application, such as https://HOST/presence-api/. Until it is set, nothing is sent. */
  host: '',
  /** A token, or an address that returns a fresh one as plain text. */
  token: '',
  tokenUrl: '',
  /** default_none shares only domains of the allow list, default_all all but the deny list. */
  shareMode: 'default_none',
  /** Entries in the form that the user typed: see sites.js. */
  allow: [],
  deny: [],
};

export async function loadSettings() {
  return { ...DEFAULTS, ...(await chrome.storage.local.get(DEFAULTS)) };
}

/** Whether a page is shown to friends. Only pages of the web are ever shown. */
export function shares(address, { shareMode, allow, deny }) {
  const host = hostOfPage(address);
  if (host === null) {
    return false;
  }
  return shareMode === 'default_all' ? !denies(deny, host) : allows(allow, host);
}
