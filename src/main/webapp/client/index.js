/**
 * A client of the Presence API for browsers: pages, extensions and workers. No dependencies.
 *
 *   import { PresenceClient } from '@pagenow/presence';
 *
 *   const presence = new PresenceClient({ url, token: () => auth.freshIdToken() });
 *   presence.on('friends', (friends) => show(friends));
 *   presence.connect();
 *   presence.update({ url: location.href, title: document.title });
 *
 * Types and the contract of each method: index.d.ts. The guide: docs/client-library.md.
 */

export { isHidden, linkOf } from './address.js';
export { PresenceClient } from './client.js';
