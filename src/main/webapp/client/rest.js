/** The REST API: the snapshot of version 1, and why a handshake was refused. */

import { BUSY } from './backoff.js';

/** How long a handshake and a request may take. */
export const PATIENCE = 20_000;

/** The server refuses the token, or there is none. */
export class TokenRefused extends Error {}

/** The server refuses pages of this origin. */
export class OriginRefused extends Error {}

/** The callback that returns a token failed. */
export class NoToken extends Error {}

/** There is no Presence API at this address. */
class NotFound extends Error {}

/** The server asks the client to wait. */
export class Busy extends Error {
  constructor(retryAfter) {
    super('The server is busy');
    this.retryAfter = retryAfter;
  }
}

/** The reason of a `waiting` state. */
export function reasonOf(failure) {
  if (failure instanceof NoToken) {
    return 'token';
  }
  if (failure instanceof NotFound) {
    return 'not-found';
  }
  return failure instanceof Busy ? 'busy' : 'unreachable';
}

export async function fetchSnapshot(application, token) {
  const response = await request(application, token);
  if (response.status === 401) {
    throw new TokenRefused();
  }
  if (response.status === 403) {
    throw new OriginRefused();
  }
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
  if (response.status === 404 || (response.ok && !isJson)) {
    throw new NotFound();
  }
  if (!response.ok) {
    const seconds = Number(response.headers.get('Retry-After'));
    throw new Busy(seconds > 0 ? seconds * 1_000 : BUSY);
  }
  return response.json();
}

async function request(application, token) {
  try {
    return await get(application, { Authorization: token });
  } catch (failure) {
    // Browsers do not show the refusal of a preflight. A request without a token has none.
    const isForeign = application.origin !== globalThis.location?.origin;
    const open = isForeign ? await get(application, {}).catch(() => null) : null;
    if (open?.status === 403) {
      return open;
    }
    // Another server also hides its answer, but not that there is one.
    const any = isForeign && !open && (await get(application, {}, 'no-cors').catch(() => null));
    throw any ? new NotFound() : failure;
  }
}

function get(application, headers, mode = 'cors') {
  return fetch(new URL('api/presence', application), {
    headers,
    mode,
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout(PATIENCE),
  });
}
