package dev.sluice.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The modules that `./sluice publish` publishes: their poms say so.
class PublishedModulesTest {
  private static final Path ROOT = Path.of("..");
  private static final String PUBLISHED = "<maven.deploy.skip>false<";
  private static final Pattern ARTIFACT =
      Pattern.compile("</parent>\\s*<artifactId>(.*)</artifactId>");
  private static final Pattern MODULE = Pattern.compile("<module.name>(.*)</module.name>");
  private static final Pattern DESCRIPTION =
      Pattern.compile("<name>(Sluice .+)</name>\\s*<description>.+</description>");
  private static final Pattern SAMPLE = Pattern.compile("<module>(.*)</module>");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<groupId>dev.sluice</groupId>\\s*<artifactId>(.*)</artifactId>"
              + "(?:\\s*<version>\\$\\{project.version}</version>)?\\s*</dependency>");

  /// The poms of published modules by their artifacts, each with its file.
  private final Map<String, Path> poms = new TreeMap<>();

  @BeforeEach
  void find_the_poms() throws IOException {
    for (Path pom : modules()) {
      String text = Files.readString(pom);
      if (text.contains(PUBLISHED)) {
        poms.put(first(ARTIFACT, text), pom);
      }
    }
    assertThat(poms).containsKeys("sluice-engine", "sluice-bom");
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 3)) {
      return files
          .filter(file -> file.endsWith("pom.xml"))
          .filter(file -> !file.startsWith(ROOT.resolve("samples")))
          .toList();
    }
  }

  private static String first(Pattern pattern, String text) {
    return all(pattern, text).findFirst().orElseThrow(() -> new AssertionError(pattern));
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
  }

  private Map<String, String> texts(Pattern pattern) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, Path> pom : poms.entrySet()) {
      texts.put(pom.getKey(), first(pattern, Files.readString(pom.getValue())));
    }
    return texts;
  }

  /// A dependency with a scope, a type or `optional` is the tests' own, or comes with nothing.
  @Test
  void what_a_published_module_brings_is_published_too() throws IOException {
    for (Map.Entry<String, Path> pom : poms.entrySet()) {
      assertThat(all(DEPENDENCY, Files.readString(pom.getValue())))
          .as(pom.getKey())
          .isSubsetOf(poms.keySet());
    }
  }

  @Test
  void the_bom_has_each_of_them_once() throws IOException {
    List<String> managed =
        all(DEPENDENCY, Files.readString(poms.get("sluice-bom"))).sorted().toList();
    assertThat(managed)
        .isEqualTo(poms.keySet().stream().filter(name -> !name.equals("sluice-bom")).toList());
  }

  @Test
  void each_has_a_name_a_description_and_a_module_name_of_its_own() throws IOException {
    assertThat(texts(DESCRIPTION).values()).doesNotHaveDuplicates();
    assertThat(texts(MODULE).values()).doesNotHaveDuplicates();
  }

  /// Types that applications rely on are compared with the last release, and here with a list.
  @Test
  void each_with_a_list_of_its_api_is_compared_with_the_last_release() throws IOException {
    for (Map.Entry<String, Path> pom : poms.entrySet()) {
      Path listed = pom.getValue().resolveSibling("src/test/resources/public-api.txt");
      assertThat(Files.readString(pom.getValue()).contains("<japicmp.skip>false<"))
          .as(pom.getKey())
          .isEqualTo(Files.exists(listed));
    }
  }

  @Test
  void each_sample_is_listed_and_has_a_page_and_its_output() throws IOException {
    Path samples = ROOT.resolve("samples");
    List<String> listed =
        all(SAMPLE, Files.readString(samples.resolve("pom.xml"))).sorted().toList();
    try (Stream<Path> folders = Files.list(samples)) {
      Map<String, Path> found =
          folders
              .filter(folder -> Files.exists(folder.resolve("pom.xml")))
              .collect(
                  Collectors.toMap(folder -> folder.getFileName().toString(), Function.identity()));
      assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(listed);
      assertThat(found.values())
          .allSatisfy(
              folder ->
                  assertThat(folder)
                      .isDirectoryContaining("glob:**/README.md")
                      .isDirectoryContaining("glob:**/output.txt"));
    }
  }
}
