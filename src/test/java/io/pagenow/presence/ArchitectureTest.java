package io.pagenow.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Checks the packages and their dependencies; see {@code docs/architecture.md}. */
class ArchitectureTest {

  private static final String ROOT = "io.pagenow.presence.";

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.pagenow.presence");

  @Test
  void arrowsPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + ".")
        .layer("model")
        .definedBy(ROOT + "model..")
        .layer("protocol")
        .definedBy(ROOT + "protocol..")
        .layer("sharing")
        .definedBy(ROOT + "sharing")
        .layer("friends")
        .definedBy(ROOT + "friends")
        .layer("delivery")
        .definedBy(ROOT + "delivery..")
        .layer("presence")
        .definedBy(ROOT + "presence..")
        .layer("revocation")
        .definedBy(ROOT + "revocation")
        .layer("explanation")
        .definedBy(ROOT + "explanation")
        .layer("conversation")
        .definedBy(ROOT + "conversation")
        .layer("history")
        .definedBy(ROOT + "history")
        .layer("cluster")
        .definedBy(ROOT + "cluster..")
        .layer("concurrent")
        .definedBy(ROOT + "concurrent")
        .layer("config")
        .definedBy(ROOT + "config")
        .layer("metrics")
        .definedBy(ROOT + "metrics")
        .layer("tracing")
        .definedBy(ROOT + "tracing")
        .layer("http")
        .definedBy(ROOT + "http")
        .layer("websocket")
        .definedBy(ROOT + "websocket")
        .layer("rest")
        .definedBy(ROOT + "rest..")
        .layer("security")
        .definedBy(ROOT + "security..")
        .layer("rehearsal")
        .definedBy(ROOT + "rehearsal..")
        .layer("lifecycle")
        .definedBy(ROOT + "lifecycle..")
        .layer("wildfly")
        .definedBy(ROOT + "wildfly")
        .layer("postgres")
        .definedBy(ROOT + "postgres")
        .layer("redis")
        .definedBy(ROOT + "redis..")
        .whereLayer("model")
        .mayNotAccessAnyLayer()
        .whereLayer("protocol")
        .mayOnlyAccessLayers("model")
        .whereLayer("sharing")
        .mayOnlyAccessLayers("model", "protocol", "config")
        .whereLayer("friends")
        .mayOnlyAccessLayers("model", "sharing")
        .whereLayer("delivery")
        .mayOnlyAccessLayers("model", "protocol", "concurrent", "metrics", "tracing")
        .whereLayer("concurrent")
        .mayOnlyAccessLayers("model")
        .whereLayer("config")
        .mayOnlyAccessLayers("model")
        .whereLayer("tracing")
        .mayNotAccessAnyLayer()
        .whereLayer("metrics")
        .mayOnlyAccessLayers("protocol", "config")
        .whereLayer("http")
        .mayOnlyAccessLayers("model", "protocol", "presence", "metrics", "config")
        .whereLayer("presence")
        .mayOnlyAccessLayers(
            "model", "protocol", "sharing", "friends", "delivery", "concurrent", "tracing")
        .whereLayer("cluster")
        .mayOnlyAccessLayers(
            "model", "sharing", "friends", "delivery", "presence", "concurrent", "metrics")
        .whereLayer("conversation")
        .mayOnlyAccessLayers(
            "model",
            "protocol",
            "config",
            "concurrent",
            "friends",
            "delivery",
            "presence",
            "cluster",
            "metrics")
        .whereLayer("revocation")
        .mayOnlyAccessLayers("model", "delivery")
        .whereLayer("explanation")
        .mayOnlyAccessLayers("model")
        .whereLayer("history")
        .mayOnlyAccessLayers("model")
        .whereLayer("websocket")
        .mayOnlyBeAccessedByLayers("wildfly", "rehearsal")
        .whereLayer("rest")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("lifecycle")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("redis")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("postgres")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("security")
        .mayOnlyBeAccessedByLayers("rehearsal")
        .whereLayer("rehearsal")
        .mayOnlyBeAccessedByLayers("lifecycle")
        .whereLayer("wildfly")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void modelIsPlainJava() {
    classes()
        .that()
        .resideInAPackage(ROOT + "model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + "model..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void useCasesKnowNoTechnology() {
    classes()
        .that()
        .resideInAnyPackage(
            ROOT + "sharing",
            ROOT + "friends",
            ROOT + "delivery..",
            ROOT + "presence..",
            ROOT + "revocation",
            ROOT + "explanation",
            ROOT + "conversation",
            ROOT + "history",
            ROOT + "cluster..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".",
            "java.lang..",
            "java.io",
            "java.time",
            "java.util..",
            "jakarta.inject..",
            "org.jspecify..")
        .check(CLASSES);
  }
}
