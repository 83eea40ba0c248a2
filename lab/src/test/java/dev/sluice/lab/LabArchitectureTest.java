package dev.sluice.lab;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/// The allowed dependencies of the lab's packages.
@AnalyzeClasses(packages = "dev.sluice.lab", importOptions = DoNotIncludeTests.class)
class LabArchitectureTest {
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
  static final ArchRule a_laboratory_knows_the_load_generator_and_no_other_laboratory =
      slices()
          .matching("dev.sluice.lab.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              alwaysTrue(),
              resideInAnyPackage(
                  "dev.sluice.lab.load",
                  "dev.sluice.lab.draw",
                  "dev.sluice.lab.fetch",
                  "dev.sluice.lab.trace"));

  @ArchTest
  static final ArchRule no_laboratory_knows_the_commands =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.sluice.cli..");
}
