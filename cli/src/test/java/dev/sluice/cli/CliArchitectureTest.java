package dev.sluice.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
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

/// The allowed dependencies of the command line's packages.
@AnalyzeClasses(packages = "dev.sluice.cli", importOptions = DoNotIncludeTests.class)
class CliArchitectureTest {
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
  static final ArchRule the_console_knows_nothing_of_what_runs_at_it =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.cli.console")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice..")
                  .and(not(resideInAPackage("dev.sluice.cli.console"))));

  @ArchTest
  static final ArchRule laboratories_are_started_by_their_commands_alone =
      noClasses()
          .that(not(resideInAPackage("dev.sluice.cli.lab")))
          .and()
          .doNotHaveSimpleName("DemoCommand")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.lab..");

  @ArchTest
  static final ArchRule the_commands_of_one_kind_know_no_others =
      noClasses()
          .that()
          .resideInAnyPackage("dev.sluice.cli.lab", "dev.sluice.cli.explain")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.cli");
}
