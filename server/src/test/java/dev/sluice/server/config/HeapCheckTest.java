package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.reader.ConfigFile;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeapCheckTest {
  private static final long HEAP = 1L << 30;

  @Test
  void what_holds_is_no_problem() {
    assertThat(problem("768MiB", "off", "off")).isEmpty();
    assertThat(problem("512MiB", "{max: 256MiB}", "{max: 128MiB}")).isEmpty();
  }

  @Test
  void more_than_three_quarters_of_the_heap_cannot_hold() {
    assertThat(problem("800MiB", "off", "off"))
        .hasValue(
            "server.bodies is 800 MiB, above three quarters (768 MiB) of the heap of 1024 MiB:"
                + " lower it, or give the process more memory (SLUICE_MEMORY, in MiB)");
  }

  @Test
  void caches_count_beside_it() {
    assertThat(problem("512MiB", "{max: 256MiB}", "{max: 200MiB}"))
        .hasValue(
            "server.bodies of 512 MiB and the routes' caches of 456 MiB are 968 MiB, above seven"
                + " eighths (896 MiB) of the heap of 1024 MiB: lower one of them, or give the"
                + " process more memory (SLUICE_MEMORY, in MiB)");
  }

  @Test
  void the_default_holds_in_any_heap() {
    long heap = Runtime.getRuntime().maxMemory();
    assertThat(ServerConfig.defaults().bodies()).isEqualTo(heap / 2);
    assertThat(ServerConfig.defaults().maxBody())
        .isLessThanOrEqualTo((int) Math.min(32 << 20, heap / 2));
  }

  private static Optional<String> problem(String bodies, String one, String other) {
    String yaml =
        """
        server: {bodies: %s}
        providers: {p: {type: openai, key: k}}
        routes:
          a: {models: [a], targets: [{provider: p}], cache: %s}
          b: {models: [b], targets: [{provider: p}], cache: %s}
        """
            .formatted(bodies, one, other);
    SluiceConfig config = ConfigFile.of(Doc.parse("sluice.yaml", yaml, Map.of())).config();
    return HeapCheck.problem(config, HEAP);
  }
}
