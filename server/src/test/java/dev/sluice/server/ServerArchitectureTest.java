package dev.sluice.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
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

  /// P10: the log and the report write it down, and nothing depends on it.
  @ArchTest
  static final ArchRule only_the_log_and_the_report_read_the_wall_clock =
      noClasses()
          .that(not(resideInAnyPackage("dev.sluice.server.log", "dev.sluice.server.report")))
          .should()
          .callMethod(Clock.class, "wall");

  /// What calls pass on loops and on their own threads.
  @ArchTest
  static final ArchRule what_calls_pass_knows_no_store =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sluice.server.edge..",
              "dev.sluice.server.payment..",
              "dev.sluice.server.dialect..",
              "dev.sluice.server.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.accounts.store..");

  @ArchTest
  static final ArchRule the_dialect_knows_no_sockets =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sluice.server.dialect",
              "dev.sluice.server.openai",
              "dev.sluice.server.anthropic")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");
}
