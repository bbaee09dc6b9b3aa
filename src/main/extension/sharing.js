/** What friends see of a page. The worker, the popup and the options use the same rules. */

import { shows } from './live/rules.js';
import { denies, hostOf, hostOfPage } from './live/sites.js';

/** From nothing to everything. */
export const LEVELS = ['hidden', 'domain', 'title', 'page', 'all'];

export const HIDDEN = Object.freeze({ url: '', title: '' });

/** The page as friends see it. Pages of private windows are never shown. */
export function sharedPage(tab, settings, now = Date.now()) {
  const host = hostOfPage(tab?.url ?? '');
  if (host === null || tab.incognito || settings.pausedUntil > now) {
    return HIDDEN;
  }
  return atLevel(levelOf(host, settings), tab);
}

/** How much of the pages of a host friends see. */
export function levelOf(host, settings) {
  const isOfAccount = usesAccount(settings);
  const rules = isOfAccount ? settings.account : settings;
  const isShared = shows(rules, host);
  if (!isShared && (isOfAccount || rules.shareMode === 'default_all')) {
    // A choice for the site never wins over the deny list or the account, which the server enforces.
    return 'hidden';
  }
  return chosenLevel(host, settings.sites) ?? (isShared ? settings.level : 'hidden');
}

/**
 * Whether the rules of the account count, rather than the lists in the options. Lists that the user
 * has typed stay in force until the user chooses: the account may share more.
 */
export function usesAccount({ account, ownRules, shareMode, allow, deny }) {
  const hasTyped = shareMode !== 'default_none' || allow.length > 0 || deny.length > 0;
  return Boolean(account) && !(ownRules ?? hasTyped);
}

/** The level of the most specific site that covers the host; null if there is none. */
function chosenLevel(host, sites) {
  const covering = Object.keys(sites)
    .filter((site) => hostOf(site) !== null && denies([site], host))
    .sort((one, other) => other.length - one.length);
  return covering.length > 0 ? sites[covering[0]] : null;
}

function atLevel(level, { url, title = '' }) {
  const address = new URL(url);
  switch (level) {
    case 'domain':
      return { url: `${address.origin}/`, title: '' };
    case 'title':
      return { url: `${address.origin}/`, title };
    case 'page':
      address.search = address.hash = '';
      return { url: address.href, title };
    case 'all':
      return { url, title };
    default:
      return HIDDEN;
  }
}
