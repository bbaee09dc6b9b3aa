package io.pagenow.presence.redis.explanation;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.model.explanation.Explanation;
import io.pagenow.presence.model.explanation.OpenConnection;
import io.pagenow.presence.model.explanation.Transition;
import io.pagenow.presence.protocol.StoredPages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decodes the result of {@code explain.lua}, whose first lines describe it. */
final class ExplanationResult {

  private static final int FIELDS_OF_A_TRANSITION = 5;

  private ExplanationResult() {}

  static Explanation decode(UserId user, List<?> answer, Duration timeout) {
    List<String> state = strings(answer.get(0));
    Instant now = Instant.ofEpochMilli(Long.parseLong(state.get(0)));
    Optional<Instant> active = time(state.get(1));
    Optional<Page> page = page(state.get(3));
    boolean isRecent = active.filter(at -> !at.isBefore(now.minus(timeout))).isPresent();
    return new Explanation(
        user,
        now,
        page.isPresent() && isRecent,
        page,
        Visibility.parse(state.get(4)).orElseThrow(),
        active,
        time(state.get(2)),
        lists(answer.get(1)).flatMap(item -> connection(strings(item)).stream()).toList(),
        strings(answer.get(2)).stream().flatMap(text -> transition(text).stream()).toList());
  }

  private static Optional<OpenConnection> connection(List<String> item) {
    String[] opened = item.get(1).split(" ", 2);
    return ConnectionId.parse(item.get(0))
        .map(
            id ->
                new OpenConnection(
                    id,
                    time(opened[0]),
                    time(item.get(2)),
                    opened.length == 2 ? opened[1] : "",
                    page(item.get(3))));
  }

  /** Returns empty if another release wrote the text in another form. */
  private static Optional<Transition> transition(String text) {
    String[] fields = text.split(" ", -1);
    if (fields.length != FIELDS_OF_A_TRANSITION) {
      return Optional.empty();
    }
    return time(fields[0])
        .map(
            at ->
                new Transition(
                    at,
                    fields[1],
                    fields[2],
                    Optional.of(fields[3]).filter(code -> !code.equals("0")).map(Integer::valueOf),
                    Optional.of(fields[4]).filter(id -> !id.equals("-"))));
  }

  private static Optional<Instant> time(String millis) {
    return millis.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli((long) Double.parseDouble(millis)));
  }

  private static Optional<Page> page(String json) {
    return json.isEmpty() ? Optional.empty() : Optional.of(StoredPages.decodeOrHide(json));
  }

  private static Stream<?> lists(Object list) {
    return ((List<?>) list).stream();
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }
}
