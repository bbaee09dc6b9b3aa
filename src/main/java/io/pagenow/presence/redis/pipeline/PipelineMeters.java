package io.pagenow.presence.redis.pipeline;

import io.pagenow.presence.metrics.ScriptTimers;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.redis.script.Script;

/**
 * The meters of all pipelines.
 *
 * @param store times and sizes of batches
 * @param scripts times of single calls
 */
record PipelineMeters(StoreMeters store, ScriptTimers<Script> scripts) {

  PipelineMeters(StoreMeters store) {
    this(store, store.scripts(Script.class));
  }
}
