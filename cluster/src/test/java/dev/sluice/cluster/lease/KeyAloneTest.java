package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A key's limit of 60 calls a minute at one of two nodes, which is alone again and again.
class KeyAloneTest {
  private static final int LIMIT = 60;
  private static final int NODES = 2;

  private final KeyAlone alone = new KeyAlone(new Purse());

  /// Takes what there is.
  private int use(long now) {
    int in = 0;
    alone.advance(LIMIT, NODES, false, now);
    while (alone.take(LIMIT, 1, NODES) == 0) {
      in++;
    }
    alone.end(LIMIT, NODES, now);
    return in;
  }

  @Test
  void a_limit_that_was_never_asked_for_begins_full_once() {
    int in = 0;
    for (int second = 0; second < 120; second += 4) {
      in += use(Duration.ofSeconds(second).toNanos());
    }

    assertThat(in).isBetween(1, 30 + 60);
  }
}
