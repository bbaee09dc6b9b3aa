package io.pagenow.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.pagenow.presence.model.Page;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Rules for the code within the packages, which no compiler checks. */
class CodeRulesTest {

  private static final String ROOT = "io.pagenow.presence.";
  private static final JavaClasses CLASSES = ArchitectureTest.CLASSES;

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
