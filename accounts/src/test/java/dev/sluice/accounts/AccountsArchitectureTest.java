package dev.sluice.accounts;

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

/// The allowed dependencies of the packages of accounts.
@AnalyzeClasses(packages = "dev.sluice.accounts", importOptions = DoNotIncludeTests.class)
class AccountsArchitectureTest {
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
  static final ArchRule the_store_alone_knows_databases =
      noClasses()
          .that(not(resideInAPackage("dev.sluice.accounts.store")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "org.flywaydb..");

  /// What calls pass on their own threads.
  @ArchTest
  static final ArchRule what_calls_pass_knows_no_store =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sluice.accounts.budget..",
              "dev.sluice.accounts.payment..",
              "dev.sluice.accounts.price..",
              "dev.sluice.accounts.terms..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.accounts.store..");

  /// Connections are used on the store's two threads, and on the one that opens it.
  @ArchTest
  static final ArchRule the_stores_threads_alone_run_statements =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.(JdbcSql|StoreThread)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("JdbcSql");

  @ArchTest
  static final ArchRule the_store_knows_nothing_of_what_it_keeps =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.accounts.store")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sluice.accounts..")
                  .and(not(resideInAPackage("dev.sluice.accounts.store"))));

  @ArchTest
  static final ArchRule accounts_know_no_sockets =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.netty..");
}
