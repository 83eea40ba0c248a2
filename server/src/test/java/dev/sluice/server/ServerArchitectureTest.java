package dev.sluice.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.sluice.call.runtime.Clock;

/// The allowed dependencies of the server's packages.
@AnalyzeClasses(packages = "dev.sluice.server", importOptions = DoNotIncludeTests.class)
class ServerArchitectureTest {
  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().matching("dev.sluice.server.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule framing_knows_nothing_of_what_it_frames =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.server.http..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice.server..")
                  .and(not(resideInAPackage("dev.sluice.server.http.."))));

  /// P10: the log writes it down, and nothing depends on it.
  @ArchTest
  static final ArchRule only_the_log_reads_the_wall_clock =
      noClasses()
          .that(not(resideInAPackage("dev.sluice.server.log")))
          .should()
          .callMethod(Clock.class, "wall");

  @ArchTest
  static final ArchRule the_dialect_knows_no_sockets =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.server.openai")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");
}
