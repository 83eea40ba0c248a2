package dev.sluice.internal.resume;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Targets;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.TargetConfig.Prefill;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.internal.resume.Continuers.Continuer;
import dev.sluice.internal.retry.Pause;
import dev.sluice.internal.retry.Retry;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.memory.HeapBudget;
import dev.sluice.provider.prefill.PrefilledChat;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/// A route that resumes, in front of a retry that always has another target, and of attempts that a
/// test writes.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ResumeFixture {
  static final Failed CUT =
      new Failed.Unreachable(Failed.Obstacle.RESET, "the connection was reset");
  static final Failed REFUSED = new Failed.Refused(400, "application/json", "{}");
  static final String QUESTION =
      "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  final VirtualLoop loop = new VirtualLoop();
  final HeapBudget memory = new HeapBudget(1 << 20);
  final RecordingExit exit = new RecordingExit();
  final CommitPoint sink = new CommitPoint(exit, true, Clock.SYSTEM);
  final Deque<Service> attempts = new ArrayDeque<>();

  /// The bodies of the attempts, and the calls.
  final List<String> bodies = new ArrayList<>();

  final List<Call> calls = new ArrayList<>();
  int given;
  boolean affordable = true;

  /// The targets that the call may not go to.
  Set<String> unfit = Set.of();

  List<Continuer> targets =
      List.of(
          new Continuer("a/m", Optional.of("m"), Optional.of(Prefill.PREFIX), 0),
          new Continuer("b/m", Optional.of("m"), Optional.of(Prefill.PREFIX), 1),
          new Continuer("c/other", Optional.of("other"), Optional.of(Prefill.PREFIX), 1));

  Outcome send() throws InterruptedException {
    return send(QUESTION, sink);
  }

  Outcome send(String body, CommitPoint to) throws InterruptedException {
    try (var pool = new PlatformThreads(1)) {
      var resume =
          new Resume(
              new Continuers(targets),
              (call, delivered, how) ->
                  PrefilledChat.of(call, delivered, how, pool).map(Joined::new),
              1 << 16,
              _ -> affordable ? Optional.of(() -> given++) : Optional.empty(),
              memory);
      Outcome outcome = resume.over(retry().over(this::attempt)).send(call(body), to);
      if (outcome instanceof Failed why) {
        loop.execute(() -> to.abort(why));
      }
      return outcome;
    }
  }

  private Call call(String body) {
    Call call = Calls.streamed(loop, "m");
    return call.with(
            call.id(),
            call.facts(),
            new Body(Calls.utf8(body), () -> {}),
            call.deadline(),
            call.hints())
        .withFailedTargets(FailedTargets.NONE.butFor(unfit));
  }

  private Outcome attempt(Call call, Sink to) throws InterruptedException {
    calls.add(call);
    bodies.add(call.body().bytes().toString(UTF_8));
    Outcome outcome = attempts.remove().send(call, to);
    if (to.committed()) {
      // As the client's sink does when the answer begins.
      call.body().giveBack();
    }
    return outcome;
  }

  private Retry retry() {
    var route =
        new Targets() {
          @Override
          public Optional<String> another(Call call) {
            return attempts.isEmpty() ? Optional.empty() : Optional.of("b/m");
          }

          @Override
          public String likely(Call call) {
            return "a/m";
          }

          @Override
          public Duration untilOpen(Call call) {
            return Duration.ZERO;
          }
        };
    var budgets = new RetryBudgets();
    return new Retry(
        RetryConfig.defaults(),
        true,
        budgets::of,
        route,
        loop,
        () -> new SplittableRandom(1),
        Pause.ON_LOOP);
  }

  /// An attempt that says these tokens and ends so.
  Service saying(Outcome outcome, String id, String... tokens) {
    return (_, to) -> {
      begin(to, id);
      for (String token : tokens) {
        say(to, id, token);
      }
      if (outcome instanceof Answered) {
        finish(to, id, 7, tokens.length);
      }
      return outcome;
    };
  }

  void begin(Sink to, String id) {
    loop.execute(
        () -> {
          to.attach(TestFeed.of("a/m"));
          TestFeed.progress(to, Progress.CONNECTED);
          to.head(new Head(200, Map.of("content-type", "text/event-stream")));
          to.body(event(chunk(id, "{\"role\":\"assistant\",\"content\":\"\"}", "null")));
        });
  }

  void say(Sink to, String id, String token) {
    loop.execute(
        () -> {
          TestFeed.progress(to, Progress.MEANINGFUL);
          to.body(event(chunk(id, "{\"content\":\"" + token + "\"}", "null")));
          TestFeed.used(to, new Usage(7, 1, 0, true));
          to.flush();
        });
  }

  void finish(Sink to, String id, int input, int output) {
    loop.execute(
        () -> {
          to.body(event(chunk(id, "{}", "\"stop\"")));
          to.body(
              event(
                  "{\"id\":\"%s\",\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}}"
                      .formatted(id, input, output, input + output)));
          TestFeed.used(to, new Usage(input, output, 0, false));
          to.body(event("[DONE]"));
          to.end();
        });
  }

  static String chunk(String id, String delta, String finish) {
    return "{\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":\"%s-model\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
        .formatted(id, id.hashCode(), id, delta, finish);
  }

  private static ByteBuf event(String data) {
    return Calls.utf8("data: " + data + "\n\n");
  }

  /// The data of the events that the client has been sent.
  static List<String> events(RecordingExit out) {
    return out.events().stream()
        .filter(event -> event.startsWith("data: "))
        .flatMap(events -> List.of(events.split("\n\n")).stream())
        .map(event -> event.substring("data: ".length()))
        .toList();
  }

  /// The texts of these events, one behind the other.
  static String text(List<String> events) {
    var text = new StringBuilder();
    for (String event : events) {
      int at = event.indexOf("\"content\":\"");
      if (at >= 0) {
        int from = at + "\"content\":\"".length();
        text.append(event, from, event.indexOf('"', from));
      }
    }
    return text.toString();
  }

  @AfterEach
  void nothing_is_left() {
    if (memory.used() != 0 || loop.timers() != 0) {
      throw new AssertionError(memory.used() + " bytes, " + loop.timers() + " timers are left");
    }
  }

  /// A chat as the resumption asks for it.
  record Joined(PrefilledChat chat) implements PrefillFormat.Continuation {
    @Override
    public byte[] body() {
      return chat.body();
    }

    @Override
    public RequestFacts facts() {
      return chat.facts();
    }

    @Override
    public void reset() {
      chat.reset();
    }

    @Override
    public Optional<ByteBuf> join(ByteBuf events) {
      return chat.join(events);
    }

    @Override
    public ByteBuf end() {
      return chat.end();
    }
  }
}
