package dev.sluice.test;

import static dev.sluice.test.Http.chat;
import static dev.sluice.test.Http.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The extension in the life of tests: what each begins with, and what is left of it.
class LlmExtensionTest {
  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void forget() {
    PORTS.clear();
  }

  /// Asks by a client of its own, which knows no connection that a test has broken.
  private static String answer(LlmProvider llm) {
    PORTS.add(llm.port());
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest ask = Http.request(llm.openAiUrl() + "/chat/completions", chat("m", "Hi", false));
      return texts(client.send(ask, BodyHandlers.ofString()).body(), "content");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertClosed() {
    assertThat(PORTS).isNotEmpty();
    for (int port : PORTS) {
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  static class StaticField {
    @RegisterExtension static final LlmExtension llm = LlmExtension.create();

    @BeforeAll
    static void script() {
      llm.answers("of the class");
      llm.alwaysAnswers("always");
      assertThat(answer(llm)).isEqualTo("of the class");
      llm.answers("of the class");
    }

    @RepeatedTest(2)
    void each_test_begins_with_what_the_class_has_scripted() {
      llm.sent().isEmpty();
      assertThat(answer(llm)).isEqualTo("of the class");
      assertThat(answer(llm)).isEqualTo("always");
      llm.answers("never given");
      llm.lenient();
      llm.refusesConnections();
      llm.clock().stop();
    }

    @Nested
    class Inner {
      @BeforeEach
      void more() {
        llm.answers("of the inner class");
      }

      @Test
      void nested_tests_have_the_same_provider() {
        assertThat(answer(llm)).isEqualTo("of the class");
        assertThat(answer(llm)).isEqualTo("of the inner class");
        assertThat(answer(llm)).isEqualTo("always");
      }
    }
  }

  @Test
  void a_static_field_has_one_port_for_all_tests_and_closes_it_behind_the_last() {
    Runs runs = Runs.of(StaticField.class);
    assertThat(runs.failures()).isEmpty();
    assertThat(runs.passed()).hasSize(3);
    assertThat(PORTS).hasSize(1);
    assertClosed();
  }

  static class InstanceField {
    @RegisterExtension final LlmExtension llm = LlmExtension.create();

    @Test
    void first() {
      llm.answers("1");
      assertThat(answer(llm)).isEqualTo("1");
      llm.sent().hasCount(1);
    }

    @Test
    void second() {
      llm.answers("2");
      assertThat(answer(llm)).isEqualTo("2");
      llm.sent().hasCount(1);
    }

    @Nested
    class Inner {
      @Test
      void third() {
        llm.answers("3");
        assertThat(answer(llm)).isEqualTo("3");
        llm.sent().hasCount(1);
      }
    }
  }

  @Test
  void an_instance_field_has_a_provider_for_each_test() {
    Runs runs = Runs.of(InstanceField.class);
    assertThat(runs.failures()).isEmpty();
    assertThat(runs.passed()).containsExactly("first()", "second()", "third()");
    assertClosed();
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class InstancePerClass {
    @RegisterExtension final LlmExtension llm = LlmExtension.create();

    @BeforeAll
    void script() {
      llm.alwaysAnswers("always");
    }

    @RepeatedTest(2)
    void each_test_begins_anew() {
      assertThat(answer(llm)).isEqualTo("always");
      llm.sent().hasCount(1);
    }
  }

  @Test
  void an_instance_for_all_tests_has_one_provider() {
    Runs runs = Runs.of(InstancePerClass.class);
    assertThat(runs.failures()).isEmpty();
    assertThat(PORTS).hasSize(1);
    assertClosed();
  }

  static class TwoFields {
    @RegisterExtension static final LlmExtension cheap = LlmExtension.create();
    @RegisterExtension final LlmExtension dear = LlmExtension.create();

    @Test
    void they_know_nothing_of_each_other() {
      cheap.answers("cheap");
      dear.answers("dear");
      assertThat(answer(dear)).isEqualTo("dear");
      assertThat(answer(cheap)).isEqualTo("cheap");
      cheap.sent().hasCount(1);
      dear.sent().hasCount(1);
      assertThat(cheap.port()).isNotEqualTo(dear.port());
    }
  }

  @Test
  void two_fields_are_two_providers() {
    assertThat(Runs.of(TwoFields.class).failures()).isEmpty();
    assertThat(PORTS).hasSize(2);
    assertClosed();
  }

  static class Unanswered {
    @RegisterExtension static final LlmExtension llm = LlmExtension.create();

    @Test
    void asks_what_nobody_answers() {
      answer(llm);
    }

    @Test
    void fails_by_itself() {
      answer(llm);
      throw new IllegalStateException("the application's own failure");
    }
  }

  @Test
  void a_call_without_an_answer_fails_its_test_and_explains_another_failure() {
    Runs runs = Runs.of(Unanswered.class);
    assertThat(runs.passed()).isEmpty();
    assertThat(runs.failures())
        .hasSize(2)
        .anySatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("no answer was scripted for call 1: POST /v1/chat"))
        .anySatisfy(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .satisfies(
                        why ->
                            assertThat(why)
                                .hasMessageStartingWith("no answer was scripted for call 1")));
  }

  static class LeavesAnAnswer {
    @RegisterExtension static final LlmExtension llm = LlmExtension.create();

    @RepeatedTest(2)
    void leaves_an_answer_that_never_comes() {
      llm.goesSilent();
      var answer = Http.start(llm.openAiUrl() + "/chat/completions", chat("m", "Hi", false));
      llm.sent().await(1);
      LEFT.add(answer);
      PORTS.add(llm.port());
    }
  }

  private static final Set<java.util.concurrent.CompletableFuture<?>> LEFT =
      ConcurrentHashMap.newKeySet();

  @Test
  void answers_under_way_end_with_their_test() {
    assertThat(Runs.of(LeavesAnAnswer.class).failures()).isEmpty();
    assertThat(LEFT)
        .hasSize(2)
        .allSatisfy(
            answer ->
                assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IOException.class));
    assertClosed();
  }

  @LlmTest
  static class Parameters {
    @BeforeEach
    void before(LlmProvider llm) {
      llm.answers("of before");
    }

    @Test
    void first(LlmProvider llm) {
      assertThat(answer(llm)).isEqualTo("of before");
    }

    @Test
    void second(LlmProvider llm) {
      llm.answers("of the test");
      assertThat(answer(llm)).isEqualTo("of before");
      assertThat(answer(llm)).isEqualTo("of the test");
    }

    @Test
    void third(LlmProvider llm) {
      answer(llm);
      answer(llm);
    }

    @AfterEach
    void after(LlmProvider llm) {
      assertThat(llm.sent().count()).isPositive();
    }
  }

  @Test
  void a_parameter_is_a_provider_of_the_test() {
    Runs runs = Runs.parallel(Parameters.class);
    assertThat(runs.passed()).containsExactly("first(LlmProvider)", "second(LlmProvider)");
    assertThat(runs.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure).hasMessageContaining("call 2: POST"));
    assertThat(PORTS).hasSize(3);
    assertClosed();
  }

  @LlmTest
  static class WrongParameter {
    WrongParameter(LlmProvider llm) {
      answer(llm);
    }

    @Test
    void never_runs() {}
  }

  @Test
  void a_parameter_of_a_constructor_is_refused() {
    assertThat(Runs.of(WrongParameter.class).failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure).hasMessageContaining("take a field instead"));
  }

  static class FailsToClose {
    private static final AtomicInteger CLOSED = new AtomicInteger();

    @RegisterExtension static final LlmExtension llm = LlmExtension.create();

    @RepeatedTest(2)
    void leaves_what_cannot_be_closed() {
      PORTS.add(llm.port());
      llm.closeLater(
          () -> {
            throw new IOException("stuck");
          });
      llm.closeLater(CLOSED::incrementAndGet);
    }
  }

  @Test
  void what_cannot_be_closed_fails_its_own_test_alone() {
    assertThat(Runs.of(FailsToClose.class).failures())
        .hasSize(2)
        .allSatisfy(failure -> assertThat(failure).hasMessageStartingWith("cannot close"));
    assertThat(FailsToClose.CLOSED).hasValue(2);
    assertClosed();
  }

  /// A test runs until the other one has been refused.
  private static final CountDownLatch REFUSED = new CountDownLatch(1);

  static class ParallelInstances {
    @RegisterExtension final LlmExtension llm = LlmExtension.create();

    @RepeatedTest(8)
    void in_parallel() {
      String own = "answer " + llm.port();
      llm.answers(own);
      assertThat(answer(llm)).isEqualTo(own);
      llm.sent().hasCount(1);
    }
  }

  @Test
  void instance_fields_may_run_in_parallel() {
    Runs runs = Runs.parallel(ParallelInstances.class);
    assertThat(runs.failures()).isEmpty();
    assertThat(runs.passed()).hasSize(8);
    assertClosed();
  }

  static class ParallelStatic {
    @RegisterExtension static final LlmExtension llm = LlmExtension.create();

    @RegisterExtension
    static final AfterEachCallback watch =
        context -> context.getExecutionException().ifPresent(_ -> REFUSED.countDown());

    @RepeatedTest(2)
    void in_parallel() throws InterruptedException {
      PORTS.add(llm.port());
      assertThat(REFUSED.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_static_field_refuses_tests_in_parallel() {
    Runs runs = Runs.parallel(ParallelStatic.class);
    assertThat(runs.failures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .hasMessageStartingWith("LlmExtension is used by two tests at the same time")
                    .hasMessageEndingWith(
                        "make its field an instance field, or add"
                            + " @Execution(ExecutionMode.SAME_THREAD) to the class"));
    assertClosed();
  }
}
