package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.RecordingPayer;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.internal.batch.BatchDependencies;
import dev.sluice.internal.breaker.PauseDetector;
import dev.sluice.provider.auth.Authorizers;
import dev.sluice.provider.item.DialectItems;
import dev.sluice.testing.Memory;
import dev.sluice.transport.Transport;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The sinks that each event of an answer passes on its way to the client, of a route of which
/// nothing special is asked. Each is paid for by every event.
class AnswerPathTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final List<String> path = new ArrayList<>();

  @Test
  void an_event_passes_the_scanner_the_timeouts_the_race_and_the_commit_point() throws Exception {
    send(Calls.streamed(loop, "m"));
    assertThat(path).containsExactly("AnswerScanner", "TimedSink", "HeldSink", "CommitPoint");
  }

  @Test
  void a_payer_stands_in_no_events_way() throws Exception {
    send(Calls.streamed(loop, "m").paidBy(new RecordingPayer()));
    assertThat(path).hasSize(4);
  }

  @Test
  void a_sink_takes_an_answer_and_little_else() {
    List<Method> methods =
        Arrays.stream(Sink.class.getDeclaredMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .toList();
    assertThat(methods).hasSizeLessThanOrEqualTo(13);
  }

  private void send(Call call) throws InterruptedException {
    Transport nobody =
        (_, request, _, answer) -> {
          request.body().release();
          note(answer);
          return new Failed.Unreachable(Failed.Obstacle.RESET, "nobody is there");
        };
    var sink = new CommitPoint(new RecordingExit(), true, loop);
    assertThat(pipeline(loop, nobody).send(call, sink)).isInstanceOf(Failed.Unreachable.class);
  }

  /// Returns the pipeline of a gateway with one plain route of two targets.
  static Service pipeline(VirtualLoop loop, Transport transport) {
    var memory = new Memory();
    var observer = new Observer() {};
    var means =
        new Wiring.Means(
            new BatchDependencies(
                new DialectItems(), (_, _, _) -> () -> {}, memory, new Here(), observer, loop),
            transport,
            Translations.of(memory, new Here(), loop),
            PauseDetector.NEVER,
            new Authorizers(transport, loop, new Here(), loop, (_, _, _) -> {}),
            loop,
            Optional.empty());
    return Wiring.first(means, config()).pipeline();
  }

  private void note(Sink first) {
    Sink sink = first;
    while (sink instanceof ForwardingSink) {
      path.add(sink.getClass().getSimpleName());
      sink = next(sink);
    }
    path.add(sink.getClass().getSimpleName());
  }

  private static Sink next(Sink sink) {
    try {
      Field next = ForwardingSink.class.getDeclaredField("next");
      next.setAccessible(true);
      return (Sink) next.get(sink);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static GatewayConfig config() {
    var provider =
        new ProviderConfig(
            "p", ProviderType.COMPATIBLE, URI.create("http://127.0.0.1:1/v1"), List.of(), false);
    List<TargetConfig> targets =
        List.of(
            new TargetConfig("p", Optional.of("m"), 1, 0),
            new TargetConfig("p", Optional.of("n"), 1, 0));
    RoutePolicy policy = RoutePolicy.defaults().with(RetryConfig.off());
    return new GatewayConfig(
        List.of(provider), List.of(new RouteConfig("r", List.of("*"), targets, policy)), false);
  }
}
