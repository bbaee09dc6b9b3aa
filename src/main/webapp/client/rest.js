/** The REST API: the snapshot of version 1, and why a handshake was refused. */

import { BUSY } from './backoff.js';

/** How long a handshake and a request may take. */
export const PATIENCE = 20_000;

/** The server refuses the token, or there is none. */
export const REFUSED = 'refused';

/** The server refuses pages of this origin. */
export const ORIGIN = 'origin';

/**
 * Why there is no answer: one of the two above, or the reason of a `waiting` state. `retryAfter` is
 * how long the server asks to wait, in milliseconds.
 */
export class Failure extends Error {
  constructor(reason, retryAfter = 0) {
    super(reason);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }
}

export async function fetchSnapshot(application, token) {
  const response = await request(application, token);
  if (response.status === 401) {
    throw new Failure(REFUSED);
  }
  if (response.status === 403) {
    throw new Failure(ORIGIN);
  }
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
  if (response.status === 404 || (response.ok && !isJson)) {
    throw new Failure('not-found');
  }
  if (!response.ok) {
    const seconds = Number(response.headers.get('Retry-After'));
    throw new Failure('busy', seconds > 0 ? seconds * 1_000 : BUSY);
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
    throw any ? new Failure('not-found') : failure;
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
