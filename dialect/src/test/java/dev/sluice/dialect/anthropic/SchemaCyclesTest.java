package dev.sluice.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Schemas;
import org.junit.jupiter.api.Test;

/// Schemas that refer to themselves, whose tools are never strict.
class SchemaCyclesTest {
  @Test
  void a_schema_that_refers_to_itself_is_found() {
    assertThat(cyclic("{\"$ref\":\"#\"}")).isTrue();
    assertThat(cyclic("{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},\"$defs\":{\"x\":{}}}"))
        .isFalse();
    String ring =
        "{\"items\":{\"$ref\":\"#/$defs/x\"},\"$defs\":{\"x\":{\"items\":{\"$ref\":\"#/$defs/y\"}},"
            + "\"y\":{\"anyOf\":[{\"$ref\":\"#/$defs/x\"}]}}}";
    assertThat(cyclic(ring)).isTrue();
  }

  @Test
  void a_chain_of_a_hundred_thousand_references_is_followed_to_its_end() {
    assertThat(cyclic(chain("{}"))).isFalse();
    assertThat(cyclic(chain("{\"items\":{\"$ref\":\"#/definitions/d0\"}}"))).isTrue();
  }

  private static String chain(String last) {
    var schema = new StringBuilder("{\"$ref\":\"#/definitions/d0\",\"definitions\":{");
    for (int i = 0; i < 100_000; i++) {
      schema.append("\"d").append(i).append("\":{\"$ref\":\"#/definitions/d").append(i + 1);
      schema.append("\"},");
    }
    return schema.append("\"d100000\":").append(last).append("}}").toString();
  }

  @Test
  void definitions_that_nothing_refers_to_are_not_searched() {
    String loop = "{\"x\":{\"items\":{\"$ref\":\"#/%s/x\"}}}";
    String defs = "\"$defs\":" + loop.formatted("$defs");
    String older = "\"definitions\":" + loop.formatted("definitions");
    assertThat(cyclic("{" + defs + "," + older + "}")).isFalse();
    assertThat(cyclic("{\"$ref\":\"#/$defs/x\"," + defs + "," + older + "}")).isTrue();
    assertThat(cyclic("{\"$ref\":\"#/definitions/x\"," + defs + "," + older + "}")).isTrue();
  }

  private static boolean cyclic(String schema) {
    return Schemas.read(new RawJson(schema), HeapMeter.unbounded(), SchemaCycles::has);
  }
}
