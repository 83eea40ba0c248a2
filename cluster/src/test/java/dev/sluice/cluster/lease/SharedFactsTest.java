package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Failed;
import dev.sluice.share.SharedCircuits;
import dev.sluice.share.SharedHolds;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedFactsTest {
  private final VirtualAgenda agenda = new VirtualAgenda();
  private final FakeLink link = new FakeLink();
  private final NodeShares shares =
      new NodeShares(
          new ClusterTerms(
              "test",
              "a",
              "000000000000000a",
              "a",
              1,
              Duration.ofMillis(250),
              Duration.ofSeconds(30),
              Duration.ofSeconds(1)),
          link,
          agenda,
          _ -> 1,
          _ -> {});

  /// A gate and a circuit that their admission knows, too.
  private static final class Both implements SharedHolds.Listener, SharedCircuits.Listener {
    @Override
    public void held(String model, Failed why, Duration time, long now) {}

    @Override
    public void opened(long now) {}

    @Override
    public void recovered(long now) {}

    void change(Runnable change) {
      change.run();
      opened(0);
    }
  }

  private WeakReference<Both> joined() {
    var gate = new Both();
    assertThat(shares.holds().join(1, Optional.of("gpt"), gate, gate::change)).isNotNull();
    assertThat(shares.circuits().join("gpt", gate, gate::change)).isNotNull();
    return new WeakReference<>(gate);
  }

  @Test
  void a_gate_that_nobody_knows_any_more_is_forgotten() {
    WeakReference<Both> gate = joined();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              System.gc();
              return gate.get() == null;
            });
  }

  @Test
  void what_is_on_its_way_is_not_told_again() {
    SharedHolds.Publisher publisher =
        shares.holds().join(1, Optional.of("gpt"), new Both(), Runnable::run);
    shares.start();
    agenda.pass(Duration.ofMillis(10));
    var why = new Failed.Throttled(Failed.Dimension.DAY, Optional.empty(), "used up");
    publisher.held("gpt", why, Duration.ofHours(1));
    agenda.pass(Duration.ofMillis(900));
    assertThat(link.told).hasSize(1);
    agenda.pass(Duration.ofMillis(500));

    assertThat(link.told).hasSize(2);
  }
}
