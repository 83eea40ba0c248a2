package dev.sluice.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Sizes;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocTest {
  private static final Type<Duration> AGE =
      Types.duration(Duration.ofMillis(1), Duration.ofHours(1));

  private static <T> T read(String text, Function<Section, T> reader) {
    return Doc.parse("f.yaml", text, Map.of("NAME", "value", "EMPTY", "")).read(reader);
  }

  private static List<String> problems(String text, Function<Section, ?> reader) {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> read(text, reader::apply));
    return e.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void values_are_bound_by_their_types() {
    record Ball(String colour, Duration age, List<Integer> sizes, boolean round) {}
    Ball ball =
        read(
            """
            colour: red
            age: 5m
            sizes: [1, 2]
            round: true
            """,
            s ->
                new Ball(
                    s.get("colour", Types.TEXT, ""),
                    s.get("age", AGE, Duration.ZERO),
                    s.list("sizes", Types.integer(1, 9)),
                    s.get("round", Types.BOOLEAN, false)));
    assertThat(ball).isEqualTo(new Ball("red", Duration.ofMinutes(5), List.of(1, 2), true));
  }

  @Test
  void what_is_absent_has_its_default() {
    String text = read("{}", s -> s.in("a", a -> a.in("b", b -> b.get("c", Types.TEXT, "none"))));
    assertThat(text).isEqualTo("none");
  }

  @Test
  void sections_are_bound_by_name_and_in_lists() {
    List<String> all =
        read(
            """
            by_name:
              x: {v: 1}
              y: {v: 2}
            """,
            s -> s.named("by_name", (name, in) -> in.get("v", Types.TEXT).map(v -> name + v)));
    assertThat(all).containsExactly("x1", "y2");
    List<String> listed =
        read("items: [{v: 1}, {v: 2}]", s -> s.each("items", in -> in.get("v", Types.TEXT)));
    assertThat(listed).containsExactly("1", "2");
  }

  @Test
  void every_problem_is_told_in_the_order_of_the_file() {
    assertThat(
            problems(
                """
                colr: red
                age: 5
                size: [1]
                """,
                s ->
                    List.of(
                        s.get("size", Types.integer(1, 5)),
                        s.get("age", AGE),
                        s.get("colour", Types.TEXT))))
        .containsExactly(
            "f.yaml:1:1: unknown key 'colr', did you mean 'colour'? (accepted: size, age, colour)",
            "f.yaml:2:6: age must be a duration with its unit, such as 250ms, 10s, 5m or 1h, is"
                + " '5'",
            "f.yaml:3:7: size must be a single value, is a list");
  }

  @Test
  void references_are_filled_in() {
    String text = read("a: \"x-${env:NAME}-$${env:NAME}-$x\"", s -> s.get("a", Types.TEXT, ""));
    assertThat(text).isEqualTo("x-value-${env:NAME}-$x");
  }

  @Test
  void what_was_filled_in_is_not_shown() {
    assertThat(problems("a: \"${env:NAME}\"", s -> s.get("a", AGE)))
        .containsExactly(
            "f.yaml:1:4: a must be a duration with its unit, such as 250ms, 10s, 5m or 1h, is"
                + " '${env:NAME}'");
  }

  @Test
  void a_value_knows_where_it_stands() {
    Doc doc = Doc.parse("f.yaml", "a:\n  b: 1\n", Map.of());
    assertThat(doc.position("a", "b")).contains(new FilePosition("f.yaml", 2, 6));
    assertThat(doc.position("a", "c")).isEqualTo(Optional.empty());
    assertThat(doc.position("a", "b", "c")).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S, 250ms",
    "10s, PT10S, 10s",
    "5m, PT5M, 5m",
    "1h, PT1H, 1h",
    "90s, PT1M30S, 90s",
    "0s, PT0S, 0s"
  })
  void durations_are_read_and_shown(String text, Duration value, String shown)
      throws ConfigProblem {
    assertThat(Durations.parse(text)).isEqualTo(value);
    assertThat(Durations.show(value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "64KiB, 65536, 64KiB",
    "32MiB, 33554432, 32MiB",
    "1GiB, 1073741824, 1GiB",
    "5M, 5000000, 5000000B",
    "1K, 1000, 1000B",
    "2G, 2000000000, 1953125KiB",
    "0B, 0, 0B"
  })
  void sizes_are_read_and_shown(String text, long value, String shown) throws ConfigProblem {
    assertThat(Sizes.parse(text)).isEqualTo(value);
    assertThat(Sizes.show(value)).isEqualTo(shown);
  }
}
