package dev.sluice.internal.timeout;

import static dev.sluice.internal.timeout.Upstream.DEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.internal.timeout.Upstream.End;

/// Parts and helpers that the tests of bounds of whole answers share.
abstract class WholeAnswersFixture {

  final VirtualLoop loop = new VirtualLoop();
  final Upstream upstream = new Upstream(loop, TimeoutConfig.defaults());

  void learn(Call call, int count, double seconds, long tokens) {
    for (int i = 0; i < count; i++) {
      upstream.whole(call, seconds, tokens);
    }
  }

  double caughtAfter(Call call) {
    End end = upstream.whole(call, DEAD, 0);
    assertThat(end.timedOut()).isTrue();
    return end.seconds();
  }
}
