/** The state of each user: a hash in Redis while the user has connections. */
export class Presence {
  #redis;

  constructor(redis) {
    this.#redis = redis;
  }

  /** Counts another connection of a user. */
  async connected(user) {
    await this.#redis.hincrby(key(user), 'connections', 1);
  }

  /** Counts a connection less. Returns whether the user is offline now. */
  async disconnected(user) {
    const left = await this.#redis.hincrby(key(user), 'connections', -1);
    if (left > 0) {
      return false;
    }
    await this.#redis.del(key(user));
    return true;
  }

  /** Writes the page of a user, and returns the event for the friends. */
  async update(user, { url, title }) {
    const domain = new URL(url).hostname.replace(/^www\./, '');
    await this.#redis.hset(key(user), { url, title, domain, lastActiveAt: Date.now() });
    return {
      type: 'update-presence',
      userId: user,
      url,
      title,
      domain,
      latestUrl: url,
      latestTitle: title,
      latestDomain: domain,
    };
  }

  /**
   * Returns what a user sees: the user and all friends.
   *
   * @param profiles the profiles of the user and of the friends
   */
  async snapshot(user, profiles) {
    const states = await Promise.all(profiles.map(({ user_id }) => this.#state(user_id)));
    return {
      userPresence: states.find(({ userId }) => userId === user) ?? null,
      presenceArr: states.filter(({ userId }) => userId !== user),
      userInfoMap: Object.fromEntries(profiles.map((profile) => [profile.user_id, profile])),
    };
  }

  /** The client sends all reads of one turn of the event loop in one pipeline. */
  async #state(userId) {
    const [url, title, domain, lastActiveAt] = await this.#redis.hmget(
      key(userId),
      'url',
      'title',
      'domain',
      'lastActiveAt',
    );
    const page = url === null ? null : { url, title, domain };
    return { userId, page, latestPage: page, lastActiveAt: Number(lastActiveAt) || null };
  }
}

function key(user) {
  return `presence:${user}`;
}
