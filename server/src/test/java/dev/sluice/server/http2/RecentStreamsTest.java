package dev.sluice.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentStreamsTest {
  @Test
  void the_last_128_are_known() {
    var recent = new RecentStreams();
    assertThat(recent.has(1)).isFalse();
    for (int id = 1; id <= 257; id += 2) {
      recent.add(id);
    }
    assertThat(recent.has(1)).isFalse();
    assertThat(recent.has(3)).isTrue();
    assertThat(recent.has(257)).isTrue();
  }
}
