/** A page in React, as a front-end developer writes it. Counts how often each component renders. */

import { memo } from 'react';
import { createRoot } from 'react-dom/client';
import { PresenceClient, isHidden, linkOf, type Person } from '@pagenow/presence';
import { PresenceProvider, useFriend, useFriends, usePresence } from '@pagenow/presence/react';
import { oneConnection } from '@pagenow/presence/tabs';

declare global {
  var server: string;
  var token: string;
  var renders: Record<string, number>;
  var client: PresenceClient;
}

globalThis.renders = {};

function rendered(component: string): void {
  renders[component] = (renders[component] ?? 0) + 1;
}

function Status() {
  rendered('status');
  const { client, state, self, queued } = usePresence();
  return (
    <header>
      <span id="state">{state.name}</span> <b id="self">{self?.page?.title}</b>
      <button onClick={() => client.update({ url: location.href, title: 'Shared' })}>Share</button>
      {queued && <em>waiting: {queued.title}</em>}
    </header>
  );
}

const idsOfOnline = (friends: readonly Person[]) =>
  friends.filter((friend) => friend.online).map((friend) => friend.userId);

function Friends() {
  rendered('friends');
  const online: string[] = useFriends(idsOfOnline);
  const count: number = useFriends().length;
  return (
    <main data-count={count}>
      {online.map((userId) => (
        <Friend key={userId} userId={userId} />
      ))}
    </main>
  );
}

const Online = memo(function Online() {
  rendered('online');
  return <output>{useFriends((friends) => friends.filter((one) => one.online).length)}</output>;
});

const Friend = memo(function Friend({ userId }: { userId: string }) {
  rendered(userId);
  const friend = useFriend(userId);
  if (!friend?.page) {
    return null;
  }
  const href = linkOf(friend.page) ?? undefined;
  return (
    <p data-user={userId}>
      {isHidden(friend) ? 'hidden' : <a href={href}>{friend.page.title}</a>}
    </p>
  );
});

globalThis.client = new PresenceClient({
  url: server,
  token: () => token,
  tabs: oneConnection('me'),
});
client.connect();
createRoot(document.body).render(
  <PresenceProvider client={client}>
    <Status />
    <Online />
    <Friends />
  </PresenceProvider>,
);
