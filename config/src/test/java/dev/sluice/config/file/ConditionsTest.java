package dev.sluice.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.Condition;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final String PROVIDER = "providers: {one: {type: openai, key: k}}\n";

  private static List<RouteConfig> routes(String yaml) {
    GatewayFile file = GatewayFile.parse(PROVIDER + yaml, Map.of());
    assertThat(file.config().problems()).isEmpty();
    return file.config().routes();
  }

  private static List<String> problems(String yaml) {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> GatewayFile.parse(PROVIDER + yaml, Map.of("X", "true")));
    return e.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void routes_and_targets_have_conditions() {
    RouteConfig route =
        routes(
                """
                routes:
                  gold:
                    models: [m]
                    when: headers["x-tier"] == "gold"
                    targets:
                      - {provider: one, model: a, when: "call.input_estimate > 1000"}
                      - {provider: one, model: b}
                """)
            .getFirst();
    assertThat(route.when().map(Condition::text)).contains("headers[\"x-tier\"] == \"gold\"");
    assertThat(route.when().orElseThrow().headers()).containsExactly("x-tier");
    assertThat(route.targets())
        .extracting(TargetConfig::when)
        .extracting(when -> when.map(Condition::text))
        .containsExactly(Optional.of("call.input_estimate > 1000"), Optional.empty());
  }

  @Test
  void a_model_may_be_that_of_several_routes_of_which_all_but_the_last_have_a_condition() {
    List<RouteConfig> routes =
        routes(
            """
            routes:
              a: {models: [m], when: call.stream, targets: [{provider: one, model: a}]}
              b: {models: [m], when: call.tools, targets: [{provider: one, model: b}]}
              c: {models: [m], targets: [{provider: one, model: c}]}
            """);
    assertThat(routes).extracting(RouteConfig::name).containsExactly("a", "b", "c");
  }

  @Test
  void a_route_without_a_condition_is_the_last_of_its_model() {
    assertThat(
            problems(
                """
                routes:
                  a: {models: [m], targets: [{provider: one, model: a}]}
                  b: {models: [m], when: call.tools, targets: [{provider: one, model: b}]}
                """))
        .containsExactly(
            "configuration:4:16: routes.b.models[0] must stand once, and in one route only, is 'm':"
                + " see routes.a, or give that route a condition with `when`");
  }

  @Test
  void what_is_wrong_is_told_with_its_place() {
    assertThat(
            problems(
                """
                routes:
                  plain: {models: [a], when: call.stram, targets: [{provider: one}]}
                  quoted: {models: [b], when: "call.stream && call.model", targets: [{provider: one}]}
                  target: {models: [c], targets: [{provider: one, when: call.model == 1}]}
                """))
        .containsExactly(
            "configuration:3:30: routes.plain.when names call.stram, which is no fact: did you mean"
                + " call.stream?",
            "configuration:4:44: routes.quoted.when has `&&` between bool and string: both sides"
                + " must be conditions",
            "configuration:5:68: routes.target.targets[0].when has `==` between string and int:"
                + " both sides must be of one type");
  }

  @Test
  void no_condition_asks_for_a_credential() {
    assertThat(
            problems(
                """
                routes:
                  r: {models: [a], when: "headers.authorization == 'x'", targets: [{provider: one}]}
                """))
        .singleElement()
        .asString()
        .startsWith("configuration:3:35: routes.r.when asks for the header authorization");
  }

  @Test
  void lines_of_a_block_are_lines_of_the_file() {
    assertThat(
            problems(
                """
                routes:
                  block:
                    models: [a]
                    when: |
                      call.stream
                        && call.maximum > 3
                    targets: [{provider: one}]
                """))
        .containsExactly(
            "configuration:7:12: routes.block.when names call.maximum, which is no fact: there are"
                + " call.operation, call.model, call.stream, call.max_tokens, call.input_estimate,"
                + " call.tools, call.media, call.priority, call.tenant, call.subtenant");
  }

  @Test
  void of_folded_lines_and_of_what_stands_elsewhere_the_place_is_that_of_the_value() {
    assertThat(
            problems(
                """
                routes:
                  folded:
                    models: [a]
                    when: >
                      call.stream
                      && nothing
                    targets: [{provider: one}]
                  elsewhere: {models: [b], when: "${env:X} && nothing", targets: [{provider: one}]}
                """))
        .satisfiesExactly(
            folded -> assertThat(folded).startsWith("configuration:5:11: routes.folded.when names"),
            elsewhere ->
                assertThat(elsewhere)
                    .startsWith("configuration:9:34: routes.elsewhere.when names nothing"));
  }
}
