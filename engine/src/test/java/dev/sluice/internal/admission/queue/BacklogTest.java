package dev.sluice.internal.admission.queue;

import static dev.sluice.call.request.Band.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BacklogTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Scene scene = new Scene(1_000);
  private final RouteQueue route = scene.queue.route(QueueConfig.defaults(), true);
  private final Tenants tenants = new Tenants(Map.of());
  private final Backlog backlog = new Backlog(tenants);

  @Test
  void of_the_groups_of_made_up_models_few_follow_a_tenants_counter() {
    Tenant tenant = tenants.of("t");
    List<TenantQueue> queues = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      queues.add(group("made-up-" + i).of(tenant, scene.now));
    }
    tenants.serve(tenant, 1_000, 0);
    assertThat(queues.stream().filter(BacklogTest::follows)).isNotEmpty().hasSizeLessThan(65);
  }

  @Test
  void the_groups_of_one_route_leave_room_for_those_of_another() {
    for (int i = 0; i < 64; i++) {
      Call call = call("made-up-" + i);
      backlog.put(ticket(call), group(call, route), scene.now);
    }
    assertThat(group("one-more").mixed).isTrue();
    RouteQueue other = scene.queue.route(QueueConfig.defaults(), true);
    assertThat(group(call("one-more"), other).mixed).isFalse();
  }

  @Test
  void rates_of_arrival_decay_once_for_all_tenants() {
    ContentionGroup group = group("m");
    List<TenantQueue> all = List.of(group.of(tenants.of("a"), 0), group.of(tenants.of("b"), 0));
    group.othersUpTo(all.getFirst(), 1, 1, Scene.SECOND, new Demand());
    assertThat(all).allMatch(queue -> queue.fresh() > Scene.SECOND);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"MESSAGES", "COUNT_TOKENS"})
  void sealed_calls_for_two_accounts_wait_apart(Operation operation) {
    RouteQueue mixed = scene.queue.route(QueueConfig.defaults(), false);
    var loop = new VirtualLoop();
    Call sealed =
        operation == Operation.MESSAGES ? Calls.message(loop, 1, true) : Calls.count(loop, 1, true);
    List<Target> one = List.of(Scene.target("p/m", new OfAccount("one")));
    List<Target> two = List.of(Scene.target("p/m", new OfAccount("two")));
    assertThat(backlog.group(mixed, sealed, one, scene.now))
        .isNotSameAs(backlog.group(mixed, sealed, two, scene.now));
  }

  private static boolean follows(TenantQueue queue) {
    return queue.demand.upTo(0, new TenantDemand()) == -1_000;
  }

  private Ticket ticket(Call call) {
    return new Ticket(call, List.of(), tenants.of("t"), route.maxWait(), scene.now);
  }

  private ContentionGroup group(String model) {
    return group(call(model), route);
  }

  private ContentionGroup group(Call call, RouteQueue of) {
    return backlog.group(of, call, List.of(Scene.target("p/*", new PerModel())), scene.now);
  }

  private Call call(String model) {
    return Scene.call(NORMAL, "t", 10, LONG, scene.now).withModel(model);
  }

  /// Each model is a source of its own.
  private static final class PerModel extends Open {
    @Override
    public Optional<Object> source(Call call, long now) {
      return Optional.of(call.model());
    }
  }

  /// Each account is a source of its own.
  private static final class OfAccount extends Open {
    private final String account;

    OfAccount(String account) {
      this.account = account;
    }

    @Override
    public Optional<Object> source(Call call, long now) {
      return Optional.of(account);
    }
  }

  private static class Open implements Gate {
    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      return Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      return _ -> {};
    }
  }
}
