package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.WeightedPreference;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The queues as they are seen by the names of routes.
class AdmissionControllersTest {
  /// It stands still when calls come here.
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant wall() {
          return Instant.EPOCH;
        }
      };

  private static final Failed DRAINING = new Failed.Shed(Failed.Reason.DRAINING, Optional.empty());

  @Test
  void routes_of_one_name_are_seen_as_one() throws InterruptedException {
    var controllers = controllers(true);
    AdmissionController controller = controllers.of("p");
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      var route = controller.route(QueueConfig.defaults(), false);
      var admission =
          new Admission(
              List.of(shut()),
              new WeightedPreference(),
              controller,
              route,
              new Observer() {},
              CLOCK,
              () -> new SplittableRandom(1));
      controllers.show("p", admission);
      waiting.add(Thread.ofVirtual().start(() -> send(admission)));
    }
    await().until(() -> controllers.snapshot("p").of(Band.NORMAL).calls() == 2);
    controllers.close(DRAINING);
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(controllers.snapshot("p").of(Band.NORMAL).calls()).isZero();
  }

  @Test
  void a_route_that_no_call_can_reach_is_not_seen() {
    for (boolean discover : List.of(false, true)) {
      AdmissionControllers controllers = controllers(discover);
      AdmissionController controller = controllers.of("p");
      controllers.show(
          "p",
          new Admission(
              List.of(shut()),
              new WeightedPreference(),
              controller,
              controller.route(QueueConfig.defaults(), true),
              new Observer() {},
              CLOCK,
              () -> new SplittableRandom(1)));
      assertThat(controllers.routes()).isEqualTo(discover ? Set.of("p") : Set.of());
    }
  }

  private static AdmissionControllers controllers(boolean discover) {
    var provider =
        new ProviderConfig(
            "p", ProviderType.COMPATIBLE, URI.create("https://host/v1"), List.of(), false);
    return new AdmissionControllers(
        new GatewayConfig(List.of(provider), List.of(), discover), CLOCK);
  }

  private static void send(Admission admission) {
    try {
      admission.send(
          Calls.whole(new VirtualLoop(), "m"),
          new CommitPoint(new RecordingExit(), false, Clock.SYSTEM));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Target shut() {
    Gate gate =
        new Gate() {
          @Override
          public Optional<Closed> closed(Call call, boolean last, long now) {
            var why = new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "shut");
            return Optional.of(new Closed(why, now + 1_000_000_000L));
          }

          @Override
          public Permit enter(Call call, long now) {
            throw new IllegalStateException("shut");
          }
        };
    return new Target("p/m", Set.of(Operation.CHAT), 1, 0, List.of(gate), (_, _) -> new Answered());
  }
}
