package dev.sluice.internal.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Calls;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.config.TargetConfig.Prefill;
import dev.sluice.internal.resume.Continuers.Continuer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client has of an answer that breaks off where another target can go on with it.
class ResumeTest extends ResumeFixture {

  @Test
  void an_answer_that_breaks_off_goes_on_and_the_client_has_one() throws Exception {
    attempts.add(saying(CUT, "one", "a ", "b "));
    attempts.add(saying(new Answered(), "two", "c ", "d"));
    assertThat(send()).isEqualTo(new Answered());
    List<String> events = events(exit);
    assertThat(text(events)).isEqualTo("a b c d");
    assertThat(events.getLast()).isEqualTo("[DONE]");
    assertThat(events.stream().filter(event -> event.contains("\"role\""))).hasSize(1);
    assertThat(events.stream().filter(event -> event.contains("\"stop\""))).hasSize(1);
    assertThat(events).noneMatch(event -> event.contains("two"));
    assertThat(events.subList(0, events.size() - 1))
        .allMatch(event -> event.contains("\"id\":\"one\""));
    assertThat(exit.events()).endsWith("finish");
  }

  /// Providers do end on such an event.
  @Test
  void a_last_event_without_its_blank_line_is_the_end_of_the_answer() throws Exception {
    attempts.add(saying(CUT, "one", "a "));
    attempts.add(
        (_, to) -> {
          begin(to, "two");
          say(to, "two", "b");
          loop.execute(
              () -> {
                to.body(Calls.utf8("data: " + chunk("two", "{}", "\"stop\"") + "\n\ndata: [DONE]"));
                to.end();
              });
          return new Answered();
        });
    assertThat(send()).isEqualTo(new Answered());
    assertThat(text(events(exit))).isEqualTo("a b");
    assertThat(events(exit).getLast()).isEqualTo("[DONE]");
    assertThat(exit.events()).endsWith("finish");
  }

  /// The beginning is input of the second question, and output of the answer.
  @Test
  void its_usage_is_the_first_input_and_all_output() throws Exception {
    attempts.add(saying(CUT, "one", "a ", "b "));
    attempts.add(
        (_, to) -> {
          begin(to, "two");
          say(to, "two", "c");
          finish(to, "two", 9, 1);
          return new Answered();
        });
    send();
    assertThat(events(exit))
        .anyMatch(
            event ->
                event.contains(
                    "{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}"));
  }

  @Test
  void the_rest_is_asked_of_targets_of_the_same_model_alone() throws Exception {
    attempts.add(saying(CUT, "one", "a "));
    attempts.add(saying(new Answered(), "two", "b"));
    send();
    assertThat(calls.getLast().failedTargets())
        .isEqualTo(
            new FailedTargets(
                List.of("a/m"),
                Set.of(),
                Optional.of(Set.of("a/m", "b/m")),
                FailedTargets.Cause.FAILURE));
    assertThat(bodies.getLast())
        .isEqualTo(
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"},"
                + "{\"role\":\"assistant\",\"content\":\"a \",\"prefix\":true}]}");
  }

  @Test
  void the_rest_is_asked_of_no_target_that_the_call_may_not_go_to() throws Exception {
    attempts.add(saying(CUT, "one", "a "));
    attempts.add(saying(new Answered(), "two", "b"));
    unfit = Set.of("b/m");
    send();
    assertThat(calls.getLast().failedTargets().fits("a/m")).isTrue();
    assertThat(calls.getLast().failedTargets().fits("b/m")).isFalse();
  }

  @Test
  void where_the_beginning_is_refused_the_client_has_the_first_error() throws Exception {
    attempts.add(saying(CUT, "one", "a "));
    attempts.add(
        (_, to) -> {
          begin(to, "two");
          return REFUSED;
        });
    assertThat(send()).isEqualTo(CUT);
    assertThat(text(events(exit))).isEqualTo("a ");
    assertThat(exit.events()).endsWith("cut " + CUT.kind()).doesNotContain("finish");
  }

  @Test
  void a_failure_before_the_rest_begins_is_repeated() throws Exception {
    attempts.add(saying(CUT, "one", "a "));
    attempts.add(saying(CUT, "two"));
    attempts.add(saying(new Answered(), "three", "b"));
    assertThat(send()).isEqualTo(new Answered());
    assertThat(text(events(exit))).isEqualTo("a b");
  }

  @Test
  void a_rest_that_breaks_off_too_ends_the_answer() throws Exception {
    attempts.add(saying(CUT, "one", "a "));
    attempts.add(saying(CUT, "two", "b "));
    assertThat(send()).isEqualTo(CUT);
    assertThat(text(events(exit))).isEqualTo("a b ");
    assertThat(exit.events()).endsWith("cut " + CUT.kind());
  }

  @Test
  void an_answer_that_has_not_begun_is_the_retrys() throws Exception {
    attempts.add(saying(CUT, "one"));
    attempts.add(saying(new Answered(), "two", "b"));
    send();
    assertThat(bodies).containsExactly(QUESTION, QUESTION);
    assertThat(text(events(exit))).isEqualTo("b");
  }

  @Test
  void an_answer_that_has_finished_but_for_its_end_is_not_resumed() throws Exception {
    attempts.add(
        (_, to) -> {
          begin(to, "one");
          say(to, "one", "a");
          loop.execute(
              () -> to.body(Calls.utf8("data: " + chunk("one", "{}", "\"stop\"") + "\n\n")));
          return CUT;
        });
    assertThat(send()).isEqualTo(CUT);
    assertThat(bodies).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tools\":[{\"type\":\"function\"}]",
        "\"logprobs\":true",
        "\"n\":2",
        "\"response_format\":{\"type\":\"json_object\"}",
        "\"reasoning_effort\":\"high\"",
        "\"guided_regex\":\"a+\""
      })
  void what_asks_for_more_than_one_plain_text_is_not_resumed(String property) throws Exception {
    attempts.add(saying(CUT, "one", "a "));
    assertThat(send(QUESTION.replace("\"stream\"", property + ",\"stream\""), sink)).isEqualTo(CUT);
    assertThat(bodies).hasSize(1);
    assertThat(given).isEqualTo(1);
  }

  @Test
  void without_a_repeat_in_the_budget_nothing_is_resumed() throws Exception {
    affordable = false;
    attempts.add(saying(CUT, "one", "a "));
    assertThat(send()).isEqualTo(CUT);
    assertThat(bodies).hasSize(1);
  }

  @Test
  void without_memory_for_its_copies_nothing_is_resumed() throws Exception {
    try (var others = memory.reserve(MemoryBudget.Use.ANSWER, SchedulingHints.NOBODY)) {
      attempts.add(
          (_, to) -> {
            begin(to, "one");
            say(to, "one", "a ");
            assertThat(others.resize((3L << 18) - memory.used() - 1_000)).isTrue();
            return CUT;
          });
      assertThat(send()).isEqualTo(CUT);
    }
    assertThat(bodies).hasSize(1);
    assertThat(given).isEqualTo(1);
  }

  @Test
  void a_repeat_that_finds_no_target_is_given_back() throws Exception {
    attempts.add(saying(CUT, "one", "a "));
    attempts.add((_, _) -> CUT);
    assertThat(send()).isEqualTo(CUT);
    assertThat(given).isEqualTo(1);
  }

  @Test
  void where_no_target_of_the_model_takes_a_beginning_nothing_is_resumed() throws Exception {
    targets =
        List.of(
            new Continuer("a/m", Optional.of("m"), Optional.empty(), 0),
            new Continuer("c/other", Optional.of("other"), Optional.of(Prefill.PREFIX), 1));
    attempts.add(saying(CUT, "one", "a "));
    assertThat(send()).isEqualTo(CUT);
    assertThat(bodies).hasSize(1);
  }

  @Test
  void a_caller_that_leaves_while_the_rest_comes_gives_everything_back() {
    attempts.add(saying(CUT, "one", "a "));
    attempts.add(
        (_, to) -> {
          begin(to, "two");
          say(to, "two", "b ");
          throw new InterruptedException();
        });
    assertThatThrownBy(this::send).isInstanceOf(InterruptedException.class);
  }
}
