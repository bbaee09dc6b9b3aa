/** Tokens, and the settings of a server that a sign-in needs. */

import { finishSignIn, refresh, startSignIn } from './live/pkce.js';
import { expiryOf } from './live/token.js';

/** How long before its end a token is replaced. */
const EARLY = 90_000;

/** The public settings of a server. Fails unless there is a Presence API at this address. */
export async function serverSettings(host) {
  const response = await fetch(new URL('page-settings', host), {
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout(10_000),
  });
  const settings = response.ok ? await response.json() : null;
  if (typeof settings?.issuer !== 'string') {
    throw new Error('There is no Presence API at this address');
  }
  return settings;
}

/** The freshest token available; null if the user must sign in. */
export async function freshToken(settings, refused) {
  const { host, token, tokenUrl, refreshToken } = settings;
  if (tokenUrl) {
    const response = await fetch(tokenUrl, {
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(10_000),
    });
    return response.ok ? (await response.text()).trim() : null;
  }
  if (refreshToken && (refused || expiryOf(token) < Date.now() + EARLY)) {
    const tokens = await refresh((await serverSettings(host)).signIn, refreshToken);
    if (tokens) {
      // Not a change of the account: the worker keeps its connection.
      Object.assign(settings, tokens);
      await chrome.storage.local.set({ renewed: true, ...tokens });
    }
    return tokens?.token ?? null;
  }
  return refused ? null : token;
}

/** Signs in at the issuer of the server. Returns null if the server offers no sign-in. */
export async function signIn(host) {
  const endpoints = (await serverSettings(host)).signIn;
  if (!endpoints) {
    return null;
  }
  const { address, attempt } = await startSignIn(endpoints, chrome.identity.getRedirectURL());
  const back = await chrome.identity.launchWebAuthFlow({ url: address, interactive: true });
  const tokens = await finishSignIn(endpoints, attempt, back);
  if (!tokens) {
    throw new Error('The issuer refused the code');
  }
  return tokens;
}
