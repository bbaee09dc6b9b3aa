/** What a program in TypeScript does with the client library. It has to compile. */

import {
  PresenceClient,
  isHidden,
  linkOf,
  type ConnectionState,
  type Person,
} from './presence-client.js';

const presence = new PresenceClient({
  url: 'https://presence.example.com/presence-api/',
  token: async ({ refused }) => (refused ? null : 'a token'),
});

const end = presence.on('friends', (friends) => show(friends.map(line)));
presence.on('friend', (friend, before) => {
  if (friend.online && !before.online) {
    show([`${friend.firstName} is here`]);
  }
});
presence.on('state', (state) => show([connection(state)]));
presence.on('queued', (page) => show([page ? `waiting: ${page.title}` : 'sent']));
presence.on('lost', () => show(['may be out of date']));
presence.on('resynchronised', ({ lostAt }) => show([new Date(lostAt).toISOString()]));
presence.on('error', ({ code, message }) => show([`${code}: ${message}`]));

presence.connect();
presence.update({ url: location.href, title: document.title });
presence.update({ url: location.href });
presence.hide();
presence.setVisibility('nobody');
presence.on('queuedVisibility', (choice) => show([choice ? `waiting: ${choice}` : 'confirmed']));
show([presence.self?.visibility ?? 'friends', presence.snapshot.queuedVisibility ?? 'confirmed']);
const { subscribe } = presence;
const unsubscribe = subscribe(() => show(presence.snapshot.friends.map(line)));
unsubscribe();
const bob: Person | null = presence.friend('bob');
show([bob ? line(bob) : '']);
await presence.resync();
end();
presence.disconnect();

function line(friend: Person): string {
  if (isHidden(friend)) {
    return `${friend.firstName} was on ${friend.latestPage?.domain ?? ''} last`;
  }
  if (friend.page) {
    return `${friend.page.title} ${linkOf(friend.page) ?? ''}`;
  }
  return friend.lastActiveAt === null ? '' : new Date(friend.lastActiveAt).toLocaleString();
}

/** Every state is here: another one would be no string, and this would not compile. */
function connection(state: ConnectionState): string {
  switch (state.name) {
    case 'closed':
    case 'open':
      return state.name;
    case 'connecting':
      return `attempt ${state.attempt}`;
    case 'waiting':
      return `until ${new Date(state.retryAt).toISOString()}, as ${state.reason}`;
    case 'ended':
      return state.reason === 'token' ? 'sign in again' : `${state.reason} ${state.code ?? ''}`;
  }
}

function show(lines: string[]): void {
  document.body.append(...lines);
}
