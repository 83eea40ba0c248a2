package dev.sluice.it.structure;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.sluice.GatewayEdge;
import dev.sluice.GatewayMeters;
import dev.sluice.Request;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.TransportConfig;
import dev.sluice.internal.route.Router;
import dev.sluice.provider.auth.CredentialClock;
import dev.sluice.transport.AnswerSink;
import io.netty.channel.ChannelHandler;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Timer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.NullMarked;

/// The rules of ARCHITECTURE.md that a machine can hold. Which module may use which is held by the
/// build.
@AnalyzeClasses(
    packages = "dev.sluice",
    importOptions = {DoNotIncludeTests.class, NoTestJars.class})
class ArchitectureTest {
  private static final String ALL = "dev.sluice..";
  private static final String CALL = "dev.sluice.call..";
  private static final String CONFIG = "dev.sluice.config..";

  /// The records that a gateway is built from.
  private static final String[] RECORDS = {
    "dev.sluice.config",
    "dev.sluice.config.policy",
    "dev.sluice.config.provider",
    "dev.sluice.config.quota"
  };

  private static final String STATS = "dev.sluice.stats..";
  private static final String DIALECT = "dev.sluice.dialect..";
  private static final String PROVIDER = "dev.sluice.provider..";
  private static final String TRANSPORT = "dev.sluice.transport..";
  private static final String INTERNAL = "dev.sluice.internal..";
  private static final String WIRING = "dev.sluice.internal.wiring..";
  private static final String METRICS = "dev.sluice.internal.metrics..";
  private static final String TRANSLATE = "dev.sluice.internal.translate..";
  private static final String ACCOUNTS = "dev.sluice.accounts..";
  private static final String STORE = "dev.sluice.accounts.store";
  private static final String API = "dev.sluice.api..";
  private static final String SERVER = "dev.sluice.server..";
  private static final String SIM = "dev.sluice.sim..";
  private static final String LAB = "dev.sluice.lab..";
  private static final String COMMANDS = "dev.sluice.lab.command";
  private static final String CONSOLE = "dev.sluice.cli.console";

  /// Clients of other makers in front of a gateway, and the starter for Spring Boot.
  private static final String[] ADAPTERS = {
    "dev.sluice.openai..",
    "dev.sluice.anthropic..",
    "dev.sluice.genai..",
    "dev.sluice.langchain4j..",
    "dev.sluice.spring.."
  };

  /// The library that an application embeds.
  private static final String[] ENGINE = {"dev.sluice", CALL, CONFIG, STATS, INTERNAL};

  /// Each package a slice of its own.
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

  private static final ArchCondition<JavaClass> RESIDE_IN_A_NULL_MARKED_PACKAGE =
      new ArchCondition<>("reside in a package whose package-info says @NullMarked") {
        @Override
        public void check(JavaClass item, ConditionEvents events) {
          if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
            events.add(SimpleConditionEvent.violated(item, item.getPackageName() + " is not"));
          }
        }
      };

  private static final ArchCondition<JavaClass> HAVE_SYNCHRONIZED_METHODS =
      new ArchCondition<>("have synchronized methods") {
        @Override
        public void check(JavaClass item, ConditionEvents events) {
          for (JavaMethod method : item.getMethods()) {
            boolean locks = method.getModifiers().contains(JavaModifier.SYNCHRONIZED);
            events.add(new SimpleConditionEvent(method, locks, method.getFullName()));
          }
        }
      };

  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().assignedFrom(PACKAGES).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule every_package_is_null_marked =
      classes()
          .that(resideOutsideOfPackage("dev.sluice.lab.bench.jmh_generated"))
          .should(RESIDE_IN_A_NULL_MARKED_PACKAGE);

  @ArchTest
  static final ArchRule the_configuration_knows_the_vocabulary_alone =
      noClasses()
          .that()
          .resideInAnyPackage(RECORDS)
          .should()
          .dependOnClassesThat(
              resideInAPackage(ALL)
                  .and(resideOutsideOfPackage(CALL))
                  .and(not(resideInAnyPackage(RECORDS))));

  @ArchTest
  static final ArchRule nobody_but_the_engine_knows_its_features =
      noClasses()
          .that(resideOutsideOfPackages("dev.sluice", INTERNAL, LAB))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(INTERNAL);

  @ArchTest
  static final ArchRule features_of_the_engine_do_not_know_each_other =
      slices()
          .matching("dev.sluice.internal.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              alwaysTrue(),
              resideInAnyPackage("dev.sluice.internal.permodel", "dev.sluice.internal.stats"))
          .ignoreDependency(resideInAPackage(WIRING), alwaysTrue());

  @ArchTest
  static final ArchRule providers_are_known_to_the_wiring_alone =
      noClasses()
          .that(resideInAPackage(INTERNAL).and(resideOutsideOfPackages(WIRING)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROVIDER);

  @ArchTest
  static final ArchRule translations_alone_know_dialects_in_the_engine =
      noClasses()
          .that(resideInAPackage(INTERNAL).and(resideOutsideOfPackages(TRANSLATE, WIRING)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DIALECT);

  /// An application may give the body of a request as a tree of Jackson's.
  @ArchTest
  static final ArchRule the_engine_knows_no_json =
      noClasses()
          .that(
              resideInAnyPackage(ENGINE)
                  .and(not(belongToAnyOf(Request.class)))
                  .and(not(simpleName("JsonTree"))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule only_the_transport_knows_sockets =
      noClasses()
          .that(
              resideInAnyPackage("dev.sluice", CALL, CONFIG, STATS, INTERNAL, DIALECT, PROVIDER)
                  .and(not(belongToAnyOf(TransportConfig.class))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.channel..",
              "io.netty.handler..",
              "io.netty.bootstrap..",
              "java.net.http..");

  @ArchTest
  static final ArchRule accounts_know_no_sockets =
      noClasses()
          .that()
          .resideInAPackage(ACCOUNTS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule only_the_clock_asks_the_jdk_for_time =
      noClasses()
          .that(
              resideInAnyPackage(
                      "dev.sluice",
                      CALL,
                      CONFIG,
                      STATS,
                      INTERNAL,
                      DIALECT,
                      PROVIDER,
                      TRANSPORT,
                      SIM)
                  .and(not(belongToAnyOf(Clock.class))))
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
  /// instants, to people and clients. Signatures and assertions are dated, and credentials end, by
  /// the wall clock; that one corrects itself. Conditions of routes may ask what time it is.
  @ArchTest
  static final ArchRule nothing_in_the_engine_depends_on_the_wall_clock =
      noClasses()
          .that(
              resideInAnyPackage("dev.sluice", CALL, CONFIG, STATS, INTERNAL, PROVIDER, TRANSPORT)
                  .and(resideOutsideOfPackage(TRANSLATE))
                  .and(not(belongToAnyOf(Clock.class, CredentialClock.class, Router.class))))
          .should()
          .callMethod(Clock.class, "wall")
          .orShould()
          .callMethod(Clock.class, "millis");

  /// P10: the log writes it down, and nothing in the server depends on it.
  @ArchTest
  static final ArchRule only_the_log_reads_the_wall_clock =
      noClasses()
          .that(resideInAPackage(SERVER).and(resideOutsideOfPackage("dev.sluice.server.log")))
          .should()
          .callMethod(Clock.class, "wall");

  @ArchTest
  static final ArchRule a_gateway_needs_no_meters =
      noClasses()
          .that(
              resideInAnyPackage(ENGINE)
                  .and(resideOutsideOfPackage(METRICS))
                  .and(not(belongToAnyOf(GatewayMeters.class))))
          .should()
          .dependOnClassesThat(resideInAPackage(METRICS).or(belongToAnyOf(GatewayMeters.class)));

  @ArchTest
  static final ArchRule only_metrics_know_micrometer =
      noClasses()
          .that(
              resideInAnyPackage("dev.sluice", CALL, CONFIG, STATS, INTERNAL, PROVIDER, TRANSPORT)
                  .and(resideOutsideOfPackage(METRICS))
                  .and(not(belongToAnyOf(GatewayMeters.class))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule only_the_cache_knows_caffeine =
      noClasses()
          .that(resideInAPackage(INTERNAL).and(resideOutsideOfPackage("dev.sluice.internal.cache")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.benmanes..");

  @ArchTest
  static final ArchRule the_store_alone_knows_databases =
      noClasses()
          .that(resideInAPackage(ACCOUNTS).and(resideOutsideOfPackage(STORE)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "org.flywaydb..");

  @ArchTest
  static final ArchRule the_store_knows_nothing_of_what_it_keeps =
      noClasses()
          .that()
          .resideInAPackage(STORE)
          .should()
          .dependOnClassesThat(resideInAPackage(ACCOUNTS).and(resideOutsideOfPackage(STORE)));

  /// Connections are used on the store's threads, on the one that opens it, and on the listener's,
  /// which has a connection of its own.
  @ArchTest
  static final ArchRule the_stores_threads_alone_run_statements =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.(JdbcSql|StoreThread|StoreListener|OneTransaction)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("JdbcSql");

  /// What calls pass on loops and on their own threads.
  @ArchTest
  static final ArchRule what_calls_pass_knows_no_store =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sluice.accounts.budget",
              "dev.sluice.accounts.price",
              "dev.sluice.accounts.terms",
              "dev.sluice.server.edge",
              "dev.sluice.server.client",
              "dev.sluice.server.payment",
              "dev.sluice.server.http")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(STORE);

  /// What is surely called on loops. The locks of the JDK and of libraries are locks as well.
  @ArchTest
  static final ArchRule what_loops_call_takes_no_lock_and_opens_no_file =
      noClasses()
          .that(
              assignableTo(ChannelHandler.class)
                  .or(assignableTo(Sink.class))
                  .or(assignableTo(ClientResponse.class))
                  .or(assignableTo(AnswerSink.class)))
          .and(resideOutsideOfPackages(SIM, LAB))
          .should(HAVE_SYNCHRONIZED_METHODS)
          .orShould()
          .dependOnClassesThat(
              assignableTo(Lock.class)
                  .or(assignableTo(ReadWriteLock.class))
                  .or(assignableTo(BlockingQueue.class))
                  .or(assignableTo(ThreadPoolExecutor.class))
                  .or(
                      belongToAnyOf(
                          File.class,
                          Files.class,
                          FileChannel.class,
                          FileInputStream.class,
                          FileOutputStream.class,
                          RandomAccessFile.class,
                          Cleaner.class,
                          Deflater.class,
                          Inflater.class,
                          SecureRandom.class,
                          StampedLock.class,
                          Timer.class)))
          .orShould()
          .callMethod(ByteBuffer.class, "allocateDirect", int.class);

  @ArchTest
  static final ArchRule framing_knows_nothing_of_what_it_frames =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.server.http")
          .should()
          .dependOnClassesThat(
              resideInAPackage(SERVER).and(resideOutsideOfPackage("dev.sluice.server.http")));

  @ArchTest
  static final ArchRule clients_dialects_know_no_sockets =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sluice.api",
              "dev.sluice.api.openai",
              "dev.sluice.api.anthropic",
              "dev.sluice.api.gemini",
              "dev.sluice.api.cohere")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule what_fronts_share_knows_no_connection =
      noClasses()
          .that()
          .resideInAnyPackage(API, "dev.sluice.http")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.netty.channel..", "java.net.http..", SERVER, ACCOUNTS));

  /// An adapter is what an application could have written itself.
  @ArchTest
  static final ArchRule adapters_stand_on_what_applications_may_rely_on =
      noClasses()
          .that()
          .resideInAnyPackage(ADAPTERS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      API,
                      ACCOUNTS,
                      DIALECT,
                      INTERNAL,
                      PROVIDER,
                      SERVER,
                      SIM,
                      TRANSPORT,
                      "io.netty..")
                  .or(belongToAnyOf(GatewayEdge.class)));

  @ArchTest
  static final ArchRule only_edges_start_calls_on_loops =
      noClasses()
          .that(
              resideOutsideOfPackages(
                  "dev.sluice", "dev.sluice.http", "dev.sluice.cli", SERVER, LAB))
          .should()
          .dependOnClassesThat(belongToAnyOf(GatewayEdge.class));

  @ArchTest
  static final ArchRule what_a_simulated_answer_says_knows_no_sockets =
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
  static final ArchRule the_console_knows_nothing_of_what_runs_at_it =
      noClasses()
          .that()
          .resideInAPackage(CONSOLE)
          .should()
          .dependOnClassesThat(resideInAPackage(ALL).and(resideOutsideOfPackage(CONSOLE)));

  @ArchTest
  static final ArchRule a_laboratory_knows_the_load_generator_and_no_other_laboratory =
      slices()
          .matching("dev.sluice.lab.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(resideInAPackage(COMMANDS), alwaysTrue())
          .ignoreDependency(
              alwaysTrue(),
              resideInAnyPackage(
                  "dev.sluice.lab.load",
                  "dev.sluice.lab.draw",
                  "dev.sluice.lab.fetch",
                  "dev.sluice.lab.mechanism",
                  "dev.sluice.lab.process",
                  "dev.sluice.lab.trace",
                  "dev.sluice.lab.wire"));
}
