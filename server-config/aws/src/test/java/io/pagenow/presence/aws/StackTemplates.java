package io.pagenow.presence.aws;

import software.amazon.awscdk.assertions.Template;

/** The templates of the examples, written once for all tests. */
final class StackTemplates {

  /** All values that may be {@code none} are {@code none}. */
  static final Template NONE = Templates.template(Examples.none());

  /** All values are given. */
  static final Template GIVEN = Templates.template(Examples.given());

  /** Redis is a cluster with partitions. */
  static final Template CLUSTER = Templates.template(Examples.cluster());

  private StackTemplates() {}
}
