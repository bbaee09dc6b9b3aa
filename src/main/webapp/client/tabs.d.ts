import type { TabGroup } from './index.js';

/**
 * Returns the option `tabs` of a client: all tabs of this origin that give the same name and `url`
 * share one connection. The name stands for a user, such as the user id. A function is called at each
 * `connect`, for pages whose user signs in later. One tab has the connection. When it closes,
 * another takes over, and friends notice nothing.
 *
 * All tabs show the same state and friends. Friends see the last update of any tab. A tab that
 * disconnects leaves; the connection closes with the last one. The token comes from the callback of
 * the tab that has the connection. If the server refuses it, that tab ends, and another takes over
 * with its own token.
 *
 * Without Web Locks, as in a page that was loaded over plain HTTP, each tab has its own connection.
 */
export function oneConnection(name: string | (() => string)): TabGroup;
