/** A web page as somebody's browser names it. An empty `url` means hidden activity. */
export interface Page {
  readonly url: string;
  readonly title: string;
  /** The registrable domain, such as `github.com`; empty where the url has none. */
  readonly domain: string;
}

/** A user as their friends see them at one moment. Never changes: a change makes another one. */
export interface Person {
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
  /** The type of their picture, such as `png`; null where there is none. */
  readonly imageExtension: string | null;
  readonly online: boolean;
  /** Null where offline; an empty `url` where they hide what they read. */
  readonly page: Page | null;
  /** The last page that they showed, an empty `url` where there is none; null where offline. */
  readonly latestPage: Page | null;
  /** Milliseconds since the epoch; null where nothing is known. */
  readonly lastActiveAt: number | null;
}

export type ConnectionState =
  /** Not connected, and not about to be: at first, and after {@link PresenceClient.disconnect}. */
  | { readonly name: 'closed' }
  | { readonly name: 'connecting'; readonly attempt: number }
  | { readonly name: 'open' }
  /** Tries again at `retryAt`, milliseconds since the epoch. `code` is why the last one closed. */
  | {
      readonly name: 'waiting';
      readonly attempt: number;
      readonly retryAt: number;
      readonly code: number;
    }
  /** Does not try again by itself, as it would fail again. {@link PresenceClient.connect} does. */
  | { readonly name: 'ended'; readonly reason: EndReason; readonly code?: number };

export type EndReason =
  /** There is no token, or the server took neither the first one nor a fresh one. */
  | 'token'
  /** The server does not let pages of this origin call: see `CLIENT_URL`. */
  | 'origin'
  | 'too-many-messages'
  | 'message-too-big'
  | 'too-many-connections';

/**
 * The server did not take a message. The connection stays open. Answers to the library's own probes
 * are not reported.
 */
export interface ServerError {
  readonly code: string;
  readonly message: string;
}

export interface Events {
  /** The connection changed. */
  state: (state: ConnectionState) => void;
  /** The user themselves changed, by this client or another one of theirs. */
  self: (self: Person) => void;
  /** All friends, whenever one of them changed and after each snapshot. */
  friends: (friends: Person[]) => void;
  /** One friend changed. */
  friend: (friend: Person, before: Person) => void;
  error: (error: ServerError) => void;
}

export interface Options {
  /** Where the application is. By default where this module came from. */
  url?: string | URL;
  /**
   * A token that is valid now. Asked for before each connection and each snapshot. `refused` says
   * that the server did not take the last one, so that a cached one will not do. An empty answer
   * ends the connection, a failure has it tried again later. It must settle, so give its own
   * requests a time-out.
   */
  token: (why: { refused: boolean }) => string | null | Promise<string | null>;
}

/**
 * One user's connection: says where they are, and knows where their friends are. Once connected it
 * stays so until {@link disconnect}, or until the server says that trying again is of no use.
 */
export class PresenceClient {
  constructor(options: Options);

  readonly state: ConnectionState;

  /** The user themselves; null until the first snapshot. */
  readonly self: Person | null;

  /** Every accepted friend, online or not. */
  readonly friends: Person[];

  /** When the last snapshot came, milliseconds since the epoch; 0 before the first one. */
  readonly lastSync: number;

  /** Calls the listener from now on. Returns what ends that. */
  on<T extends keyof Events>(type: T, listener: Events[T]): () => void;

  /** Connects; tries at once where it would wait. Does nothing where it is connected. */
  connect(): void;

  /** Says good-bye and forgets everything. Friends see the user offline. */
  disconnect(): void;

  /**
   * Sends the page that the user is on, without user name and password in its url. Without a
   * connection the latest page is kept and sent with the next one. It is sent again if the server
   * did not answer before a connection was lost, or if the server forgot it. An empty `url` hides
   * the activity, as {@link hide} does.
   */
  update(page: { url: string; title: string }): void;

  /** Says that the user is online and hides what they read. */
  hide(): void;

  /** Reads the snapshot again, where connected. Needed after no gap that this module can see. */
  resync(): Promise<void>;
}

/** Whether somebody is online and hides what they read. */
export function isHidden(person: Person): boolean;

/** The address of a page as a link may have it; null unless it is `http:` or `https:`. */
export function linkOf(page: Page): string | null;
