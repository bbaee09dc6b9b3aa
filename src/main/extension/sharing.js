/** What friends see of a page. The worker, the popup and the options use the same rules. */

import { allows, denies, hostOf, hostOfPage } from './sites.js';

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
  const { shareMode, allow, deny } = settings.account ?? settings;
  if (shareMode === 'default_all' && denies(deny, host)) {
    return 'hidden'; // a choice for the site never wins over the deny list
  }
  const chosen = chosenLevel(host, settings.sites);
  if (chosen) {
    return chosen;
  }
  const isShared = shareMode === 'default_all' || allows(allow, host);
  return isShared ? settings.level : 'hidden';
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
