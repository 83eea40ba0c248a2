package dev.sluice.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Leaks;
import dev.sluice.Memory;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.internal.provider.Fingerprints;
import dev.sluice.internal.reuse.Fingerprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest {
  private static final CacheConfig CONFIG =
      new CacheConfig(CacheConfig.LEAST, Duration.ofMinutes(10));
  private static final Failed CUT = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");

  private final VirtualLoop loop = new VirtualLoop();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger saved = new AtomicInteger();
  private final List<Head> heads = new ArrayList<>();
  private final Memory memory = new Memory();
  private final Cache cache =
      new Cache(
          CONFIG,
          CacheMeans.of(
              new Observer() {
                @Override
                public void saved(Call call, String by, int calls) {
                  saved.addAndGet(calls);
                }
              },
              memory,
              loop));

  /// One under whose keys nothing can be kept.
  private final Cache unkeeping = new Cache(CONFIG, CacheMeans.withoutKeys(loop));

  @BeforeAll
  static void watch() {
    Leaks.watch();
  }

  @AfterAll
  static void nothing_is_lost() {
    Leaks.assertNone();
  }

  private static Fingerprint fingerprint(Call call) {
    return Fingerprints.of("r", call);
  }

  @Test
  void a_streamed_answer_is_played_back_as_it_came() throws InterruptedException {
    List<String> first = ask("m", "one ", "two");
    loop.advance(Duration.ofSeconds(90));
    List<String> second = ask("m", "other");
    assertThat(first).contains("one ", "two").endsWith("finish");
    assertThat(second).contains("one ", "two").endsWith("finish").doesNotContain("other");
    assertThat(sent).hasValue(1);
    assertThat(saved).hasValue(1);
    assertThat(heads.getFirst().headers()).containsEntry("x-sluice-cache", "miss");
    assertThat(heads.getLast().headers())
        .containsEntry("x-sluice-cache", "hit")
        .containsEntry("age", "90")
        .containsEntry("content-type", "text/x")
        .doesNotContainKey("x-ratelimit-remaining-requests");
  }

  @Test
  void an_answer_is_kept_no_longer_than_its_time() throws InterruptedException {
    ask("m", "one");
    loop.advance(Duration.ofMinutes(10));
    assertThat(ask("m", "two")).contains("two");
  }

  @Test
  void another_tenant_never_gets_it() throws InterruptedException {
    ask("m", new SchedulingHints(Band.NORMAL, "a", 0), "a's");
    assertThat(ask("m", new SchedulingHints(Band.NORMAL, "b", 0), "b's")).contains("b's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\":\"a\",\"user\":\"u\"}",
        "{\"input\":\"a\",\"seed\":1}",
        "{\"input\":\"a\",\"nobody_knows\":null}",
        "{\"input\":\"a \"}",
        "{\"input\":[\"a\"]}"
      })
  void a_property_that_looks_irrelevant_tells_calls_apart(String other)
      throws InterruptedException {
    var exit = new RecordingExit();
    send(
        call("m", "{\"input\":\"a\"}", SchedulingHints.NONE, Cacheability.ALWAYS),
        exit,
        new Answered(),
        "one");
    send(call("m", other, SchedulingHints.NONE, Cacheability.ALWAYS), exit, new Answered(), "two");
    assertThat(exit.events()).contains("one", "two");
    assertThat(sent).hasValue(2);
  }

  @Test
  void what_has_failed_is_not_kept() throws InterruptedException {
    send(call("m", SchedulingHints.NONE, Cacheability.ALWAYS), new RecordingExit(), CUT, "half");
    assertThat(ask("m", "whole")).contains("whole").doesNotContain("half");
    assertThat(sent).hasValue(2);
  }

  @Test
  void what_a_failed_attempt_has_said_is_not_part_of_it() throws InterruptedException {
    var exit = new RecordingExit();
    var sink = new CommitPoint(exit, false);
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
        new CommitPoint(exit, false),
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
          new CommitPoint(new RecordingExit(), false),
          (_, to) -> {
            sent.incrementAndGet();
            to.attach(new TestFeed("p/m"));
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
        new ForwardingSink(new CommitPoint(exit, true)) {
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
                call("m", SchedulingHints.NONE, Cacheability.ALWAYS), new CommitPoint(exit, true));
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(exit.events()).contains("one").endsWith("finish");
    assertThat(unkeeping.gauges().unkept()).isOne();
  }

  @Test
  void an_answer_without_content_is_not_kept() throws InterruptedException {
    send(
        call("m", SchedulingHints.NONE, Cacheability.ALWAYS),
        new CommitPoint(new RecordingExit(), true),
        (_, to) -> {
          begin(to);
          to.body(Calls.utf8("data: [DONE]\n\n"));
          to.withoutContent();
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
        new CommitPoint(new RecordingExit(), false),
        (_, to) -> {
          to.attach(new TestFeed("p/m"));
          to.withoutContent();
          to.head(new Head(200, Map.of("content-type", "text/x")));
          to.body(Calls.utf8("{}"));
          to.end();
          return new Answered();
        });
    assertThat(cache.gauges().entries()).isZero();
  }

  private static Outcome says(Sink to, String part) {
    begin(to);
    say(to, part);
    to.end();
    return new Answered();
  }

  private void send(Call call, Sink sink, Service provider) throws InterruptedException {
    cache.send(call, sink, cache.insertion().over(provider));
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

  @Test
  void all_together_stay_within_their_bound() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      ask("m" + i, "x".repeat(50_000));
    }
    CacheGauges gauges = cache.gauges();
    assertThat(gauges.bytes()).isBetween(500_000L, CONFIG.max());
    assertThat(gauges.misses()).isEqualTo(100);
  }

  @Test
  void an_entry_that_was_damaged_is_dropped_and_the_call_is_made() throws InterruptedException {
    ask("m", "one");
    Call call = call("m", SchedulingHints.NONE, Cacheability.ALWAYS);
    cache.store().find(fingerprint(call), CachedAnswer.class).orElseThrow().parts().getFirst()[0] =
        'X';
    assertThat(ask("m", "two")).contains("two");
    assertThat(ask("m", "three")).contains("two");
    assertThat(cache.gauges().damaged()).isOne();
  }

  @Test
  void the_client_has_a_say() throws InterruptedException {
    SchedulingHints off = new SchedulingHints(Band.NORMAL, "*", 0, CacheDirective.OFF);
    SchedulingHints refresh = new SchedulingHints(Band.NORMAL, "*", 0, CacheDirective.REFRESH);
    assertThat(ask("m", "one")).contains("one");
    assertThat(ask("m", off, "two")).contains("two");
    assertThat(ask("m", "-")).contains("one");
    assertThat(ask("m", refresh, "three")).contains("three");
    assertThat(ask("m", "-")).contains("three");
  }

  @Test
  void what_is_not_deterministic_is_kept_only_for_those_who_ask() throws InterruptedException {
    SchedulingHints on = new SchedulingHints(Band.NORMAL, "*", 0, CacheDirective.ON);
    assertThat(asked(Cacheability.ASKED, SchedulingHints.NONE, "one")).contains("one");
    assertThat(asked(Cacheability.ASKED, on, "two")).contains("two");
    assertThat(asked(Cacheability.ASKED, on, "three")).contains("two");
    assertThat(asked(Cacheability.ASKED, SchedulingHints.NONE, "four")).contains("four");
    assertThat(asked(Cacheability.NEVER, on, "five")).contains("five");
  }

  private List<String> ask(String model, String... parts) throws InterruptedException {
    return ask(model, SchedulingHints.NONE, parts);
  }

  private List<String> ask(String model, SchedulingHints hints, String... parts)
      throws InterruptedException {
    var exit = new RecordingExit();
    send(call(model, hints, Cacheability.ALWAYS), exit, new Answered(), parts);
    return exit.events();
  }

  private List<String> asked(Cacheability cacheability, SchedulingHints hints, String part)
      throws InterruptedException {
    var exit = new RecordingExit();
    send(call("m", hints, cacheability), exit, new Answered(), part);
    return exit.events();
  }

  /// A call; if it gets to the provider, that says `parts`.
  private void send(Call call, RecordingExit exit, Outcome outcome, String... parts)
      throws InterruptedException {
    var sink =
        new ForwardingSink(new CommitPoint(exit, true)) {
          @Override
          public void head(Head head) {
            heads.add(head);
            next.head(head);
          }
        };
    send(
        call,
        sink,
        (_, to) -> {
          sent.incrementAndGet();
          begin(to);
          for (String part : parts) {
            say(to, part);
          }
          if (outcome instanceof Answered) {
            to.end();
          }
          return outcome;
        });
  }

  private static void begin(Sink to) {
    to.attach(new TestFeed("p/m"));
    to.head(new Head(200, Map.of("content-type", "text/x", "x-ratelimit-remaining-requests", "1")));
  }

  private static void say(Sink to, String part) {
    to.progress(Progress.MEANINGFUL);
    to.body(Calls.utf8(part));
    to.flush();
  }

  private Call call(String model, SchedulingHints hints, Cacheability cacheability) {
    return call(model, "{}", hints, cacheability);
  }

  private Call call(String model, String body, SchedulingHints hints, Cacheability cacheability) {
    var facts =
        new RequestFacts(
            model, 0, 0, true, false, OptionalLong.empty(), false, Streaming.UNSAID, cacheability);
    return new Call(
            "c",
            Operation.CHAT,
            facts,
            new Body(Calls.utf8(body), () -> {}),
            Map.of(),
            loop.nanos(),
            Deadline.in(Duration.ofHours(1), loop.nanos()),
            loop)
        .withHints(hints);
  }
}
