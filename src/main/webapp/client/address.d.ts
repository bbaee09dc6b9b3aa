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
  /** Only in `self`, and only if friends see the user as offline because the user chose so. */
  readonly visibility?: 'nobody';
  /** Orders the changes of one user. Only version 2 of the protocol has it. */
  readonly version?: number;
}

/** Whether a user is online and hides the activity. */
export function isHidden(person: Person): boolean;

/** The address of a page if it may be a link; null unless it is `http:` or `https:`. */
export function linkOf(page: Page): string | null;
