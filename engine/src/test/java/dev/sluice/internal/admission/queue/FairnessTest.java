package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Ticket.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Ten tenants at one target, and what each gets of it.
class FairnessTest {
  private static final double RATE = 5_000;
  private static final int SECONDS = 240;

  private final Map<String, Double> asked = new HashMap<>();
  private final Map<String, Double> served = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(11);
  private IntFunction<String> parts = _ -> SchedulingHints.UNDIVIDED;

  @Test
  void a_noisy_tenant_at_twenty_times_its_share_leaves_the_others_theirs() {
    run(new Scene(RATE), 20);
    for (int i = 1; i < 10; i++) {
      assertThat(had("t" + i)).as("t%d", i).isGreaterThan(0.95 * asked.getOrDefault("t" + i, 0.0));
    }
    assertThat(had("t0")).isLessThan(0.2 * RATE * SECONDS);
  }

  @Test
  void weights_are_shares() {
    var scene = new Scene(RATE, Map.of("t0", 3, "*", 1), QueueConfig.defaults());
    run(scene, 20, 20);
    assertThat(served.getOrDefault("t0", 0.0) / served.getOrDefault("t1", 1.0)).isBetween(2.6, 3.4);
  }

  @Test
  void a_tenant_with_a_new_subtenant_a_call_leaves_the_others_theirs() {
    parts = tenant -> tenant == 0 ? "new-" + random.nextInt() : SchedulingHints.UNDIVIDED;
    run(new Scene(RATE), 20);
    double theirs = 0;
    double given = 0;
    for (int i = 1; i < 10; i++) {
      double wanted = asked.getOrDefault("t" + i, 0.0);
      assertThat(had("t" + i)).as("t%d", i).isGreaterThan(0.9 * wanted);
      theirs += wanted;
      given += had("t" + i);
    }
    assertThat(given).isGreaterThan(0.95 * theirs);
    assertThat(had("t0")).isBetween(0.08 * RATE * SECONDS, 0.2 * RATE * SECONDS);
  }

  @Test
  void subtenants_divide_their_tenant_s_share_and_no_more() {
    parts =
        tenant ->
            tenant > 0 ? SchedulingHints.UNDIVIDED : random.nextInt(20) == 0 ? "small" : "large";
    run(new Scene(RATE), 10, 10, 10);
    assertThat(had("t0")).isBetween(0.28 * RATE * SECONDS, 0.38 * RATE * SECONDS);
    assertThat(had("t0/small")).isGreaterThan(0.9 * asked.getOrDefault("t0/small", 0.0));
  }

  private void run(Scene scene, int noise) {
    int[] loads = {noise, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    run(scene, loads);
  }

  /// Each tenant asks for so many tenths of what there is.
  private void run(Scene scene, int... loads) {
    List<Ticket> waiting = new ArrayList<>();
    for (int tick = 0; tick < SECONDS * 10; tick++) {
      for (int i = 0; i < loads.length; i++) {
        // 97 % of a tenth: the capacity is not used up by tenants that ask for their share.
        double expected = 0.97 * loads[i] * RATE / 10 / 10 / 500;
        for (double left = expected; random.nextDouble() < left; left--) {
          Call call =
              Scene.call(
                  band(), "t" + i, 250 + random.nextInt(500), Duration.ofHours(1), scene.now);
          Ticket ticket = scene.offer(call.withHints(call.hints().within(parts.apply(i))));
          count(asked, ticket);
          note(ticket, waiting);
        }
      }
      scene.pass(Duration.ofMillis(100));
      waiting.removeIf(this::decided);
    }
  }

  private Band band() {
    int draw = random.nextInt(10);
    return draw == 0 ? Band.CRITICAL : draw < 7 ? Band.INTERACTIVE : Band.NORMAL;
  }

  private void note(Ticket ticket, List<Ticket> waiting) {
    if (!decided(ticket)) {
      waiting.add(ticket);
    }
  }

  private boolean decided(Ticket ticket) {
    if (ticket.state() == State.GRANTED) {
      count(served, ticket);
    }
    return ticket.state() != State.WAITING;
  }

  private static void count(Map<String, Double> tokens, Ticket ticket) {
    SchedulingHints hints = ticket.call().hints();
    double size = ticket.call().body().size();
    tokens.merge(hints.tenant(), size, Double::sum);
    tokens.merge(hints.tenant() + "/" + hints.subtenant(), size, Double::sum);
  }

  private double had(String tenant) {
    return served.getOrDefault(tenant, 0.0);
  }
}
