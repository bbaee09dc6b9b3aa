/**
 * Reads the entries of the allow list and the deny list, and decides which ones cover a page. The
 * options page and the worker use the same rules. Nothing here needs a browser.
 *
 * Users type or paste an entry: a domain, an address, `*.example.com`, `[::1]`. It is stored
 * unchanged and parsed when it is used, so that better rules also apply to old lists.
 */

/** Schemes of an entry that can stand for pages of the web; `*` as in a match pattern. */
const SCHEMES = new Set(['http', 'https', 'ws', 'wss', 'ftp', '*']);

/** A wildcard or a dot in front of the host. Parsers treat it differently. */
const WILDCARD = /^(https?:[/\\]*(?:[^/\\?#]*@)?)\*?\./i;

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const LABEL = /^(?=.{1,63}$)[a-z\d_]([a-z\d_-]*[a-z\d_])?$/;
const LONGEST_HOST = 253;

/** The entries of a typed list: separated by space, new lines, commas or semicolons. */
export function entriesOf(text) {
  return text.split(/[\s,;，；、]+/u).filter(Boolean);
}

/**
 * The host that an entry stands for, as `URL.hostname` has it: lower case, ASCII, IPv6 in brackets.
 * Null if the entry cannot be understood.
 */
export function hostOf(entry) {
  const text = entry.trim();
  const address = addressOf(text);
  // `*.example.com` and `.example.com` are example.com, which covers its subdomains as well.
  const plain = address.replace(WILDCARD, '$1');
  let url;
  try {
    url = new URL(plain);
  } catch {
    return null;
  }
  const host = withoutDot(url.hostname);
  if (isIp(host)) {
    // The parser accepts 12345 as an address, and 10.0.0.0/8 as 10.0.0.0 with a path.
    const isAddress =
      plain === address && !/^\d+$/.test(text) && !/^\/\d{1,3}$/.test(url.pathname);
    return isAddress ? host : null;
  }
  return isDomain(host) ? host : null;
}

/** The entries that cannot be understood. */
export function unclear(entries) {
  return entries.filter((entry) => hostOf(entry) === null);
}

/** Whether the deny list hides pages of the host. */
export function denies(entries, host) {
  // An entry that cannot be understood may mean any page.
  return entries.some((entry) => {
    const denied = hostOf(entry);
    return denied === null || isWithin(host, withoutWww(denied));
  });
}

/** Whether the allow list shows pages of the host. */
export function allows(entries, host) {
  return entries.some((entry) => {
    const allowed = hostOf(entry);
    // An entry with www. shows the site under both of its names, but not mail.example.com.
    return allowed !== null && (isWithin(host, allowed) || host === withoutWww(allowed));
  });
}

/** The host of a page in the form of the lists; null unless it is a web page. */
export function hostOfPage(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb ? url.hostname.replace(/\.+$/, '') : null;
}

function addressOf(entry) {
  if (/^[\da-f.]*:[\da-f.]*:[\da-f:.]*$/i.test(entry)) {
    return `https://[${entry}]`; // IPv6 without brackets
  }
  const address = entry.replace(/^view-source:/i, '');
  const [, scheme] = /^([a-z][a-z\d+.-]*|\*):[/\\]{2}/i.exec(address) ?? [];
  if (scheme) {
    // Only the parser's rules for the web give an ASCII host, and the scheme does not matter.
    return SCHEMES.has(scheme.toLowerCase()) ? `https${address.slice(scheme.length)}` : '';
  }
  if (/^https?:(?!\d+(?:[/\\?#]|$))/i.test(address)) {
    return address;
  }
  return `https://${address.replace(/^[/\\]+/, '')}`;
}

function isWithin(host, domain) {
  return host === domain || (!isIp(domain) && host.endsWith(`.${domain}`));
}

/** The site behind `www.`; a top-level domain alone is not a site. */
function withoutWww(domain) {
  return /^www\.(?=[^.]+\.)/.test(domain) ? domain.slice('www.'.length) : domain;
}

function isIp(host) {
  return host.startsWith('[') || IPV4.test(host);
}

function isDomain(host) {
  return host.length <= LONGEST_HOST && host.split('.').every((label) => LABEL.test(label));
}

/** `example.com.` is example.com. */
function withoutDot(host) {
  return host.replace(/\.$/, '');
}
