package io.pagenow.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.pagenow.presence.model.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Checks the packages and their dependencies; see {@code docs/architecture.md}. */
class ArchitectureTest {

  private static final String ROOT = "io.pagenow.presence.";

  private static final int LINES_OF_A_CLASS = 200;
  private static final int LINES_OF_A_PACKAGE = 900;

  private static final JavaClasses CLASSES =
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
        .definedBy(ROOT + "presence")
        .layer("revocation")
        .definedBy(ROOT + "revocation")
        .layer("conversation")
        .definedBy(ROOT + "conversation")
        .layer("cluster")
        .definedBy(ROOT + "cluster..")
        .layer("concurrent")
        .definedBy(ROOT + "concurrent")
        .layer("config")
        .definedBy(ROOT + "config")
        .layer("http")
        .definedBy(ROOT + "http")
        .layer("websocket")
        .definedBy(ROOT + "websocket")
        .layer("rest")
        .definedBy(ROOT + "rest")
        .layer("security")
        .definedBy(ROOT + "security..")
        .layer("lifecycle")
        .definedBy(ROOT + "lifecycle")
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
        .mayOnlyAccessLayers("model", "protocol")
        .whereLayer("concurrent")
        .mayOnlyAccessLayers("model")
        .whereLayer("config")
        .mayOnlyAccessLayers("model")
        .whereLayer("http")
        .mayOnlyAccessLayers("model", "protocol", "presence", "config")
        .whereLayer("presence")
        .mayOnlyAccessLayers("model", "protocol", "sharing", "friends", "delivery", "concurrent")
        .whereLayer("cluster")
        .mayOnlyAccessLayers("model", "sharing", "friends", "delivery", "presence", "concurrent")
        .whereLayer("conversation")
        .mayOnlyAccessLayers(
            "model",
            "protocol",
            "config",
            "concurrent",
            "friends",
            "delivery",
            "presence",
            "cluster")
        .whereLayer("revocation")
        .mayOnlyAccessLayers("model", "delivery")
        .whereLayer("websocket")
        .mayOnlyBeAccessedByLayers("wildfly")
        .whereLayer("rest")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("lifecycle")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("redis")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("postgres")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("security")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("wildfly")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  /** A larger class or package has more than one job. */
  @Test
  void classesAndPackagesAreSmall() throws IOException {
    Map<Path, Integer> packages = new TreeMap<>();
    List<String> tooLarge = new ArrayList<>();
    for (Path file : sources()) {
      int lines = Files.readAllLines(file).size();
      if (lines > LINES_OF_A_CLASS) {
        tooLarge.add(file + ": " + lines);
      }
      packages.merge(file.getParent(), lines, Integer::sum);
    }
    packages.values().removeIf(lines -> lines <= LINES_OF_A_PACKAGE);

    assertEquals(List.of(), tooLarge);
    assertEquals(Map.of(), packages);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
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

  /** Only one class makes pages, so all of them are clean. */
  @Test
  void pagesAreMadeInOnePlace() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "protocol.page.Pages")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "model.Page")
        .should()
        .callConstructor(Page.class, String.class, String.class, String.class)
        .check(CLASSES);
  }

  /** A new kind must not compile until every place handles it, so nothing tests for one kind. */
  @Test
  void kindsAreMatchedAndNotTestedForOneByOne() {
    noClasses().should(testForOneKind()).check(CLASSES);
  }

  private static ArchCondition<JavaClass> testForOneKind() {
    return new ArchCondition<>("test with instanceof for one kind of a sealed type") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getInstanceofChecks().stream()
            .filter(test -> isKind(test.getRawType()))
            .forEach(test -> events.add(SimpleConditionEvent.satisfied(test, test.toString())));
      }
    };
  }

  private static boolean isKind(JavaClass type) {
    return type.getAllRawInterfaces().stream()
        .anyMatch(above -> above.getName().startsWith(ROOT) && above.reflect().isSealed());
  }

  @Test
  void useCasesKnowNoTechnology() {
    classes()
        .that()
        .resideInAnyPackage(
            ROOT + "sharing",
            ROOT + "friends",
            ROOT + "delivery..",
            ROOT + "presence",
            ROOT + "revocation",
            ROOT + "conversation",
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
  void sqlIsKnownToItsAdapterOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "postgres")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(CLASSES);
  }

  /** Only one class gets connections, and returns each: WildFly does not reclaim lost ones. */
  @Test
  void connectionsAreTakenWhereEachIsReturned() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "postgres.Queries")
        .should()
        .callMethod(DataSource.class, "getConnection")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .check(CLASSES);
  }

  @Test
  void nothingIsPrinted() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  /** Only loops start threads, because a loop survives every failure. */
  @Test
  void threadsAreStartedByLoopsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "concurrent")
        .should()
        .callMethod(ThreadFactory.class, "newThread", Runnable.class)
        .orShould()
        .callMethod(Thread.class, "start")
        .check(CLASSES);
  }

  @Test
  void threadsAreTheServers() {
    noClasses()
        .should()
        .callConstructor(Thread.class, Runnable.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Executors.class)
        .check(CLASSES);
  }
}
