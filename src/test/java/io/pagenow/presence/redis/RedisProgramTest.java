package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.testing.RedisInfo;
import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests of the store run on the Redis that the build chose. */
@ExtendWith(Stores.class)
class RedisProgramTest {

  @Test
  void theStoreIsTestedOnTheProgramThatTheBuildNames(Stores stores) {
    String program = System.getProperty("presence.redis.program", "");
    String version = RedisInfo.text(stores.redis(), "server", "redis_version");
    System.out.println("Tests of the store run on Redis " + version);

    if (program.isEmpty()) {
      assertEquals("6.2", version.substring(0, 3));
    } else {
      assertEquals(program, RedisInfo.text(stores.redis(), "server", "executable"));
    }
  }
}
