/**
 * Sign-in by the OAuth 2 code flow with PKCE (RFC 7636), for public clients. The page and the
 * extension use it with the endpoints of /page-settings.
 */

/** A new attempt: the address to open, and what to keep until the user is back. */
export async function startSignIn({ authorize, clientId }, redirect) {
  const verifier = random();
  const state = random();
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const address = new URL(authorize);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirect,
    scope: 'openid',
    state,
    code_challenge: base64Url(new Uint8Array(hash)),
    code_challenge_method: 'S256',
  });
  return { address: address.href, attempt: { verifier, state, redirect } };
}

/** The tokens for the code in the address to which the user came back. */
export function finishSignIn(endpoints, attempt, address) {
  const back = new URL(address).searchParams;
  if (!attempt || back.get('state') !== attempt.state || !back.get('code')) {
    // Another site may have opened this address, with a code of its own.
    throw new Error(back.get('error_description') ?? back.get('error') ?? 'Not our sign-in');
  }
  return tokens(endpoints, {
    grant_type: 'authorization_code',
    code: back.get('code'),
    redirect_uri: attempt.redirect,
    code_verifier: attempt.verifier,
  });
}

/** Fresh tokens for a refresh token. Null if the issuer refuses it: the user must sign in again. */
export function refresh(endpoints, refreshToken) {
  return tokens(endpoints, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

async function tokens({ token, clientId }, parameters) {
  const response = await fetch(token, {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, ...parameters }),
    credentials: 'omit',
    signal: AbortSignal.timeout(10_000),
  });
  if (response.status >= 500) {
    throw new Error('The sign-in service does not answer');
  }
  if (!response.ok) {
    return null;
  }
  const answer = await response.json();
  return {
    token: answer.id_token,
    // An issuer may keep the same refresh token.
    refreshToken: answer.refresh_token ?? parameters.refresh_token ?? null,
  };
}

function random() {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64Url(bytes) {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
