package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.testing.Stores;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Up to which versions a client may resume. */
class RedisResumeLimitTest extends StoreTest {

  /** Redis closes idle connections if it has a {@code timeout}, and a restart closes all. */
  @Test
  void theLimitIsReadAlthoughRedisClosedTheIdleConnections(Stores stores) {
    long version = TimeUnit.MILLISECONDS.toMicros(now());
    node.resumeLimit().raise();
    stores.closeAllConnections();

    assertFalse(node.resumeLimit().allows(version - TimeUnit.SECONDS.toMicros(1)));

    redis.set("presence:resume_limit", "1");
    stores.closeAllConnections();
    assertTrue(node.resumeLimit().allows(version));
  }
}
