package dev.sluice.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheKeepingTest extends CacheFixture {
  private static final Failed CUT = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");

  /// One under whose keys nothing can be kept.
  private final Cache unkeeping = new Cache(CONFIG, CacheMeans.withoutKeys(loop));

  @Test
  void what_has_failed_is_not_kept() throws InterruptedException {
    send(call("m", SchedulingHints.NONE, Cacheability.ALWAYS), new RecordingExit(), CUT, "half");
    assertThat(ask("m", "whole")).contains("whole").doesNotContain("half");
    assertThat(sent).hasValue(2);
  }

  @Test
  void what_a_failed_attempt_has_said_is_not_part_of_it() throws InterruptedException {
    var exit = new RecordingExit();
    var sink = new CommitPoint(exit, false, Clock.SYSTEM);
    send(
        call("m", SchedulingHints.NONE, Cacheability.ALWAYS),
        sink,
        (_, to) -> {
          begin(to);
          say(to, "wrong");
          to.reset();
          return says(to, "right");
        });
    assertThat(exit.events()).endsWith("finish");
    assertThat(ask("m", "never")).contains("right").doesNotContain("wrong");
  }

  @Test
  void an_answer_whose_copy_finds_no_memory_passes_and_is_not_kept() throws InterruptedException {
    memory.max = 2_000;
    assertThat(ask("m", "x".repeat(900), "y".repeat(900))).contains("y".repeat(900));
    assertThat(memory.used()).isZero();
    assertThat(ask("m", "short")).contains("short");
    assertThat(memory.used()).isZero();
    assertThat(ask("m", "never")).contains("short");
  }

  @Test
  void the_copy_of_an_answer_takes_memory_until_it_is_kept() throws InterruptedException {
    var exit = new RecordingExit();
    List<Long> taken = new ArrayList<>();
    send(
        call("m", SchedulingHints.NONE, Cacheability.ALWAYS),
        new CommitPoint(exit, false, Clock.SYSTEM),
        (_, to) -> {
          begin(to);
          say(to, "x".repeat(5_000));
          taken.add(memory.used());
          return new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");
        });
    assertThat(taken).singleElement().satisfies(bytes -> assertThat(bytes).isGreaterThan(5_000));
    assertThat(memory.used()).isZero();
  }

  @Test
  void an_answer_that_is_not_a_success_is_not_kept() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      send(
          call("m", SchedulingHints.NONE, Cacheability.ALWAYS),
          new CommitPoint(new RecordingExit(), false, Clock.SYSTEM),
          (_, to) -> {
            sent.incrementAndGet();
            to.attach(TestFeed.of("p/m"));
            to.head(new Head(202, Map.of("content-type", "text/x")));
            to.end();
            return new Answered();
          });
    }
    assertThat(sent).hasValue(2);
    assertThat(cache.gauges().entries()).isZero();
  }

  @Test
  void an_answer_is_kept_before_its_end_is_told() throws InterruptedException {
    var exit = new RecordingExit();
    List<Long> kept = new ArrayList<>();
    var client =
        new ForwardingSink(new CommitPoint(exit, true, Clock.SYSTEM)) {
          @Override
          public void end() {
            kept.add(cache.gauges().entries());
            next.end();
          }
        };
    send(call("m", SchedulingHints.NONE, Cacheability.ALWAYS), client, (_, to) -> says(to, "one"));
    assertThat(kept).containsExactly(1L);
    assertThat(exit.events()).endsWith("finish");
  }

  @Test
  void an_answer_that_cannot_be_kept_has_its_end() throws InterruptedException {
    var exit = new RecordingExit();
    Outcome outcome =
        unkeeping
            .insertion()
            .over((_, to) -> says(to, "one"))
            .send(
                call("m", SchedulingHints.NONE, Cacheability.ALWAYS),
                new CommitPoint(exit, true, Clock.SYSTEM));
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(exit.events()).contains("one").endsWith("finish");
    assertThat(unkeeping.gauges().unkept()).isOne();
  }

  @Test
  void an_answer_without_content_is_not_kept() throws InterruptedException {
    send(
        call("m", SchedulingHints.NONE, Cacheability.ALWAYS),
        new CommitPoint(new RecordingExit(), true, Clock.SYSTEM),
        (_, to) -> {
          begin(to);
          to.body(Calls.utf8("data: [DONE]\n\n"));
          to.info().attempts().getLast().withoutContent();
          to.end();
          return new Answered();
        });
    assertThat(cache.gauges().entries()).isZero();
  }

  /// As it is with one that was put together: its events come before its head.
  @Test
  void an_answer_that_is_said_to_be_empty_before_it_begins_is_not_kept_either()
      throws InterruptedException {
    send(
        call("m", SchedulingHints.NONE, Cacheability.ALWAYS),
        new CommitPoint(new RecordingExit(), false, Clock.SYSTEM),
        (_, to) -> {
          to.attach(TestFeed.of("p/m"));
          to.info().attempts().getLast().withoutContent();
          to.head(new Head(200, Map.of("content-type", "text/x")));
          to.body(Calls.utf8("{}"));
          to.end();
          return new Answered();
        });
    assertThat(cache.gauges().entries()).isZero();
  }

  @Test
  void what_is_too_large_is_not_kept() throws InterruptedException {
    ask("m", "x".repeat((int) CONFIG.largest()));
    assertThat(ask("m", "two")).contains("two");
    String[] crumbs =
        Collections.nCopies((int) CONFIG.largest() / CachedAnswer.PART_COST, "x")
            .toArray(String[]::new);
    ask("crumbs", crumbs);
    assertThat(ask("crumbs", "two")).contains("two");
  }
}
