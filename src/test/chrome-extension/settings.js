/** What the options page sets. Kept on this machine, not synchronised: a token is no preference. */

export const DEFAULTS = {
  /** The application, such as https://HOST/presence-api/. Nothing happens before it is set. */
  host: '',
  /** A token, or an address that answers with a fresh one as plain text. */
  token: '',
  tokenUrl: '',
  /** default_none shares the domains of the allow list only, default_all all but the deny list's. */
  shareMode: 'default_none',
  allow: [],
  deny: [],
};

export async function loadSettings() {
  return { ...DEFAULTS, ...(await chrome.storage.local.get(DEFAULTS)) };
}

/**
 * Whether a page is shown to friends. A domain stands for its subdomains as well, and only pages of
 * the web are ever shown.
 */
export function shares(address, { shareMode, allow, deny }) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return false;
  }
  const host = url.hostname.replace(/\.$/, '');
  const isIn = (domains) =>
    domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
  return shareMode === 'default_all' ? !isIn(deny) : isIn(allow);
}
