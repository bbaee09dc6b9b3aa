import type { FunctionComponent, ReactNode } from 'react';
import type { ConnectionState, Person, PresenceClient, Update, Visibility } from './index.js';

/** Gives the client to the hooks in the components below. Does not connect it. */
export const PresenceProvider: FunctionComponent<{
  readonly client: PresenceClient;
  readonly children?: ReactNode;
}>;

/**
 * The client, its connection and the user. The component renders again when one of these changes,
 * and not when friends change.
 */
export function usePresence(): {
  readonly client: PresenceClient;
  readonly state: ConnectionState;
  readonly self: Person | null;
  readonly queued: Update | null;
  readonly queuedVisibility: Visibility | null;
};

/**
 * What the selector makes of the friends; all friends without one. The component renders again when
 * the result changes. Lists are compared by their elements, everything else by identity: so return a
 * list, a person, a number or a string.
 */
export function useFriends(): readonly Person[];
export function useFriends<T>(selector: (friends: readonly Person[]) => T): T;

/** One friend; null if there is none with this id. Renders again only when this friend changes. */
export function useFriend(userId: string): Person | null;
