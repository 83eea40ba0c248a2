package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.client.ClientTag;
import dev.sluice.server.client.ClientTag.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagsReaderTest {
  private static final String STORE = "store: {path: data}\n";

  private static ConfigFile file(String tags, String store) {
    String text =
        store
            + "server: {tags: %s, keys: [k-1]}\nproviders: {p: {type: openai, key: sk-x}}\n"
                .formatted(tags);
    return ConfigFile.of(Doc.parse("test.yaml", text, Map.of()));
  }

  private static List<ClientTag> read(String tags) {
    return file(tags, STORE).config().server().tags();
  }

  @Test
  void tags_are_in_the_order_of_their_names_and_headers_in_lower_case() {
    assertThat(read("{feature: {metadata: Feature}, cost-center: {header: X-Cost-Center}}"))
        .containsExactly(
            new ClientTag("cost-center", Source.HEADER, "x-cost-center"),
            new ClientTag("feature", Source.METADATA, "Feature"));
  }

  @Test
  void an_expression_may_say_a_tag() {
    assertThat(read("{kind: {value: 'call.stream ? \"stream\" : \"whole\"'}}"))
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.source()).isEqualTo(Source.EXPRESSION);
              assertThat(tag.value()).isPresent();
            });
  }

  @Test
  void tags_without_a_store_are_noted() {
    assertThat(file("{feature: {metadata: feature}}", "").doc().notes())
        .anySatisfy(
            note ->
                assertThat(note.toString()).contains("server.tags has no effect without a store"));
    assertThat(file("{feature: {metadata: feature}}", STORE).doc().notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{feature: {}} | server.tags.feature must have one of metadata, header and value: write",
        "{feature: {metadata: a, header: b}} | server.tags.feature must have one of metadata,"
            + " header and",
        "{feature: {metdata: a}} | unknown key 'metdata' in server.tags.feature, did you mean"
            + " 'metadata'?",
        "{Feature: {metadata: a}} | server.tags.Feature must have a name of 1 to 32 lower-case",
        "{a b: {metadata: a}} | server.tags.a b must have a name of 1 to 32 lower-case",
        "{team: {metadata: a}} | server.tags.team must have another name: sums have a column or a"
            + " question team already",
        "{cache_read: {metadata: a}} | must have another name",
        "{cost: {metadata: a}} | must have another name",
        "{tags: {metadata: a}} | must have another name",
        "{a: {metadata: x}, b: {metadata: x}} | server.tags.b.metadata must not be that of the tag"
            + " a, too",
        "{a: {header: x-y}, b: {header: X-Y}} | server.tags.b.header must not be that of the tag a",
        "{a: {header: 'x y'}} | server.tags.a.header must be a header's name of letters, digits",
        "{a: {header: 'x-*'}} | server.tags.a.header must be a header's name of letters, digits",
        "{a: {header: Authorization}} | server.tags.a.header must not be a header that carries a"
            + " credential",
        "{a: {header: x-api-key}} | must not be a header that carries a credential",
        "{a: {metadata: ''}} | server.tags.a.metadata must be the name of a member of metadata",
        "{a: {value: key.taem}} | server.tags.a.value names key.taem, which is no fact: did you"
            + " mean key.team?",
        "{a: {value: budget.left}} | server.tags.a.value names budget, which is no fact",
        "{a: {value: 'headers.cookie'}} | which carries a credential",
        "{} | server.tags must not be empty",
        "{a: {metadata: a}, b: {metadata: b}, c: {metadata: c}, d: {metadata: d}, e: {metadata: e}}"
            + " | server.tags must be at most 4, are 5"
      })
  void what_makes_no_sense_is_named_with_a_remedy(String tags, String says) {
    assertThatThrownBy(() -> read(tags))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(says.strip());
  }
}
