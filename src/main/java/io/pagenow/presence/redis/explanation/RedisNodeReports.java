package io.pagenow.presence.redis.explanation;

import static io.pagenow.presence.redis.script.Argument.FIGURES;
import static io.pagenow.presence.redis.script.Argument.NODE;

import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.explanation.NodeReports;
import io.pagenow.presence.model.explanation.NodeReport;
import io.pagenow.presence.redis.blocking.BlockingScripts;
import io.pagenow.presence.redis.script.Script;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reports of the nodes in Redis: a hash for each node, in the first partition. */
@Singleton
public final class RedisNodeReports implements NodeReports {

  private static final int PARTITION = 0;

  private final BlockingScripts scripts;
  private final QueryScripts queries;
  private final String node;

  @Inject
  public RedisNodeReports(BlockingScripts scripts, QueryScripts queries, Hub hub) {
    this.scripts = scripts;
    this.queries = queries;
    this.node = hub.node().value();
  }

  @Override
  public void publish(Map<String, String> figures) {
    List<String> namesAndValues = new ArrayList<>();
    figures.forEach(
        (name, value) -> {
          namesAndValues.add(name);
          namesAndValues.add(value);
        });
    var unused =
        scripts.run(
            PARTITION,
            Script.PUBLISH_FIGURES.call().with(NODE, node).withAll(FIGURES, namesAndValues));
  }

  @Override
  public Reading read() {
    List<?> answer = (List<?>) queries.run(PARTITION, Script.NODE_REPORTS.call());
    return new Reading(
        time(answer.get(0)), answer.stream().skip(1).map(item -> report((List<?>) item)).toList());
  }

  private static NodeReport report(List<?> item) {
    List<?> namesAndValues = (List<?>) item.get(2);
    Map<String, String> figures = new LinkedHashMap<>();
    for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
      figures.put((String) namesAndValues.get(i), (String) namesAndValues.get(i + 1));
    }
    return new NodeReport((String) item.get(0), time(item.get(1)), figures);
  }

  private static Instant time(Object millis) {
    return Instant.ofEpochMilli((long) Double.parseDouble((String) millis));
  }
}
