/**
 * Checks tokens: RS256, the issuer, the audience and the expiry.
 *
 * Environment: PRESENCE_JWT_ISSUER, PRESENCE_JWT_AUDIENCE.
 */

import { createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import jwksClient from 'jwks-rsa';

const issuer = process.env.PRESENCE_JWT_ISSUER;
const audience = process.env.PRESENCE_JWT_AUDIENCE;
const keys = jwksClient({ jwksUri: `${issuer}/.well-known/jwks.json`, cache: true });

/** The parsed public keys by id: to parse one takes longer than to check a signature. */
const parsed = new Map();

/** Returns the user of a token. Fails if the token is not valid. */
export function userOf(token) {
  return new Promise((resolve, reject) => {
    jwt.verify(token, key, { algorithms: ['RS256'], issuer, audience }, (error, claims) =>
      error ? reject(error) : resolve(claims['cognito:username']),
    );
  });
}

function key({ kid }, callback) {
  const known = parsed.get(kid);
  if (known) {
    callback(null, known);
    return;
  }
  keys.getSigningKey(kid).then((found) => {
    parsed.set(kid, createPublicKey(found.getPublicKey()));
    callback(null, parsed.get(kid));
  }, callback);
}
