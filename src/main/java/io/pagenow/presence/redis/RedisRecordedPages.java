package io.pagenow.presence.redis;

import static io.pagenow.presence.redis.script.Argument.LIMIT;
import static io.pagenow.presence.redis.script.Argument.MAX_BYTES;
import static io.pagenow.presence.redis.script.Argument.NODE;
import static io.pagenow.presence.redis.script.Argument.PAGES;
import static io.pagenow.presence.redis.script.Argument.SCAN;
import static io.pagenow.presence.redis.script.Argument.SHOWN_CURSOR;
import static io.pagenow.presence.redis.script.Argument.USER;
import static io.pagenow.presence.redis.script.Argument.USERS;
import static io.pagenow.presence.redis.script.Argument.VANISHED_CURSOR;
import static java.util.Objects.requireNonNull;

import io.pagenow.presence.cluster.RecordedPages;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.blocking.BlockingScripts;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptCall;
import io.pagenow.presence.redis.script.ScriptResults;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The pages of users in Redis: {@code page}, {@code latest_page} and keys of this project. */
@Singleton
public final class RedisRecordedPages implements RecordedPages {

  /** The bytes of pages after which an answer ends. */
  private static final int BYTES_AT_ONCE = 2_500_000;

  private static final int USERS_AT_ONCE = 100;
  private static final int USERS_IN_GRACE_PERIODS = 5_000;
  private static final int ENTRIES_IN_A_SCAN = 200;

  private static final String START = "0";
  private static final String END = "";

  private final BlockingScripts scripts;
  private final Partitions partitions;
  private final String node;

  // Used by one thread.
  private int partition;
  private String shownCursor = START;
  private String vanishedCursor = START;

  @Inject
  public RedisRecordedPages(BlockingScripts scripts, Partitions partitions, Hub hub) {
    this.scripts = scripts;
    this.partitions = partitions;
    this.node = hub.node().value();
  }

  @Override
  public void replace(
      Collection<UserId> users,
      BiFunction<UserId, Page, Page> replacement,
      Function<UserId, String> hiddenBy,
      Consumer<Updated> replaced) {
    List<UserId> left = new ArrayList<>(users);
    while (!left.isEmpty()) {
      List<UserId> some = left.subList(0, Math.min(USERS_AT_ONCE, left.size()));
      Map<UserId, Object> pages = scripts.about(some, RedisRecordedPages::pagesOf);
      pages.forEach(
          (user, texts) ->
              replace(user, (List<?>) texts, replacement, hiddenBy.apply(user))
                  .ifPresent(replaced));
      some.removeAll(pages.keySet());
    }
  }

  @Override
  public Runnable startReplacing(
      UserId user,
      BiFunction<UserId, Page, Page> replacement,
      Function<UserId, String> hiddenBy,
      Consumer<Updated> replaced) {
    Supplier<Object> pages = scripts.start(partitions.of(user), pagesOf(List.of(user.value())));
    return () -> {
      List<?> texts = (List<?>) ((List<?>) pages.get()).get(0);
      if (!texts.isEmpty()) {
        replace(user, texts, replacement, hiddenBy.apply(user)).ifPresent(replaced);
      }
    };
  }

  private static ScriptCall pagesOf(List<String> ids) {
    return Script.PAGES_OF.call().with(MAX_BYTES, BYTES_AT_ONCE).withAll(USERS, ids);
  }

  private Optional<Updated> replace(
      UserId user, List<?> texts, BiFunction<UserId, Page, Page> replacement, String hiddenBy) {
    List<String> pages = new ArrayList<>();
    for (Object text : texts) {
      String before = (String) text;
      String after = StoredPages.encode(replacement.apply(user, StoredPages.decodeOrHide(before)));
      if (!after.equals(before)) {
        pages.add(before);
        pages.add(after);
      }
    }
    return pages.isEmpty()
        ? Optional.empty()
        : ScriptResults.shown(
            user,
            scripts.run(
                partitions.of(user),
                Script.REPLACE_PAGES
                    .call()
                    .with(NODE, node)
                    .with(USER, user.value())
                    .with(Argument.HIDDEN_BY, hiddenBy)
                    .withAll(PAGES, pages)));
  }

  @Override
  public List<UserId> inGracePeriod() {
    return scripts.everywhere(
        Script.IN_GRACE_PERIOD.call().with(LIMIT, USERS_IN_GRACE_PERIODS), ScriptResults::user);
  }

  @Override
  public Scan nextUsers() {
    List<?> found =
        (List<?>)
            requireNonNull(
                scripts.run(
                    partition,
                    Script.SCAN_PAGES
                        .call()
                        .with(SHOWN_CURSOR, shownCursor)
                        .with(VANISHED_CURSOR, vanishedCursor)
                        .with(SCAN, ENTRIES_IN_A_SCAN)));
    shownCursor = found.get(0).equals(START) ? END : (String) found.get(0);
    vanishedCursor = found.get(1).equals(START) ? END : (String) found.get(1);
    boolean isEnd = shownCursor.equals(END) && vanishedCursor.equals(END);
    if (isEnd) {
      shownCursor = START;
      vanishedCursor = START;
      partition = (partition + 1) % partitions.count();
    }
    Set<UserId> users = new HashSet<>();
    found.stream().skip(2).forEach(id -> UserId.parse((String) id).ifPresent(users::add));
    return new Scan(users, isEnd && partition == 0);
  }
}
