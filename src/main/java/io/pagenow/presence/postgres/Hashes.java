package io.pagenow.presence.postgres;

/**
 * Marks of rows, from hashes that PostgreSQL computes. A changed list keeps its mark with a
 * probability of 1 in 2^64.
 */
final class Hashes {

  /** An SQL expression: the hash of the sharing rules in a row of {@code user_table}. */
  static final String OF_RULES =
      "hashtextextended("
          + "format('%s %s %s', share_mode, domain_allow_array, domain_deny_array), 0)";

  private Hashes() {}

  /** Returns the mark for a hash: never 0, the mark of an empty list and of an unknown user. */
  static long mark(long hash) {
    return hash == 0 ? 1 : hash;
  }
}
