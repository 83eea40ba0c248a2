package dev.sluice.internal.admission.queue;

import static dev.sluice.call.request.Band.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.share.Tenant;
import dev.sluice.internal.admission.queue.share.Tenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantQueuesTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Scene scene = new Scene(1_000);
  private final RouteQueue line = scene.queue.line(QueueConfig.defaults(), true);
  private final Tenants tenants = new Tenants(Map.of());

  @Test
  void of_the_lanes_of_made_up_models_few_have_to_know_what_a_tenant_has_had() {
    Tenant tenant = tenants.of("t");
    List<TenantQueue> tenantQueues = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      tenantQueues.add(lane("made-up-" + i).tenantQueues().of(tenant, scene.now));
    }
    tenants.serve(tenant, 1_000, 0);
    assertThat(tenantQueues.stream().filter(TenantQueuesTest::knows))
        .isNotEmpty()
        .hasSizeLessThan(65);
  }

  @Test
  void what_comes_fades_once_for_all() {
    TenantQueues tenantQueues = lane("m").tenantQueues();
    List<TenantQueue> all =
        List.of(tenantQueues.of(tenants.of("a"), 0), tenantQueues.of(tenants.of("b"), 0));
    tenantQueues.refresh(Scene.SECOND);
    assertThat(all).allMatch(queue -> queue.fresh() > Scene.SECOND);
  }

  private static boolean knows(TenantQueue queue) {
    return queue.demand.upTo(0, new TenantDemand()) == -1_000;
  }

  private ContentionGroup lane(String model) {
    Call call = Scene.call(NORMAL, "t", 10, LONG, scene.now).withModel(model);
    return line.lane(call, List.of(Scene.target("p/*", new PerModel())), scene.now);
  }

  /// Each model is a source of its own.
  private static final class PerModel implements Gate {
    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      return Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      return _ -> {};
    }

    @Override
    public Optional<Object> source(Call call, long now) {
      return Optional.of(call.model());
    }
  }
}
