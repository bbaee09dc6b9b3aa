/** The settings. Kept on this machine, not synchronised: a token is not a preference. */

export const DEFAULTS = {
  /** When the user agreed to what the extension collects and shows; 0 if the user did not. */
  consentedAt: 0,
  /** The application, such as https://HOST/presence-api/. Until it is set, nothing is sent. */
  host: '',
  /** A token, or an address that returns a fresh one as plain text. */
  token: '',
  tokenUrl: '',
  /** Renews the token, after a sign-in at the issuer. */
  refreshToken: '',
  /** default_none shares only domains of the allow list, default_all all but the deny list. */
  shareMode: 'default_none',
  /** Entries in the form that the user typed: see sites.js. */
  allow: [],
  deny: [],
  /** How much friends see of a shared page, and of single sites: see sharing.js. */
  level: 'title',
  sites: {},
  /** The rules of the account, from the server: `{ shareMode, allow, deny }`; null if unknown. */
  account: null,
  /** Whether the user chose the lists above, or the account; null if the user did not choose. */
  ownRules: null,
  /** Until then the activity is hidden, milliseconds since the epoch. */
  pausedUntil: 0,
};

/** What a withdrawn consent removes. */
export const SECRETS = ['token', 'tokenUrl', 'refreshToken'];

export async function loadSettings() {
  return { ...DEFAULTS, ...(await chrome.storage.local.get(DEFAULTS)) };
}
