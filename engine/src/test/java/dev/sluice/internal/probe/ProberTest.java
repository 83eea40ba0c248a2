package dev.sluice.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Payer;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.VirtualLoop;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private final VirtualLoop time = new VirtualLoop();
  private final List<Probe> probes = new ArrayList<>();
  private final Payer payer = new NobodyInParticular();
  private final RequestFacts facts = Calls.whole(time, "m").facts();
  private final Asked a = new Asked();
  private final Asked b = new Asked();
  private final Prober prober =
      new Prober(new Prober.Means(new AtOnce(), this::launch, payer, time));

  /// Runs at once what is started on it.
  private final class AtOnce implements Loop {
    @Override
    public void execute(Runnable task) {
      time.execute(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return time.schedule(delay, task);
    }

    @Override
    public boolean inLoop() {
      return false;
    }

    @Override
    public Thread start(String name, Runnable task) {
      task.run();
      return Thread.currentThread();
    }
  }

  private static final class NobodyInParticular implements Payer {
    @Override
    public Decision enter(Call call) {
      return Accepted.FREE;
    }

    @Override
    public Decision reserve(Call call, List<String> targets, int attempts) {
      return Accepted.FREE;
    }
  }

  /// A target with a circuit that lacks calls, or not.
  private final class Asked implements Probed {
    private boolean lacks = true;
    private boolean broken;

    @Override
    public Optional<Question> due() {
      if (broken) {
        throw new IllegalStateException("a bug");
      }
      return lacks
          ? Optional.of(new Question(Operation.CHAT, facts, Unpooled.wrappedBuffer(BODY)))
          : Optional.empty();
    }

    @Override
    public Service service() {
      return (_, _) -> new Answered();
    }
  }

  private static final class Probe implements CallHandle {
    private final Call call;
    private boolean left;

    Probe(Call call) {
      this.call = call;
    }

    @Override
    public void leave() {
      left = true;
    }
  }

  private CallHandle launch(Service through, Call call, ClientResponse response) {
    var probe = new Probe(call);
    probes.add(probe);
    return probe;
  }

  @AfterEach
  void all_bytes_are_given_back() {
    prober.close();
    probes.forEach(probe -> probe.call.body().close());
    assertThat(time.timers()).isZero();
  }

  @Test
  void a_target_that_lacks_calls_is_asked_every_30_seconds() {
    prober.use(List.of(a));
    time.advance(EVERY.minusMillis(1));
    assertThat(probes).isEmpty();
    time.advance(Duration.ofMillis(1));
    assertThat(probes).hasSize(1);
    a.lacks = false;
    time.advance(EVERY.multipliedBy(3));
    assertThat(probes).hasSize(1);
    a.lacks = true;
    time.advance(EVERY);
    assertThat(probes).hasSize(2);
  }

  @Test
  void a_probe_is_a_call_of_the_gateways_own() {
    prober.use(List.of(a));
    time.advance(EVERY);
    Call call = probes.getFirst().call;
    assertThat(call.body().bytes().toString(StandardCharsets.UTF_8)).isEqualTo("{}");
    assertThat(call.id()).isEqualTo("probe-1");
    assertThat(call.payer()).isSameAs(payer);
    assertThat(call.hints().caller()).isNotEqualTo(SchedulingHints.NOBODY);
    assertThat(call.failedTargets().mustNotWait()).isTrue();
    assertThat(call.failedTargets().reason("p/m")).isEqualTo("probe");
    assertThat(FailedTargets.NONE.mustNotWait()).isFalse();
  }

  @Test
  void without_targets_there_is_no_timer() {
    prober.use(List.of());
    assertThat(time.timers()).isZero();
    prober.use(List.of(a));
    assertThat(time.timers()).isEqualTo(1);
    prober.use(List.of());
    time.advance(EVERY);
    assertThat(probes).isEmpty();
    assertThat(time.timers()).isZero();
  }

  @Test
  void new_targets_make_it_ask_no_more_often() {
    prober.use(List.of(a));
    for (int i = 0; i < 12; i++) {
      time.advance(Duration.ofSeconds(10));
      prober.use(List.of(a));
    }
    assertThat(probes).hasSize(4);
  }

  @Test
  void a_probe_that_is_under_way_is_cancelled_with_its_targets() {
    prober.use(List.of(a));
    time.advance(EVERY);
    prober.use(List.of(b));
    assertThat(probes.getFirst().left).isTrue();
    time.advance(EVERY);
    assertThat(probes.get(1).left).isFalse();
    prober.close();
    assertThat(probes.get(1).left).isTrue();
    time.advance(EVERY);
    assertThat(probes).hasSize(2);
  }

  @Test
  void a_probe_that_is_launched_while_its_targets_are_replaced_is_cancelled() {
    var replaces =
        new Probed() {
          @Override
          public Optional<Question> due() {
            prober.use(List.of(b));
            return Optional.of(new Question(Operation.CHAT, facts, Unpooled.wrappedBuffer(BODY)));
          }

          @Override
          public Service service() {
            return (_, _) -> new Answered();
          }
        };
    prober.use(List.of(replaces));
    time.advance(EVERY);
    assertThat(probes.getFirst().left).isTrue();
  }

  @Test
  void a_probe_that_has_ended_is_not_cancelled() {
    prober.use(List.of(a));
    time.advance(EVERY);
    probes.getFirst().call.body().close();
    prober.close();
    assertThat(probes.getFirst().left).isFalse();
  }

  @Test
  void a_bug_in_one_target_keeps_no_other_from_being_asked() {
    a.broken = true;
    prober.use(List.of(a, b));
    time.advance(EVERY.multipliedBy(2));
    assertThat(probes).hasSize(2);
  }

  @Test
  void what_is_closed_takes_no_targets() {
    prober.close();
    prober.use(List.of(a));
    assertThat(time.timers()).isZero();
  }
}
