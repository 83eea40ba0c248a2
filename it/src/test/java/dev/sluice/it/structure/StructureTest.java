package dev.sluice.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Properties that keep the code readable, measured on its sources.
class StructureTest {
  private static final int FILE_MOST = 300;

  /// Packages of the engine and of providers whose files depend on each other in one direction
  /// only, with their subpackages.
  private static final Map<String, List<String>> LAYERED =
      Map.of(
          "engine",
          List.of(
              "dev/sluice/internal/admission",
              "dev/sluice/internal/coalesce",
              "dev/sluice/internal/batch"),
          "provider",
          List.of("dev/sluice/transport"));

  /// Packages of the engine that decide by numbers, and how many numeric constants they may have
  /// together.
  private static final List<String> NUMERIC =
      List.of("internal/admission", "internal/quota", "internal/stats");

  private static final int CONSTANTS_MOST = 72;

  private static final int METHOD_MOST = 13;
  private static final double METHODS = 0.9;

  /// Sentences whose subject is not named.
  private static final Pattern NO_SUBJECT =
      Pattern.compile("(?:^|[.!?] )(?:Who|Whoever|Those who) ");

  private static final Pattern OTHER_TAG =
      Pattern.compile("^\\s*(?:///|/?\\*+)(?: @(?!(?:param|return|throws) )[a-z]|.*\\{@[a-z])");

  private static final Pattern COMMENT_MARK = Pattern.compile("^/+ ?(?:@param \\w+ |@return )?");

  private static final Map<String, List<Source>> MODULES = new LinkedHashMap<>();

  @BeforeAll
  static void read() throws IOException {
    for (String module : moduleNames()) {
      Path sources = Path.of("..", module, "src/main/java");
      MODULES.put(module, Files.isDirectory(sources) ? Source.in(sources) : List.of());
    }
  }

  private static List<String> moduleNames() throws IOException {
    return Pattern.compile("<module>([\\w/-]+)</module>")
        .matcher(Files.readString(Path.of("../pom.xml")))
        .results()
        .map(module -> module.group(1))
        .toList();
  }

  @Test
  void a_simple_name_serves_one_class_in_what_an_application_embeds() {
    Map<String, List<String>> packages =
        Stream.of("call", "provider", "config", "engine", "api", "embed")
            .flatMap(this::sources)
            .flatMap(source -> source.types().stream().map(type -> Map.entry(type, source)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(e -> e.getValue().path().toString(), Collectors.toList())));
    assertThat(packages).hasSizeGreaterThan(200);
    packages.values().removeIf(paths -> paths.size() == 1);
    assertThat(packages).isEmpty();
  }

  @Test
  void no_file_has_more_than_300_lines_of_code() {
    assertThat(all().filter(source -> source.codeLines() > FILE_MOST)).isEmpty();
  }

  @Test
  void nine_of_ten_methods_have_at_most_13_lines() {
    List<Integer> lengths =
        all().flatMap(source -> source.methodLines().stream()).sorted().toList();
    assertThat(lengths).hasSizeGreaterThan(2_000);
    assertThat(lengths.get((int) (METHODS * lengths.size()))).isLessThanOrEqualTo(METHOD_MOST);
  }

  @Test
  void admission_and_quota_have_at_most_72_numeric_constants() {
    List<Source> numeric =
        sources("engine")
            .filter(source -> NUMERIC.stream().anyMatch(source.path().toString()::contains))
            .toList();
    assertThat(numeric).hasSizeGreaterThan(60);
    assertThat(numeric.stream().mapToInt(Source::constants).sum())
        .isLessThanOrEqualTo(CONSTANTS_MOST);
  }

  @Test
  void no_files_of_layered_packages_depend_on_each_other_in_a_cycle() throws IOException {
    int files = 0;
    for (Map.Entry<String, List<String>> module : LAYERED.entrySet()) {
      Map<String, Set<String>> dependencies =
          new ClassFiles(Path.of("..", module.getKey(), "target/classes"), module.getValue())
              .dependencies();
      files += dependencies.size();
      assertThat(ClassFiles.cyclic(dependencies)).isEmpty();
    }
    assertThat(files).isGreaterThan(80);
  }

  @Test
  void a_cycle_is_found_where_there_is_one() {
    Map<String, Set<String>> graph =
        Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b", "d"), "d", Set.of());
    assertThat(ClassFiles.cyclic(graph)).containsExactly("b", "c");
  }

  @Test
  void each_module_gives_its_jar_the_module_name_of_its_packages() throws IOException {
    assertThat(moduleNames())
        .contains("dialect", "call", "provider", "config", "engine", "it", "adapters/openai-java");
    for (String module : moduleNames()) {
      assertThat(Path.of("..", module, "pom.xml"))
          .content()
          .contains("<module.name>dev.sluice." + name(module) + "</module.name>");
    }
  }

  /// An adapter is called as its package is, all others as their folders are.
  private static String name(String module) throws IOException {
    if (!module.contains("/")) {
      return module;
    }
    try (Stream<Path> packages = Files.list(Path.of("..", module, "src/main/java/dev/sluice"))) {
      return packages.map(folder -> folder.getFileName().toString()).collect(Collectors.joining());
    }
  }

  @Test
  void each_sentence_of_a_comment_names_its_subject() throws IOException {
    var found = new ArrayList<String>();
    for (Source source : all().toList()) {
      for (String line : Files.readAllLines(source.path())) {
        Matcher mark = COMMENT_MARK.matcher(line.strip());
        if (mark.lookingAt()
            && line.strip().startsWith("//")
            && NO_SUBJECT.matcher(line.strip().substring(mark.end())).find()) {
          found.add(source.path() + ": " + line.strip());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /// What javadoc refuses beyond what the compiler does is about other tags: one that is none, a
  /// file that a snippet names, a comment to inherit that is not there.
  @Test
  void comments_have_those_tags_alone_that_the_compiler_checks() throws IOException {
    var found = new ArrayList<String>();
    for (Source source : all().toList()) {
      for (String line : Files.readAllLines(source.path())) {
        if (OTHER_TAG.matcher(line).find()) {
          found.add(source.path() + ": " + line.strip());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private Stream<Source> sources(String module) {
    return MODULES.getOrDefault(module, List.of()).stream();
  }

  private Stream<Source> all() {
    return MODULES.values().stream().flatMap(List::stream);
  }
}
