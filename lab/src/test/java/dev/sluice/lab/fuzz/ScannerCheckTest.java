package dev.sluice.lab.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.call.request.Operation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The short form of `lab fuzz --bodies`.
class ScannerCheckTest {
  private static final boolean LONG = System.getProperty("sluice.long") != null;
  private static final int RANDOM = LONG ? 20_000 : 3_000;

  /// How many bodies of each operation are cut at every place, and looked at as all of them.
  private static final int CUT = LONG ? 30 : 4;

  @Test
  void the_scanner_and_jackson_agree_on_random_bodies() {
    long requests = ScannerCheck.compare(RANDOM, 17);
    assertThat(requests).as("of both kinds there are many").isBetween(RANDOM / 5L, RANDOM * 4L / 5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "MESSAGES",
        "COUNT_TOKENS",
        "STORED_RESPONSE",
        "IMAGE_VARIATIONS",
        "TRANSCRIPTIONS",
        "TRANSLATIONS",
        "PASS_THROUGH"
      })
  void the_scanner_and_jackson_agree_wherever_a_body_is_cut(Operation operation) {
    var bodies = new RandomBodies(new Random(18));
    for (int i = 0; i < CUT; i++) {
      byte[] body = bodies.next(operation);
      assertThatCode(() -> ScannerCheck.every(body))
          .as(new String(body, UTF_8))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void a_run_says_how_many_bodies_were_compared() {
    var out = new ByteArrayOutputStream();
    assertThat(ScannerCheck.run(10, 19, new PrintStream(out, true, UTF_8))).isZero();
    assertThat(out.toString(UTF_8)).contains("10 bodies").contains("no difference");
  }
}
