/** Each line that ends with an error is a mistake that the types have to find; no other is one. */

import { PresenceClient, linkOf, type ConnectionState } from './presence-client.js';

const presence = new PresenceClient({ token: () => 'a token' });

new PresenceClient({ url: '/presence-api/' }); // TS2345
new PresenceClient({ token: 'a token' }); // TS2322
presence.update({ title: 'A title' }); // TS2345
presence.update('https://example.com/'); // TS2345
presence.on('friend', (friend) => friend.page.title); // TS18047
presence.on('friends', (friends) => friends.online); // TS2339
presence.on('message', () => {}); // TS2345
presence.friends[0].online = true; // TS2540
presence.lastSync = 0; // TS2540
presence.setVisibility('everybody'); // TS2345
presence.queuedVisibility = 'nobody'; // TS2540
presence.snapshot.friends.push(presence.friends[0]); // TS2339
presence.friend('bob').online; // TS2531
presence.self.userId; // TS18047
linkOf({ url: 'https://example.com/' }).length; // TS2345 TS2531

export function until(state: ConnectionState): number {
  return state.retryAt; // TS2339
}
