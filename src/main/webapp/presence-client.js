/**
 * The client library as the server itself serves it: the modules of the package in client/.
 *
 *   import { PresenceClient } from 'https://HOST/presence-api/presence-client.js';
 *
 * The guide: docs/client-library.md.
 */

export * from './client/index.js';
