package io.pagenow.presence.it.client;

import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.testing.MetricText;
import java.io.IOException;
import java.net.URI;

/** Reads the metrics of a node, as Prometheus does. */
public final class NodeMetrics {

  private NodeMetrics() {}

  /** Returns the current metrics. */
  public static MetricText metrics(URI node) throws IOException {
    return MetricText.parse(read(node).body());
  }

  /** Returns the answer to a request with the secret. */
  public static Http.Answer read(URI node) throws IOException {
    return Http.get(node, "metrics")
        .header("Authorization", "Bearer " + TestEnvironment.METRICS_SECRET)
        .send();
  }
}
