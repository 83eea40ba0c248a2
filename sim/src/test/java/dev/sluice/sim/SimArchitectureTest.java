package dev.sluice.sim;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.route.Nearest;
import java.time.Instant;

/// The allowed dependencies of the simulated provider's packages.
@AnalyzeClasses(packages = "dev.sluice.sim", importOptions = DoNotIncludeTests.class)
class SimArchitectureTest {
  /// Each package a slice of its own, the root of the module too.
  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().assignedFrom(PACKAGES).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule of_the_gateway_it_knows_the_clock_and_the_nearest_names_alone =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..")
                  .and(not(resideInAPackage("dev.sluice.sim..")))
                  .and(not(belongToAnyOf(Clock.class, Nearest.class))));

  @ArchTest
  static final ArchRule what_an_answer_says_knows_no_sockets =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sluice.sim.dialect",
              "dev.sluice.sim.fault",
              "dev.sluice.sim.limit",
              "dev.sluice.sim.scenario")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule time_is_an_argument =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");
}
