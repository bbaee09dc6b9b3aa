package io.pagenow.presence.sharing;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.sharing.SharingLists.MarkedRules;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sharing rules of the connected users, so that an update needs no query. They are loaded,
 * refreshed and removed together with the friend lists. Thread-safe.
 */
@Singleton
public final class UserRules {

  /** The maximum age of the rules. Older ones show nothing, unless they can be read again. */
  public static final Duration MAX_AGE = Duration.ofMinutes(10);

  private final SharingLists lists;
  private final LongSupplier nanoTime;
  private final Map<UserId, Entry> entries = new ConcurrentHashMap<>();
  private final Set<UserId> changed = ConcurrentHashMap.newKeySet();
  private volatile long refreshedAt;

  /**
   * The rules of a user.
   *
   * @param mark the mark of these rules
   * @param readAt when they were read, in the time of {@link System#nanoTime()}
   */
  private record Entry(SharingRules rules, long mark, long readAt) {}

  @Inject
  public UserRules(SharingLists lists) {
    this(lists, System::nanoTime);
  }

  UserRules(SharingLists lists, LongSupplier nanoTime) {
    this.lists = lists;
    this.nanoTime = nanoTime;
    this.refreshedAt = nanoTime.getAsLong();
  }

  /**
   * Returns the rules of a user of this node, as they were read last. They show nothing if they are
   * not loaded, or older than {@link FriendLists#MAX_AGE}.
   */
  public SharingRules of(UserId user) {
    Entry entry = entries.get(user);
    return entry == null || isTooOld(entry) ? SharingRules.UNKNOWN : entry.rules();
  }

  /**
   * Reads the rules of some users again, if they are loaded. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if they cannot be read
   */
  public void readAgain(Collection<UserId> users) {
    List<UserId> loaded = users.stream().filter(entries::containsKey).toList();
    if (!loaded.isEmpty()) {
      long now = nanoTime.getAsLong();
      // A refresh may have read newer rules meanwhile. Their mark then differs, and the next one
      // reads them again.
      lists
          .read(loaded)
          .forEach(
              (user, read) -> entries.computeIfPresent(user, (k, e) -> again(k, e, read, now)));
    }
  }

  private Entry again(UserId user, Entry entry, MarkedRules read, long now) {
    if (!entry.rules().equals(read.rules())) {
      changed.add(user);
    }
    return new Entry(read.rules(), read.mark(), now);
  }

  /**
   * Returns the current rules of users. Reads those that are not loaded, without loading them.
   * Blocks.
   *
   * @return one entry for each requested user
   * @throws io.pagenow.presence.model.UnavailableException if they cannot be read
   */
  public Map<UserId, SharingRules> currentOf(Collection<UserId> users) {
    Map<UserId, SharingRules> current = new HashMap<>();
    List<UserId> others = new ArrayList<>();
    for (UserId user : users) {
      Entry entry = entries.get(user);
      if (entry == null || isTooOld(entry)) {
        others.add(user);
      } else {
        current.put(user, entry.rules());
      }
    }
    if (!others.isEmpty()) {
      current.putAll(lists.rulesOf(others));
    }
    return current;
  }

  /**
   * Reads the rules of users, connected or not, without loading them. Blocks.
   *
   * @return one entry for each requested user
   * @throws io.pagenow.presence.model.UnavailableException if they cannot be read
   */
  public Map<UserId, SharingRules> read(Collection<UserId> users) {
    return users.isEmpty() ? Map.of() : lists.rulesOf(users);
  }

  /** Returns the users whose rules have changed since the last call. */
  public Set<UserId> takeChanged() {
    Set<UserId> taken = new HashSet<>(changed);
    changed.removeAll(taken);
    return taken;
  }

  /** Reads the rules of a user who is about to connect, unless they are loaded already. Blocks. */
  public void load(UserId user) {
    startLoading(user).run();
  }

  /** Works as {@link #load}, but only the returned action blocks. */
  public Runnable startLoading(UserId user) {
    if (entries.containsKey(user)) {
      return () -> {};
    }
    long now = nanoTime.getAsLong();
    Supplier<MarkedRules> reading = lists.startReading(user);
    return () -> {
      MarkedRules read = reading.get();
      entries.putIfAbsent(user, new Entry(read.rules(), read.mark(), now));
    };
  }

  /**
   * Reads the rules whose marks have changed. Blocks.
   *
   * @param marks the marks of all users to refresh
   */
  public void refresh(Map<UserId, Long> marks) {
    List<UserId> outdated =
        marks.entrySet().stream()
            .filter(mark -> isOutdated(entries.get(mark.getKey()), mark.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!outdated.isEmpty()) {
      long now = nanoTime.getAsLong();
      lists
          .read(outdated)
          .forEach(
              (user, read) -> {
                Entry before = entries.put(user, new Entry(read.rules(), read.mark(), now));
                if (before == null || !before.rules().equals(read.rules())) {
                  changed.add(user);
                }
              });
    }
  }

  /** Records that all rules were refreshed. */
  public void refreshed() {
    refreshedAt = nanoTime.getAsLong();
  }

  /** Removes the rules of a user who is not connected any more. */
  public void forget(UserId user) {
    entries.remove(user);
  }

  private static boolean isOutdated(@Nullable Entry entry, long mark) {
    return entry == null || entry.mark() != mark;
  }

  private boolean isTooOld(Entry entry) {
    long now = nanoTime.getAsLong();
    long age = Math.min(now - entry.readAt(), now - refreshedAt);
    return age > MAX_AGE.toNanos();
  }
}
