package io.pagenow.presence.redis.connection;

import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Selects a connection pool by its use. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.FIELD})
public @interface Pool {

  For value();

  enum For {
    WRITES,
    READS,
    REPLICA_READS,
    INBOX,
    CHANNELS,
    NOTIFICATIONS,
    LEASES
  }
}
