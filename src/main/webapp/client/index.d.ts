import type { Person } from './address.js';

export { isHidden, linkOf, type Page, type Person } from './address.js';

export type ConnectionState =
  /** Not connected and not connecting: at first, and after {@link PresenceClient.disconnect}. */
  | { readonly name: 'closed' }
  | { readonly name: 'connecting'; readonly attempt: number }
  | { readonly name: 'open' }
  /** Tries again at `retryAt`, milliseconds since the epoch. `code` is the last close code. */
  | {
      readonly name: 'waiting';
      readonly attempt: number;
      readonly retryAt: number;
      readonly code: number;
      readonly reason: WaitReason;
    }
  /** Does not retry, as it would fail again. {@link PresenceClient.connect} tries anyway. */
  | { readonly name: 'ended'; readonly reason: EndReason; readonly code?: number };

export type WaitReason =
  /** The connection was lost, and the server answers or has not been asked yet. */
  | 'lost'
  /** The server does not answer: it is down, or this machine is offline. */
  | 'unreachable'
  /** There is a server at this address, but no Presence API. */
  | 'not-found'
  /** The server asked the client to wait. */
  | 'busy'
  /** The server restarts. */
  | 'restart'
  /** The callback `token` failed. */
  | 'token';

export type EndReason =
  /** There is no token, or the server refused both the first one and a fresh one. */
  | 'token'
  /** The server refuses pages of this origin: see `CLIENT_URL`. */
  | 'origin'
  | 'too-many-messages'
  | 'message-too-big'
  /** The user or an operator closed this connection from elsewhere. */
  | 'disconnected'
  | 'too-many-connections';

/**
 * The server refused a message. The connection stays open. Answers to the library's own probes
 * are not reported.
 */
export interface ServerError {
  readonly code: string;
  readonly message: string;
}

/** Which users see the user: all friends, or nobody. With `nobody` friends see the user as offline. */
export type Visibility = 'friends' | 'nobody';

/** All that the client knows at one moment. Immutable: a change creates another object. */
export interface Snapshot {
  readonly state: ConnectionState;
  readonly self: Person | null;
  readonly friends: readonly Person[];
  readonly queued: Update | null;
  readonly queuedVisibility: Visibility | null;
  readonly lastSync: number;
}

export interface Events {
  /** The connection changed. */
  state: (state: ConnectionState) => void;
  /** The user's own presence changed, by this client or another one of the same user. */
  self: (self: Person) => void;
  /** All friends, whenever one of them changed and after each snapshot. */
  friends: (friends: Person[]) => void;
  /** One friend changed. */
  friend: (friend: Person, before: Person) => void;
  /** The update that the server has not confirmed yet changed: see {@link PresenceClient.queued}. */
  queued: (page: Update | null) => void;
  /** The choice that waits for the server changed: see {@link PresenceClient.setVisibility}. */
  queuedVisibility: (visibility: Visibility | null) => void;
  /** The client may miss changes from now on: what it shows may be out of date. */
  lost: () => void;
  /**
   * The client has a complete state again. `lostAt` says since when it may have missed changes, in
   * milliseconds since the epoch.
   */
  resynchronised: (gap: { readonly lostAt: number }) => void;
  error: (error: ServerError) => void;
}

/** A page as the client reports it. */
export interface Update {
  readonly url: string;
  readonly title: string;
}

export interface Options {
  /**
   * The base URL of the application. By default the server from which this module was loaded. A page
   * that has the module from a package or in a bundle must give it.
   */
  url?: string | URL;
  /**
   * Returns a token that is valid now. Called before each connection and each snapshot. `refused`
   * says that the server refused the last token, so a cached one is of no use. An empty answer ends
   * the connection; after a failure the library tries again later. The promise must settle, so give
   * requests in it a time-out.
   */
  token: (why: { refused: boolean }) => string | null | Promise<string | null>;
  /** Name and version of the program, such as `chat/3.1`. Users and operators see it. */
  client?: string;
  /** Shares one connection among tabs: `oneConnection(…)` of `@pagenow/presence/tabs`. */
  tabs?: TabGroup;
  /**
   * The newest version of the protocol to speak, by default 2. If the server does not speak version
   * 2, the client speaks version 1.
   */
  version?: 1 | 2;
}

declare const group: unique symbol;

/** The tabs that share a connection. */
export interface TabGroup {
  readonly [group]: never;
}

/**
 * The connection of one user: reports the user's page, and knows the presence of all friends. It
 * reconnects until {@link disconnect}, or until the server says that another attempt would fail.
 */
export class PresenceClient {
  constructor(options: Options);

  readonly state: ConnectionState;

  /** The user's own presence; null until the first snapshot. */
  readonly self: Person | null;

  /** Every accepted friend, online or not. */
  readonly friends: Person[];

  /** When the last snapshot arrived, milliseconds since the epoch; 0 before the first one. */
  readonly lastSync: number;

  /** The last update, until the server confirms it; null if nothing waits. */
  readonly queued: Update | null;

  /** The last choice of the visibility, until the server confirms it; null if none waits. */
  readonly queuedVisibility: Visibility | null;

  /** The same object until something changes: for `subscribe`, and for stores that compare. */
  readonly snapshot: Snapshot;

  /** An accepted friend; null if there is none with this id. */
  friend(userId: string): Person | null;

  /**
   * Calls the listener after each change, without arguments: read {@link snapshot} in it. Returns a
   * function that removes it. Works without `this`, so it can be passed on.
   */
  readonly subscribe: (listener: () => void) => () => void;

  /** Calls the listener from now on. Returns a function that removes it. */
  on<T extends keyof Events>(type: T, listener: Events[T]): () => void;

  /** Connects; ends a wait for the next attempt. Does nothing if connected. */
  connect(): void;

  /**
   * Closes the connection and drops all state. Friends see the user offline. With the option `tabs`
   * the connection closes with the last tab.
   */
  disconnect(): void;

  /**
   * Sends the page that the user is on, without user name and password in its url. Without a
   * connection the latest page is kept and sent with the next one. It is sent again if the server
   * did not answer before a connection was lost, or if the server forgot it. An empty `url` hides
   * the activity, as {@link hide} does. Without a title friends see the address.
   */
  update(page: { url: string; title?: string }): void;

  /** Reports that the user is online with hidden activity. */
  hide(): void;

  /**
   * Chooses who sees the user, on all connections, until the next choice. While the user is
   * invisible, `self.visibility` is `nobody`. Without a connection the last choice is kept in
   * {@link queuedVisibility}, and sent with the next connection. Updates wait until the server has
   * confirmed `nobody`.
   *
   * An invisible user stays invisible if the server loses the choice: after each connect the client
   * compares it, and sends it again before any update. A later choice of another client is kept.
   *
   * Needs version 2. With version 1 the event `error` has the code `visibility-unavailable`, and
   * the choice and all updates wait until the next connection with version 2, or until `friends` is
   * chosen. Friends see what they saw before.
   */
  setVisibility(visibility: Visibility): void;

  /**
   * Sends a fresh token on the open connection: calls the callback `token` now. Not needed for a
   * token that expires, which the library renews. With version 1, or in a tab without the
   * connection, the next connection takes the fresh token.
   */
  renewToken(): void;

  /**
   * Reads the snapshot of version 1 again, if connected. Not needed after gaps that this module
   * notices, and nothing to do with version 2.
   */
  resync(): Promise<void>;
}

/** Keeps what has no `export` private. */
export {};
