package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.WeightedPreference;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.commit.KeepAlive;
import dev.sluice.server.RawClient.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Clients whose calls wait for a target that serves one at a time, while time passes as the test
/// says.
class QueueingTest {
  private static final String EVENT = "data: {\"choices\":[]}\n\n";
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Duration STEP = Duration.ofMillis(500);

  private final SteppedClock clock = new SteppedClock();
  private final AdmissionController controller = new AdmissionController(Map.of(), clock);
  private RouteQueue route = controller.route(QueueConfig.defaults(), false);

  @Test
  void a_stream_that_waits_for_a_grant_gets_comments() throws Exception {
    try (var server = new TestServer(next -> queue(next, true));
        var first = server.connect();
        var whole = server.connect();
        var stream = server.connect()) {
      FakePipeline.Live running = run(first, server);
      stream.chat("live", true);
      awaitWaiting(1);
      whole.chat("live", false);
      awaitWaiting(2);
      awaitSaid(stream);
      Reply head = stream.head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-type")).isEqualTo("text/event-stream");
      assertThat(stream.chunk()).startsWith(":").endsWith("\n\n");
      awaitSaid(stream);
      assertThat(stream.chunk()).startsWith(":").endsWith("\n\n");

      clock.pass(BEAT.multipliedBy(2));
      running.end();
      assertThat(first.reply().status()).isEqualTo(200);
      answer(server, EVENT);
      assertThat(afterComments(stream)).isEqualTo(EVENT);
      answer(server, "{}");
      Reply answered = whole.reply();
      assertThat(answered.header("content-type")).isEqualTo("application/json");
      assertThat(Long.parseLong(answered.header("x-sluice-queue-ms"))).isGreaterThan(29_000);
    }
  }

  @Test
  void a_stream_that_waits_for_its_first_token_gets_comments_in_front_of_it() throws Exception {
    try (var server = new TestServer(next -> queue(next, true));
        var stream = server.connect()) {
      stream.chat("live", true);
      FakePipeline.Live running = server.pipeline.next();
      awaitSaid(stream);
      assertThat(stream.head().status()).isEqualTo(200);
      assertThat(stream.chunk()).startsWith(":").endsWith("\n\n");
      running.write(EVENT);
      running.end();
      assertThat(afterComments(stream)).isEqualTo(EVENT);
    }
  }

  @Test
  void a_stream_that_waits_behind_others_gets_comments_too() throws Exception {
    try (var server = new TestServer(next -> queue(next, true));
        var first = server.connect();
        var whole = server.connect();
        var stream = server.connect()) {
      FakePipeline.Live running = run(first, server);
      whole.chat("live", false);
      awaitWaiting(1);
      stream.chat("live", true);
      awaitWaiting(2);
      awaitSaid(stream);
      assertThat(stream.head().status()).isEqualTo(200);
      assertThat(stream.chunk()).startsWith(":").endsWith("\n\n");
      awaitSaid(stream);
      assertThat(stream.chunk()).startsWith(":").endsWith("\n\n");

      running.end();
      assertThat(first.reply().status()).isEqualTo(200);
      answer(server, "{}");
      assertThat(whole.reply().body()).isEqualTo("{}");
      answer(server, EVENT);
      assertThat(afterComments(stream)).isEqualTo(EVENT);
    }
  }

  @Test
  void one_that_gives_way_to_a_more_urgent_call_is_told_to_come_back() throws Exception {
    try (var server = new TestServer(next -> queue(next, false));
        var first = server.connect();
        var older = server.connect();
        var newer = server.connect();
        var urgent = server.connect()) {
      FakePipeline.Live running = run(first, server);
      older.chat("live", false);
      awaitWaiting(1);
      newer.chat("live", false);
      awaitWaiting(2);
      clock.pass(STEP);
      urgent.chat("live", false, "x-sluice-priority: interactive");
      Reply displaced = newer.reply();
      assertThat(displaced.status()).isEqualTo(429);
      assertThat(displaced.body()).contains("\"code\":\"queue_full\"");
      assertThat(displaced.header("x-should-retry")).isEqualTo("true");
      assertThat(Long.parseLong(displaced.header("retry-after-ms"))).isPositive();
      assertThat(displaced.header("x-sluice-queue-ms")).isEqualTo("500");

      running.end();
      assertThat(first.reply().status()).isEqualTo(200);
      answer(server, "{\"n\":1}");
      assertThat(urgent.reply().body()).isEqualTo("{\"n\":1}");
      answer(server, "{\"n\":2}");
      assertThat(older.reply().body()).isEqualTo("{\"n\":2}");
    }
  }

  @Test
  void no_comment_is_sent_to_a_waiting_stream_unless_it_is_configured() throws Exception {
    try (var server = new TestServer(next -> queue(next, false));
        var first = server.connect();
        var stream = server.connect()) {
      FakePipeline.Live running = run(first, server);
      stream.chat("live", true);
      awaitWaiting(1);
      clock.pass(BEAT.multipliedBy(3));
      running.end();
      assertThat(first.reply().status()).isEqualTo(200);
      answer(server, EVENT);
      Reply head = stream.head();
      assertThat(Long.parseLong(head.header("x-sluice-queue-ms"))).isEqualTo(45_000);
      assertThat(stream.chunk()).isEqualTo(EVENT);
    }
  }

  @Test
  void those_who_wait_when_the_server_stops_are_told_so_also_where_a_comment_came_first()
      throws Exception {
    try (var server = new TestServer(next -> queue(next, true));
        var first = server.connect();
        var whole = server.connect();
        var stream = server.connect()) {
      FakePipeline.Live running = run(first, server);
      stream.chat("live", true);
      awaitWaiting(1);
      whole.chat("live", false);
      awaitWaiting(2);
      awaitSaid(stream);
      assertThat(stream.head().status()).isEqualTo(200);
      controller.close(new Failed.Shed(Failed.Reason.DRAINING, Optional.empty()));

      Reply refused = whole.reply();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("x-should-retry")).isEqualTo("true");
      assertThat(refused.header("connection")).isEqualTo("close");
      assertThat(whole.ended()).isTrue();
      assertThat(refused.body()).contains("\"code\":\"draining\"");
      assertThat(afterComments(stream)).contains("\"code\":\"draining\"");
      running.end();
      assertThat(first.reply().status()).isEqualTo(200);
    }
  }

  @Test
  void who_asks_for_the_models_when_the_server_stops_is_sent_away_too() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      server.models =
          () -> {
            throw new InterruptedException("the server stops");
          };
      Reply refused = client.get("/v1/models").reply();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("\"code\":\"draining\"");
      assertThat(refused.header("connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_client_that_leaves_frees_its_place_for_the_next_one() throws Exception {
    try (var server = new TestServer(next -> queue(next, true));
        var first = server.connect();
        var kept = server.connect();
        var third = server.connect()) {
      FakePipeline.Live running = run(first, server);
      var leaving = server.connect();
      leaving.chat("live", true);
      awaitWaiting(1);
      kept.chat("live", true);
      awaitWaiting(2);
      assertThat(third.chat("live", false).reply().body()).contains("\"code\":\"queue_full\"");
      leaving.close();
      awaitWaiting(1);
      third.chat("live", false);
      awaitWaiting(2);
      running.end();
      assertThat(first.reply().status()).isEqualTo(200);
      answer(server, EVENT);
      answer(server, "{}");
      assertThat(kept.head().status()).isEqualTo(200);
      assertThat(third.reply().body()).isEqualTo("{}");
    }
  }

  private static FakePipeline.Live run(RawClient client, TestServer server) throws Exception {
    client.chat("live", false);
    FakePipeline.Live running = server.pipeline.next();
    running.write("{}");
    return running;
  }

  private static void answer(TestServer server, String text) throws InterruptedException {
    FakePipeline.Live next = server.pipeline.next();
    next.write(text);
    next.end();
  }

  private void awaitWaiting(int calls) {
    await().until(() -> controller.snapshot(route).of(Band.NORMAL).calls() == calls);
  }

  /// Waits until the client hears something.
  private static void awaitSaid(RawClient client) {
    await().until(client::hears);
  }

  private static String afterComments(RawClient client) throws IOException {
    String said = client.chunk();
    while (said.startsWith(":")) {
      said = client.chunk();
    }
    return said;
  }

  private Service queue(Service next, boolean heartbeat) {
    var config = new QueueConfig(2, 1_000_000, 1 << 20, Duration.ofMinutes(10), heartbeat);
    route = controller.route(config, false);
    var target = new Target("p/m", Set.of(Operation.CHAT), 1, 0, List.of(new OneAtATime()), next);
    var random = new SplittableRandom(1);
    var admission =
        new Admission(
            List.of(target),
            new WeightedPreference(),
            controller,
            route,
            new Observer() {},
            clock,
            () -> random);
    return heartbeat
        ? new KeepAlive(Duration.ofMillis(20), false, clock).over(admission)
        : admission;
  }

  private static final class OneAtATime implements Gate {
    private boolean taken;

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      var busy = new Failed.Overloaded(503, Optional.empty(), "busy");
      return taken ? Optional.of(new Closed(busy, now + 1_000_000_000L)) : Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      taken = true;
      return _ -> taken = false;
    }
  }
}
