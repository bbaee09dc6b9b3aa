package io.pagenow.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

/** Each of these libraries is known to one package only, so that it can be replaced. */
class LibrariesTest {

  private static final String ROOT = "io.pagenow.presence.";
  private static final JavaClasses CLASSES = ArchitectureTest.CLASSES;

  @Test
  void jsonIsReadAndWrittenInTheProtocolOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.json..")
        .check(CLASSES);
  }

  @Test
  void redisIsKnownToItsAdapterOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "redis..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("redis.clients..")
        .check(CLASSES);
  }

  @Test
  void micrometerIsKnownToTheMetersOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "metrics")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(CLASSES);
  }

  @Test
  void openTelemetryIsKnownToTheTracesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "tracing")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .check(CLASSES);
  }

  @Test
  void sqlIsKnownToItsAdapterOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "postgres")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(CLASSES);
  }
}
