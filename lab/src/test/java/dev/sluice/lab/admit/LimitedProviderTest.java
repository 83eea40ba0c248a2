package dev.sluice.lab.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Band;
import dev.sluice.lab.load.ReplyListener;
import dev.sluice.sim.limit.LimitDecision.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitedProviderTest {
  private final List<String> heard = new ArrayList<>();

  private World world(WorkloadCallFixture calls, long tokens, long requests, int bucket) {
    var rates = new ProviderRates(tokens, requests, Duration.ofSeconds(bucket));
    return new World(calls.list(), rates, Duration.ofSeconds(30), 1);
  }

  private ReplyListener reply(WorkloadCall call, World world) {
    return new ReplyListener() {
      @Override
      public void refused(Refused refused, Stands stands) {
        hear("refused for " + refused.dimension());
      }

      @Override
      public void admitted(Stands stands) {
        hear("admitted, left " + stands.tokens().remaining() + "/" + stands.requests().remaining());
      }

      @Override
      public void started() {
        hear("started");
      }

      @Override
      public void ended() {
        hear("ended");
      }

      private void hear(String what) {
        heard.add(world.timeline().now() / 1_000_000 + " ms: call " + call.number() + " " + what);
      }
    };
  }

  private void send(World world) {
    world.run(call -> world.provider().attempt(call, reply(call, world)));
  }

  @Test
  void an_answer_begins_after_half_a_second_and_takes_20_ms_a_token() {
    send(world(new WorkloadCallFixture().at(0, Band.NORMAL), 600, 60, 60));
    assertThat(heard)
        .containsExactly(
            "50 ms: call 0 admitted, left 450/59",
            "550 ms: call 0 started",
            "750 ms: call 0 ended");
  }

  @Test
  void input_and_bound_are_charged_at_admission_and_the_rest_comes_back_at_the_end() {
    World world =
        world(
            new WorkloadCallFixture().at(0, Band.NORMAL).at(0, Band.NORMAL).at(760, Band.NORMAL),
            60,
            60,
            300);
    send(world);
    // 300 tokens at first, 150 a call; 80 come back when two have ended, and one drips in a second.
    assertThat(heard)
        .contains("50 ms: call 0 admitted, left 150/299", "50 ms: call 1 admitted, left 0/298")
        .contains("810 ms: call 2 refused for TOKENS");
    assertThat(world.provider().used(80)).isTrue();
    assertThat(world.provider().used(1)).isFalse();
  }

  @Test
  void what_is_refused_costs_a_request() {
    send(world(new WorkloadCallFixture().at(0, Band.NORMAL, 4), 150, 2, 60));
    assertThat(heard)
        .containsExactly(
            "50 ms: call 0 admitted, left 0/1",
            "50 ms: call 1 refused for TOKENS",
            "50 ms: call 2 refused for REQUESTS",
            "50 ms: call 3 refused for REQUESTS",
            "550 ms: call 0 started",
            "750 ms: call 0 ended");
  }

  @Test
  void a_bucket_of_ten_seconds_holds_a_sixth_of_a_minute() {
    World world = world(new WorkloadCallFixture().at(0, Band.NORMAL), 6_000, 60, 10);
    send(world);
    assertThat(heard).contains("50 ms: call 0 admitted, left 850/9");
  }

  @Test
  void a_halved_limit_keeps_what_is_left_as_far_as_there_is_room() {
    World world = world(new WorkloadCallFixture().at(0, Band.NORMAL), 600, 60, 60);
    world.provider().allow(world.rates().times(0.5));
    assertThat(world.provider().used(301)).isFalse();
    assertThat(world.provider().used(300)).isTrue();
  }

  @Test
  void what_is_charged_counts_as_use_only_while_calls_wait_and_after_the_warm_up() {
    World world =
        world(new WorkloadCallFixture().at(0, Band.NORMAL).at(70_000, Band.NORMAL), 6_000, 60, 60);
    world.timeline().at(62_000_000_000L, world.busy()::waits);
    world.timeline().at(72_000_000_000L, world.busy()::waitsNoMore);
    send(world);
    assertThat(world.busy().seconds()).isEqualTo(10);
    assertThat(world.busy().tokens()).isEqualTo(110);
  }

  @Test
  void the_loads_rates_are_those_of_the_model() {
    var rates = new ProviderRates(600, 60, Duration.ofSeconds(10));
    assertThat(rates.limits().tokens()).isEqualTo(new dev.sluice.sim.limit.Limit(600, 100));
    assertThat(rates.tokenRate()).isEqualTo(10);
  }
}
