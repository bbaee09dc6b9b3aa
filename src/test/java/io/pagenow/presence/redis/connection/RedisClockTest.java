package io.pagenow.presence.redis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisClockTest {

  private static final long REDIS_MICROS = 1_700_000_000_000_000L;

  private final RedisClock clock = new RedisClock();

  @Test
  void theTimeIsUnknownBeforeTheFirstReply() {
    assertEquals(0, clock.micros(millis(5)));
  }

  @Test
  void aReplyIsDatedToTheMiddleOfItsRoundTrip() {
    clock.accept(millis(10), millis(14), REDIS_MICROS);

    assertEquals(REDIS_MICROS, clock.micros(millis(12)));
    assertEquals(REDIS_MICROS + 3_000, clock.micros(millis(15)));
  }

  @Test
  void aReplyWithAShorterRoundTripReplacesALessExactOne() {
    clock.accept(millis(10), millis(20), REDIS_MICROS);
    clock.accept(millis(30), millis(32), REDIS_MICROS + 18_000);
    clock.accept(millis(40), millis(50), REDIS_MICROS + 31_000);

    assertEquals(REDIS_MICROS + 18_000, clock.micros(millis(31)));
  }

  @Test
  void anOldReplyIsReplacedByASlightlyLessExactOne() {
    clock.accept(millis(10), millis(12), REDIS_MICROS);
    clock.accept(millis(20_000), millis(20_010), REDIS_MICROS + 19_990_000);

    assertEquals(REDIS_MICROS + 19_990_000, clock.micros(millis(20_005)));
  }

  @Test
  void aReplyDuringAPauseOfRedisIsIgnored() {
    clock.accept(millis(10), millis(12), REDIS_MICROS);
    clock.accept(millis(20_000), millis(21_400), REDIS_MICROS + 21_388_000);

    assertEquals(REDIS_MICROS + 1_000, clock.micros(millis(12)));
  }

  @Test
  void aClockThatIsSetIsNoticedAtOnce() {
    clock.accept(millis(10), millis(12), REDIS_MICROS);
    clock.accept(millis(100), millis(150), REDIS_MICROS + 60_000_000);

    assertEquals(REDIS_MICROS + 60_000_000, clock.micros(millis(125)));
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
