package dev.sluice.lab.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.request.Band;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BandSharesTest {
  @Test
  void bands_come_in_their_shares() {
    var random = new SplittableRandom(3);
    var bandShares = new BandShares(List.of(10, 60, 30, 0));
    List<Band> drawn = Stream.generate(() -> bandShares.draw(random)).limit(10_000).toList();
    assertThat(share(Band.CRITICAL, drawn)).isBetween(0.09, 0.11);
    assertThat(share(Band.INTERACTIVE, drawn)).isBetween(0.58, 0.62);
    assertThat(share(Band.BATCH, drawn)).isZero();
  }

  @Test
  void shares_that_are_no_hundred_are_refused() {
    assertThatThrownBy(() -> new BandShares(List.of(10, 60, 20, 0)))
        .hasMessage(
            "the bands' shares are [10, 60, 20, 0]; give four numbers that add up to 100, for"
                + " [CRITICAL, INTERACTIVE, NORMAL, BATCH]");
    assertThatThrownBy(() -> new BandShares(List.of(50, 50)))
        .hasMessageContaining("give four numbers");
    assertThatThrownBy(() -> new BandShares(List.of(-10, 60, 50, 0))).hasMessageContaining("-10");
  }

  private static double share(Band band, List<Band> drawn) {
    return (double) drawn.stream().filter(band::equals).count() / drawn.size();
  }
}
