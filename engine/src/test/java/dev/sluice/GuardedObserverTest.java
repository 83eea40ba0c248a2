package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.AppObserver;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.VirtualLoop;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedObserverTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final Call call = Calls.whole(loop, "m");

  @Test
  void an_observer_that_takes_long_is_named_once() {
    Observer slow =
        GuardedObserver.of(
            new AppObserver(_ -> loop.advance(GuardedObserver.LONG.plusMillis(30))), loop);
    try (var log = new Logged("dev.sluice.gateway")) {
      slow.callStarted(call);
      slow.callStarted(call);
      assertThat(log.messages())
          .singleElement()
          .asString()
          .startsWith("the observer com.example.AppObserver.callStarted took 130 ms")
          .endsWith("hand what waits to an executor with platform threads");
    }
  }

  @Test
  void an_observer_that_throws_costs_no_call_and_is_named_once() {
    Observer broken =
        GuardedObserver.of(
            new AppObserver(
                _ -> {
                  throw new IllegalStateException("broken");
                }),
            loop);
    try (var log = new Logged("dev.sluice.bugs")) {
      broken.callStarted(call);
      broken.callStarted(call);
      assertThat(log.messages())
          .containsExactly("com.example.AppObserver.callStarted threw; calls go on without it");
    }
  }

  @Test
  void an_error_of_an_observers_own_code_costs_no_call() {
    for (Error mistake : List.of(new NoClassDefFoundError("gone"), new AssertionError("wrong"))) {
      Observer broken =
          GuardedObserver.of(
              new AppObserver(
                  _ -> {
                    throw mistake;
                  }),
              loop);
      try (var log = new Logged("dev.sluice.bugs")) {
        broken.callStarted(call);
        assertThat(log.messages()).hasSize(1);
      }
    }
  }

  @Test
  void an_observer_of_sluices_own_costs_nothing_more() {
    Observer own = new Observer() {};
    assertThat(GuardedObserver.of(own, loop)).isSameAs(own);
  }
}
