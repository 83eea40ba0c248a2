package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How many patterns and budgets a configuration may give.
class ManyTermsTest {
  private static void read(String terms, String budgets) {
    String text =
        """
        server: {keys: [{name: a, key: k, team: t%s}]}
        budgets: {%s}
        providers: {p: {type: vllm, url: "http://127.0.0.1:9"}}
        """
            .formatted(terms, budgets);
    assertThat(ConfigFile.of(Doc.parse("sluice.yaml", text, Map.of())).config()).isNotNull();
  }

  private static String list(String name, String item, int count) {
    return name + ": [" + String.join(", ", Collections.nCopies(count, item)) + "]";
  }

  private static String problem(String terms, String budgets) {
    ConfigException why = catchThrowableOfType(ConfigException.class, () -> read(terms, budgets));
    return why.problems().getFirst().toString();
  }

  @Test
  void a_key_of_the_configuration_has_a_bounded_number_of_both() {
    for (String name : new String[] {"models", "routes"}) {
      read(", " + list(name, "m", 256), "");
      assertThat(problem(", " + list(name, "m", 5_000), ""))
          .contains("server.keys[0]." + name, "must be at most 256; it is 5000");
    }
    read(", " + list("budgets", "1USD/day", 16), "");
    assertThat(problem(", " + list("budgets", "1USD/day", 4_000), ""))
        .contains("server.keys[0].budgets", "must be at most 16; it is 4000");
  }

  @Test
  void so_have_all_keys_together() {
    read("", list("all", "1USD/day", 16));
    assertThat(problem("", list("all", "1USD/day", 17)))
        .contains("budgets.all", "must be at most 16; it is 17");
  }
}
