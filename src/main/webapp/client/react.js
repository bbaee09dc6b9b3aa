/** Hooks for React. A component renders again only when what it reads has changed. */

import { createContext, createElement, useContext, useMemo, useSyncExternalStore } from 'react';

const Presence = createContext(null);

export function PresenceProvider({ client, children }) {
  return createElement(Presence.Provider, { value: client }, children);
}

export function usePresence() {
  const client = useClient();
  const state = useValue(client, () => client.state);
  const self = useValue(client, () => client.self);
  const queued = useValue(client, () => client.queued);
  const queuedVisibility = useValue(client, () => client.queuedVisibility);
  return useMemo(
    () => ({ client, state, self, queued, queuedVisibility }),
    [client, state, self, queued, queuedVisibility],
  );
}

export function useFriend(userId) {
  const client = useClient();
  return useValue(client, () => client.friend(userId));
}

export function useFriends(selector = (friends) => friends) {
  const client = useClient();
  const last = useMemo(() => ({ value: undefined }), [client]);
  return useValue(client, () => {
    const value = selector(client.snapshot.friends);
    if (!isSame(last.value, value)) {
      last.value = value;
    }
    return last.value;
  });
}

function useClient() {
  const client = useContext(Presence);
  if (!client) {
    throw new Error('There is no <PresenceProvider client={…}> around this component');
  }
  return client;
}

function useValue(client, read) {
  return useSyncExternalStore(client.subscribe, read, read);
}

/** Compares lists by their elements: a selector returns another list each time. */
function isSame(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => Object.is(element, b[index]));
  }
  return Object.is(a, b);
}
