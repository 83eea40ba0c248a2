package dev.sluice.internal.cache;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
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
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.testing.Leaks;
import dev.sluice.testing.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Parts and helpers that the tests of the cache share.
abstract class CacheFixture {
  static final CacheConfig CONFIG = new CacheConfig(CacheConfig.LEAST, Duration.ofMinutes(10));

  final VirtualLoop loop = new VirtualLoop();
  final AtomicInteger sent = new AtomicInteger();
  final AtomicInteger saved = new AtomicInteger();
  final List<Head> heads = new ArrayList<>();
  final Memory memory = new Memory();
  final Cache cache =
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

  @BeforeAll
  static void watch() {
    Leaks.watch();
  }

  @AfterAll
  static void nothing_is_lost() {
    Leaks.assertNone();
  }

  static Outcome says(Sink to, String part) {
    begin(to);
    say(to, part);
    to.end();
    return new Answered();
  }

  void send(Call call, Sink sink, Service provider) throws InterruptedException {
    cache.over(cache.insertion().over(provider)).send(call, sink);
  }

  List<String> ask(String model, String... parts) throws InterruptedException {
    return ask(model, SchedulingHints.NONE, parts);
  }

  List<String> ask(String model, SchedulingHints hints, String... parts)
      throws InterruptedException {
    var exit = new RecordingExit();
    send(call(model, hints, Cacheability.ALWAYS), exit, new Answered(), parts);
    return exit.events();
  }

  /// A call; if it gets to the provider, that says `parts`.
  void send(Call call, RecordingExit exit, Outcome outcome, String... parts)
      throws InterruptedException {
    var sink =
        new ForwardingSink(new CommitPoint(exit, true, Clock.SYSTEM)) {
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

  static void begin(Sink to) {
    to.attach(TestFeed.of("p/m"));
    to.head(new Head(200, Map.of("content-type", "text/x", "x-ratelimit-remaining-requests", "1")));
  }

  static void say(Sink to, String part) {
    TestFeed.progress(to, Progress.MEANINGFUL);
    to.body(Calls.utf8(part));
    to.flush();
  }

  Call call(String model, SchedulingHints hints, Cacheability cacheability) {
    return call(model, "{}", hints, cacheability);
  }

  Call call(String model, String body, SchedulingHints hints, Cacheability cacheability) {
    var facts =
        new RequestFacts(
            model,
            0,
            0,
            true,
            false,
            OptionalLong.empty(),
            false,
            Streaming.UNSAID,
            cacheability,
            RequestFacts.Attached.NONE,
            false,
            RequestFacts.State.NONE,
            1,
            PricedExtras.NONE,
            RequestFacts.Cloud.NONE);
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
