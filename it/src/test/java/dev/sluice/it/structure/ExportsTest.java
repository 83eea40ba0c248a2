package dev.sluice.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A package is a feature, whatever it holds; what is counted is how many of its types others use.
/// The counts stand in `exports.txt`: one more is a decision, and one less is kept.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportsTest {
  private static final Path BOUNDS = Path.of("src/test/resources/exports.txt");

  private final House house;

  ExportsTest() throws IOException {
    house = new House(Path.of(".."));
  }

  @Test
  void others_use_as_many_types_of_a_feature_as_are_listed() throws IOException {
    Map<String, Integer> exports = house.exports();
    assertThat(exports).hasSizeGreaterThan(50);
    assertThat(exports).isEqualTo(listed());
  }

  /// The product's modules name no type of the engine's inside. The laboratory may: it measures
  /// mechanisms one by one, and plays nodes of a cluster by the gateway's own.
  @Test
  void what_is_internal_is_used_in_its_module_alone() throws IOException {
    assertThat(house.internalAcrossModules())
        .containsOnlyKeys("lab")
        .allSatisfy((_, count) -> assertThat(count).isLessThanOrEqualTo(29));
  }

  private static Map<String, Integer> listed() throws IOException {
    Map<String, Integer> listed = new TreeMap<>();
    for (String line : Files.readAllLines(BOUNDS)) {
      int space = line.indexOf(' ');
      listed.put(line.substring(0, space), Integer.valueOf(line.substring(space + 1)));
    }
    return listed;
  }
}
