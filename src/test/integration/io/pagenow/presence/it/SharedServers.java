package io.pagenow.presence.it;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests of the shared servers and stores, one class after the other: some of them stop a server or
 * cut it off from a store.
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class SharedServers extends DeployedApplication {

  @AfterEach
  void giveBackWhatWasTakenAway() {
    TestEnvironment.redisProxy().restore();
    TestEnvironment.databaseProxy().restore();
    TestEnvironment.issuerProxy().restore();
  }
}
