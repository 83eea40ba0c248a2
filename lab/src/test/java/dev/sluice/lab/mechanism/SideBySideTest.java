package dev.sluice.lab.mechanism;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private static final Variant RETRY = Variant.parse("retry");

  @Test
  void all_gateways_play_a_seed_at_the_same_time() throws Exception {
    var both = new CyclicBarrier(2);
    FigureTable table =
        new SideBySide(List.of(RETRY), 5, 3, Optional.empty())
            .table(
                (variant, seed) -> {
                  meet(both);
                  return Map.of("answered, %", variant.equals(RETRY) ? 90.0 : 90.0 + seed);
                });
    assertThat(table.values("answered, %", Variant.WHOLE)).containsExactly(95.0, 96.0, 97.0);
    assertThat(table.values("answered, %", RETRY)).containsExactly(90.0, 90.0, 90.0);
  }

  @Test
  void a_line_has_median_range_and_the_difference_seed_by_seed() {
    var table = new FigureTable();
    table.add(Map.of(Variant.WHOLE, Map.of("p99", 5.0)));
    table.add(Map.of(Variant.WHOLE, Map.of("p99", 7.0)));
    table.add(Map.of(RETRY, Map.of("p99", 6.0)));
    table.add(Map.of(RETRY, Map.of("p99", 9.0)));
    var out = new ByteArrayOutputStream();
    table.print(new PrintStream(out, true, UTF_8));
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "",
            "p99",
            "  all on                     6.00 (5.00..7.00)",
            "  without retry              7.50 (6.00..9.00)                  1.50 (1.00..2.00)");
  }

  @Test
  void a_play_that_fails_is_the_reason_that_all_do() {
    assertThatThrownBy(
            () ->
                new SideBySide(List.of(RETRY), 1, 1, Optional.empty())
                    .table(
                        (_, _) -> {
                          throw new IOException("no metrics");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("no metrics");
  }

  private static void meet(CyclicBarrier both) {
    try {
      both.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the other gateway does not play", e);
    }
  }
}
