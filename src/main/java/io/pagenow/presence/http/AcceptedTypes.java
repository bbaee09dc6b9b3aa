package io.pagenow.presence.http;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The media ranges of the header {@code Accept} (RFC 9110, section 12.5.1) that include JSON.
 * Ranges that cannot be parsed are ignored, because a client with a malformed header can still read
 * JSON.
 *
 * @param ranges the media ranges that include JSON
 * @param isAbsent whether the header is missing or empty, so that every type is accepted
 */
record AcceptedTypes(List<Range> ranges, boolean isAbsent) {

  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern WEIGHT_OF_ZERO =
      Pattern.compile("(?i);\\s*+q=0(\\.0*+)?+\\s*+(;|$)");

  /**
   * A media range that includes JSON.
   *
   * @param specificity 2 for the type itself, 1 for its subtypes, 0 for all types
   * @param isExcluded whether its weight is zero
   */
  record Range(int specificity, boolean isExcluded) {}

  static AcceptedTypes parse(List<String> headers) {
    List<String> values =
        headers.stream()
            .flatMap(COMMA::splitAsStream)
            .map(String::strip)
            .filter(value -> !value.isEmpty())
            .toList();
    return new AcceptedTypes(
        values.stream().map(AcceptedTypes::range).flatMap(Optional::stream).toList(),
        values.isEmpty());
  }

  /** Returns whether the most specific range that includes JSON does not exclude it. */
  boolean includeJson() {
    return isAbsent
        || ranges.stream()
            .max(Comparator.comparingInt(Range::specificity))
            .filter(range -> !range.isExcluded())
            .isPresent();
  }

  private static Optional<Range> range(String value) {
    int parameters = value.indexOf(';');
    String type = parameters < 0 ? value : value.substring(0, parameters);
    Matcher weight = WEIGHT_OF_ZERO.matcher(value);
    boolean excluded = weight.find();
    return switch (type.strip().toLowerCase(Locale.ROOT)) {
      case "application/json" -> Optional.of(new Range(2, excluded));
      case "application/*" -> Optional.of(new Range(1, excluded));
      // The second range is Java's own: HttpURLConnection sends "*; q=.2" by default.
      case "*/*", "*" -> Optional.of(new Range(0, excluded));
      default -> Optional.empty();
    };
  }
}
