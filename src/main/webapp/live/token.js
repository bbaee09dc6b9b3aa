/** Reads ID tokens, only to explain what is wrong with one: the server verifies them. */

/** The claims of a token; null if it is no JWT. */
export function claimsOf(token) {
  const parts = token.split('.');
  if (parts.length !== 3) {
    return null;
  }
  try {
    const base64 = parts[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' ? claims : null;
  } catch {
    return null;
  }
}

/**
 * Why the server will not accept this token: the name of a text and its values. Null if nothing is
 * wrong as far as a browser can see.
 */
export function flawOf(token, issuer, now = Date.now()) {
  const claims = claimsOf(token);
  if (!claims) {
    return { text: 'tokenNone' };
  }
  if (claims.token_use === 'access') {
    return { text: 'tokenAccess' };
  }
  if (issuer && claims.iss !== issuer) {
    return { text: 'tokenIssuer', values: { issuer: String(claims.iss), trusted: issuer } };
  }
  if (claims.exp * 1_000 <= now) {
    return { text: 'tokenExpired' };
  }
  return null;
}

/** The id of the user; null if the token has none. */
export function userOf(token) {
  return claimsOf(token)?.['cognito:username'] ?? null;
}

/** When the token expires, milliseconds since the epoch; 0 if it does not say. */
export function expiryOf(token) {
  return (claimsOf(token)?.exp ?? 0) * 1_000;
}
