/** The types say what the library has, name by name: no more and no less. It has to compile. */

import * as actual from './library/presence-client.js';
import * as declared from './presence-client.js';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

export const exports: Same<keyof typeof actual, keyof typeof declared> = true;
export const members: Same<keyof actual.PresenceClient, keyof declared.PresenceClient> = true;
