package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.budget.SharedLimits;
import dev.sluice.call.Failed;
import dev.sluice.cluster.lease.ClusterTerms;
import dev.sluice.cluster.lease.NodeStatus;
import dev.sluice.cluster.link.RedisAddress.Login;
import dev.sluice.cluster.link.RedisServer;
import dev.sluice.share.SharedCircuits;
import dev.sluice.share.SharedHolds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes of a cluster beside a real Redis.
class ClusterNodeTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /// As long as the link itself waits: a machine that is slow for a moment makes no node alone. A
  /// Redis that is gone is noticed without it.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path folder;

  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  /// A node knows circuits as long as something else does.
  private final List<SharedCircuits.Member> circuits = new ArrayList<>();

  private RedisServer redis;
  private ClusterNode a;
  private ClusterNode b;

  @BeforeEach
  void join() throws IOException, InterruptedException {
    redis = new RedisServer(folder);
    a = node("a", 1);
    b = node("b", 2);
    await().atMost(LONG).until(() -> together(a) && together(b));
  }

  private ClusterNode node(String name, int number) {
    var terms =
        new ClusterTerms(
            "test",
            name,
            "%016x".formatted(number),
            name + "|1",
            2,
            Duration.ofMillis(250),
            Duration.ofSeconds(4),
            PATIENCE);
    ClusterNode node = new ClusterNode(terms, redis.address(Login.NONE));
    node.join(told::add);
    return node;
  }

  private static boolean together(ClusterNode node) {
    NodeStatus now = node.status();
    return now.alone().isEmpty() && now.nodes() == 2 && now.missing() == 0;
  }

  @AfterEach
  void leave() throws IOException {
    a.close();
    b.close();
    redis.close();
  }

  @Test
  void a_node_that_signs_off_is_not_counted_any_more() {
    b.close();

    await().atMost(LONG).until(() -> a.status().nodes() == 1);
  }

  @Test
  void a_hold_is_known_to_all() {
    Queue<String> held = new ConcurrentLinkedQueue<>();
    SharedHolds.Listener gate = (model, why, time, now) -> held.add(model + " " + why);
    SharedHolds.Publisher hearing =
        b.sharing().holds().join(7, Optional.of("gpt"), gate, Runnable::run);
    SharedHolds.Publisher publisher =
        a.sharing().holds().join(7, Optional.of("gpt"), (_, _, _, _) -> {}, Runnable::run);

    var why = new Failed.Throttled(Failed.Dimension.DAY, Optional.of(LONG), "used up");
    publisher.held("gpt", why, LONG);

    await().atMost(LONG).until(() -> !held.isEmpty());
    assertThat(held.peek()).startsWith("gpt Throttled[dimension=DAY");
    assertThat(hearing).isNotNull();
  }

  private SharedCircuits.Member circuit(ClusterNode node, Queue<String> heard) {
    var listener =
        new SharedCircuits.Listener() {
          @Override
          public void opened(long now) {
            heard.add("failed");
          }

          @Override
          public void recovered(long now) {
            heard.add("recovered");
          }
        };
    SharedCircuits.Member circuit =
        node.sharing().circuits().join("target", listener, Runnable::run);
    circuits.add(circuit);
    return circuit;
  }

  private static boolean mayTry(SharedCircuits.Member circuit) {
    long now = System.nanoTime();
    return circuit.nextTry(now) == now;
  }

  /// What a node hears it may hear twice, as it is published and as it is read behind a beat, and
  /// what was read may be older.
  @Test
  void one_of_them_tries_a_target_until_it_has_recovered() {
    Queue<String> atA = new ConcurrentLinkedQueue<>();
    Queue<String> atB = new ConcurrentLinkedQueue<>();
    SharedCircuits.Member ofA = circuit(a, atA);
    SharedCircuits.Member ofB = circuit(b, atB);

    ofA.opened();
    await().atMost(LONG).until(() -> atB.contains("failed"));
    ofB.opened();
    await().atMost(LONG).until(() -> mayTry(ofA));
    long asked = System.nanoTime();
    assertThat(ofB.nextTry(asked)).isGreaterThan(asked);
    ofA.recovered();

    await().atMost(LONG).until(() -> atB.contains("recovered"));
    assertThat(mayTry(ofB)).isTrue();
    ofB.recovered();
    // What all know is not told again; what is new is.
    await()
        .atMost(LONG)
        .until(
            () -> {
              ofB.opened();
              return !atA.isEmpty();
            });
    assertThat(atA).containsOnly("failed");
  }

  @Test
  void a_user_without_channels_shares_limits_and_is_told_so() {
    redis.command("ACL", "SETUSER", "default", "resetchannels");
    redis.command("CLIENT", "KILL", "TYPE", "pubsub");

    await().atMost(LONG).until(() -> told.stream().anyMatch(line -> line.contains("channels")));
    assertThat(together(a)).isTrue();
  }

  @Test
  void a_user_that_may_not_touch_limits_stays_a_member_and_is_told_how_names_begin() {
    redis.command("ACL", "SETUSER", "default", "resetkeys", "~sluice:1:{test}*");
    await()
        .atMost(LONG)
        .until(
            () -> {
              letIn(a, 1);
              assertThat(a.status().alone()).isEmpty();
              return told.stream().anyMatch(line -> line.contains("out of reach"));
            });
    assertThat(a.status().apart()).isPositive();
    assertThat(told)
        .anyMatch(
            line -> line.startsWith("a key's limit of calls a minute is out of reach in test"));

    redis.command("ACL", "SETUSER", "default", "allkeys");
    await()
        .atMost(LONG)
        .until(
            () -> {
              letIn(a, 1);
              return told.stream().anyMatch(line -> line.startsWith("all limits are shared"));
            });
  }

  @Test
  void a_key_of_another_program_leaves_the_node_a_member() {
    redis.command("SET", keyOfCalls(), "x");
    await()
        .atMost(LONG)
        .until(
            () -> {
              letIn(a, 1);
              assertThat(a.status().alone()).isEmpty();
              return told.stream().anyMatch(line -> line.endsWith("begin with sluice:1:{test"));
            });
  }

  private String keyOfCalls() {
    letIn(a, 1);
    String key =
        redis.command("KEYS", "sluice:1:{test/key/*:rpm").stream().findFirst().orElseThrow();
    redis.command("DEL", key);
    return key;
  }

  @Test
  void a_node_with_the_name_of_another_is_told_so() {
    try (ClusterNode _ = node("a", 3)) {
      await().atMost(LONG).until(() -> told.stream().anyMatch(line -> line.contains("called a")));
    }
  }

  @Test
  void an_outage_is_told_once_and_its_end_once() throws Exception {
    var registry = new SimpleMeterRegistry();
    a.bindTo(registry);
    redis.close();
    try (Socket _ = redis.keepPort()) {
      await()
          .atMost(LONG)
          .until(() -> told.stream().filter(line -> line.startsWith("alone")).count() >= 2);
      assertThat(a.status().alone()).isPresent();
      assertThat(registry.get("sluice.cluster.mode").gauge().value()).isZero();
      assertThat(
              registry.get("sluice.cluster.failed").tag("reason", "DOWN").functionCounter().count())
          .isPositive();
      redis = new RedisServer(redis.port(), folder);
    }
    await().atMost(LONG).until(() -> together(a) && together(b));
    await()
        .atMost(LONG)
        .until(() -> told.stream().filter(line -> line.endsWith("again, 2 nodes")).count() >= 2);
    assertThat(told).filteredOn(line -> line.startsWith("alone in ")).hasSize(2);
    assertThat(told).filteredOn(line -> line.endsWith("again, 2 nodes")).hasSize(2);
  }

  private static int letIn(ClusterNode node, int calls) {
    int in = 0;
    for (int i = 0; i < calls; i++) {
      in += node.limits().take("key", SharedLimits.Kind.CALLS, 600, 1, 0) == 0 ? 1 : 0;
    }
    return in;
  }

  @Test
  void a_key_has_one_limit_a_minute_at_all_nodes() {
    long begun = System.nanoTime();
    int in = letIn(a, 400) + letIn(b, 400);
    double most = 600 + 10 * (System.nanoTime() - begun) / 1e9;

    assertThat((double) in).isBetween(590.0, most + 1);
  }

  @Test
  void a_key_has_so_many_calls_at_a_time_at_all_nodes() {
    assertThat(a.limits().enter("key", 2, 0)).isTrue();
    assertThat(b.limits().enter("key", 2, 0)).isTrue();
    assertThat(b.limits().enter("key", 2, 0)).isFalse();
    a.limits().left("key");

    await().atMost(LONG).until(() -> b.limits().enter("key", 2, 0));
  }
}
