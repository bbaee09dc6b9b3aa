package io.pagenow.presence.bench;

import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Packs the baseline: the bare endpoint and the bare resource. */
final class Baseline {

  /** The class path resource with the arguments of {@link Graph#random}. */
  static final String GRAPH = "graph.properties";

  private Baseline() {}

  /** Writes the archive of the baseline for a graph, which was drawn from this seed. */
  static void write(Path war, Graph graph, long seed) {
    String arguments =
        "users=%d\nfriends=%d\nseed=%d\n".formatted(graph.users(), graph.degree(), seed);
    ShrinkWrap.create(WebArchive.class)
        .addClasses(BaselineEndpoint.class, Graph.class, Texts.class)
        .addClass("io.pagenow.presence.bench.BaselineEndpoint$Outlet")
        .addClasses(BaselineResource.class, BaselineResource.Api.class)
        .addAsResource(new StringAsset(arguments), GRAPH)
        .addAsWebResource(new StringAsset("The baseline"), "index.html")
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
  }
}
