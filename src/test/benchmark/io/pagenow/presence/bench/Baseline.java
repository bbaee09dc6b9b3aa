package io.pagenow.presence.bench;

import io.pagenow.presence.bench.Options.Size;
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

  /** Writes the archive of the baseline for a graph. */
  static void write(Path war, Size size, long seed) {
    String graph = "users=%d\nfriends=%d\nseed=%d\n".formatted(size.users(), size.friends(), seed);
    ShrinkWrap.create(WebArchive.class)
        .addClasses(BaselineEndpoint.class, Graph.class, Texts.class)
        .addClass("io.pagenow.presence.bench.BaselineEndpoint$Outlet")
        .addClasses(BaselineResource.class, BaselineResource.Api.class)
        .addAsResource(new StringAsset(graph), GRAPH)
        .addAsWebResource(new StringAsset("The baseline"), "index.html")
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
  }
}
