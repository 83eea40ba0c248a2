package dev.sluice;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.TransportConfig;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.NullMarked;

/// The rules of ARCHITECTURE.md that a machine can hold.
@AnalyzeClasses(packages = "dev.sluice", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CALL = "dev.sluice.call..";
  private static final String CONFIG = "dev.sluice.config..";
  private static final String WIRING = "dev.sluice.internal.wiring..";
  private static final String METRICS = "dev.sluice.internal.metrics..";
  private static final String TRANSPORT = "dev.sluice.internal.transport..";
  private static final String PROVIDER = "dev.sluice.internal.provider..";
  private static final String DIALECT = "dev.sluice.internal.dialect..";
  private static final String TRANSLATE = "dev.sluice.internal.translate..";

  /// What several features share, beside the vocabulary.
  private static final String[] SHARED = {
    CALL,
    CONFIG,
    "dev.sluice.internal.item..",
    "dev.sluice.internal.permodel..",
    "dev.sluice.internal.reuse..",
    "dev.sluice.internal.runtime..",
    "dev.sluice.internal.stats..",
    "dev.sluice.internal.text..",
    "dev.sluice.internal.time.."
  };

  private static final ArchCondition<JavaClass> RESIDE_IN_A_NULL_MARKED_PACKAGE =
      new ArchCondition<>("reside in a package whose package-info says @NullMarked") {
        @Override
        public void check(JavaClass item, ConditionEvents events) {
          if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
            events.add(SimpleConditionEvent.violated(item, item.getPackageName() + " is not"));
          }
        }
      };

  @ArchTest
  static final ArchRule the_vocabulary_imports_nothing_of_the_project =
      noClasses()
          .that()
          .resideInAPackage(CALL)
          .should()
          .dependOnClassesThat(resideInAPackage("dev.sluice..").and(not(resideInAPackage(CALL))));

  @ArchTest
  static final ArchRule the_configuration_knows_the_vocabulary_alone =
      noClasses()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..").and(not(resideInAnyPackage(CALL, CONFIG))));

  @ArchTest
  static final ArchRule features_know_the_vocabulary_alone =
      slices()
          .matching("dev.sluice.internal.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(alwaysTrue(), resideInAnyPackage(SHARED))
          .ignoreDependency(resideInAPackage(WIRING), alwaysTrue())
          .ignoreDependency(resideInAPackage(TRANSLATE), resideInAPackage(DIALECT))
          .ignoreDependency(resideInAPackage(METRICS), alwaysTrue())
          .ignoreDependency(resideInAPackage(PROVIDER), resideInAPackage(TRANSPORT));

  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().matching("dev.sluice.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_providers_and_dialects_know_json =
      noClasses()
          .that(not(resideInAnyPackage(PROVIDER, DIALECT)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule only_the_transport_knows_sockets =
      noClasses()
          .that(not(resideInAPackage(TRANSPORT)).and(not(belongToAnyOf(TransportConfig.class))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.channel..",
              "io.netty.handler..",
              "io.netty.bootstrap..",
              "java.net.http..");

  @ArchTest
  static final ArchRule only_the_clock_asks_the_jdk_for_time =
      noClasses()
          .that(not(belongToAnyOf(Clock.class)))
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now");

  /// P10: a clock that is set an hour forward or back changes nothing. Providers' dates are
  /// compared with the provider's own. A translated answer tells when it was made, and limits as
  /// instants, to people and clients.
  @ArchTest
  static final ArchRule nothing_depends_on_the_wall_clock =
      noClasses()
          .that(not(resideInAPackage(TRANSLATE)).and(not(belongToAnyOf(Clock.class))))
          .should()
          .callMethod(Clock.class, "wall")
          .orShould()
          .callMethod(Clock.class, "millis");

  @ArchTest
  static final ArchRule a_gateway_needs_no_meters =
      noClasses()
          .that(not(resideInAPackage(METRICS)).and(not(belongToAnyOf(GatewayMeters.class))))
          .should()
          .dependOnClassesThat(resideInAPackage(METRICS).or(belongToAnyOf(GatewayMeters.class)));

  @ArchTest
  static final ArchRule only_metrics_know_micrometer =
      noClasses()
          .that(not(resideInAPackage(METRICS)).and(not(belongToAnyOf(GatewayMeters.class))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule only_the_cache_knows_caffeine =
      noClasses()
          .that(not(resideInAPackage("dev.sluice.internal.cache")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.benmanes..");

  @ArchTest
  static final ArchRule every_package_is_null_marked =
      classes().should(RESIDE_IN_A_NULL_MARKED_PACKAGE);
}
