/**
 * The client library as the server itself serves it: the modules of the package in client/.
 *
 *   import { PresenceClient } from 'https://HOST/presence-api/presence-client.js';
 *
 * The guide: docs/client-library.md.
 */

// Named here, the browser loads all of them at once instead of one after the other.
import './client/address.js';
import './client/backoff.js';
import './client/client.js';
import './client/connection.js';
import './client/dialer.js';
import './client/rest.js';
import './client/session.js';
import './client/updates.js';
import './client/version-1.js';
import './client/version-2.js';
import './client/view.js';
import './client/watch.js';

export * from './client/index.js';
