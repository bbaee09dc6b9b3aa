/** A web page, as the user's browser reported it. An empty `url` means hidden activity. */
export interface Page {
  readonly url: string;
  readonly title: string;
  /** The registrable domain, such as `github.com`; empty if the url has none. */
  readonly domain: string;
}

/** A user as friends see the user at one moment. Immutable: a change creates another object. */
export interface Person {
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
  /** The type of the picture, such as `png`; null if there is none. */
  readonly imageExtension: string | null;
  readonly online: boolean;
  /** Null if offline; an empty `url` if the activity is hidden. */
  readonly page: Page | null;
  /** The last page that was shown; an empty `url` if there is none; null if offline. */
  readonly latestPage: Page | null;
  /** The last activity in milliseconds since the epoch; null if unknown. */
  readonly lastActiveAt: number | null;
}

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
  error: (error: ServerError) => void;
}

/** A page as the client reports it. */
export interface Update {
  readonly url: string;
  readonly title: string;
}

export interface Options {
  /** The base URL of the application. By default the folder from which this module was loaded. */
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

  /** Calls the listener from now on. Returns a function that removes it. */
  on<T extends keyof Events>(type: T, listener: Events[T]): () => void;

  /** Connects; ends a wait for the next attempt. Does nothing if connected. */
  connect(): void;

  /** Closes the connection and drops all state. Friends see the user offline. */
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

  /** Reads the snapshot again, if connected. Not needed after gaps that this module notices. */
  resync(): Promise<void>;
}

/** Whether a user is online and hides the activity. */
export function isHidden(person: Person): boolean;

/** The address of a page if it may be a link; null unless it is `http:` or `https:`. */
export function linkOf(page: Page): string | null;
