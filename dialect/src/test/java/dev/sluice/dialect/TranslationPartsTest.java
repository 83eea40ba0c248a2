package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_32;
import static java.nio.charset.StandardCharsets.UTF_32BE;
import static java.nio.charset.StandardCharsets.UTF_32LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.dialect.hub.Settings.Effort;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Efforts;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.ModelFacts.Thinks;
import dev.sluice.dialect.rule.ModelTable;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.ToolNames;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The parts that translation is made of.
class TranslationPartsTest {
  @Test
  void a_seal_opens_where_it_comes_from_and_nowhere_else() {
    String token = new Seals("anthropic", "p", "m", "key").close("sig==", "thought");
    assertThat(token).startsWith("slc1.").matches("slc1\\.[A-Za-z0-9_-]+");
    assertThat(
            new Seals("anthropic", "p", "m", "key").open(token, "thought", HeapMeter.unbounded()))
        .contains("sig==");
    assertThat(
            new Seals("anthropic", "p", "m", "other").open(token, "thought", HeapMeter.unbounded()))
        .isEmpty();
    assertThat(
            new Seals("anthropic", "p", "n", "key").open(token, "thought", HeapMeter.unbounded()))
        .isEmpty();
    assertThat(
            new Seals("anthropic", "q", "m", "key").open(token, "thought", HeapMeter.unbounded()))
        .isEmpty();
    assertThat(new Seals("chat", "p", "m", "key").open(token, "thought", HeapMeter.unbounded()))
        .isEmpty();
    assertThat(new Seals("anthropic", "p", "m", "key").open(token, "edited", HeapMeter.unbounded()))
        .isEmpty();
  }

  @Test
  void a_damaged_seal_does_not_open() {
    var seals = new Seals("anthropic", "p", "m", "");
    String token = seals.close("sig", "");
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String damaged = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(seals.open(damaged, "", HeapMeter.unbounded()))
          .as(damaged)
          .isNotEqualTo(seals.open(token, "", HeapMeter.unbounded()));
    }
    assertThat(seals.open("EqQBnative", "", HeapMeter.unbounded())).isEmpty();
    assertThat(seals.open("slc1.!", "", HeapMeter.unbounded())).isEmpty();
    assertThat(seals.open("slc1.AA", "", HeapMeter.unbounded())).isEmpty();
  }

  @Test
  void the_longest_row_that_fits_tells_of_a_model() {
    ModelTable models = ModelTable.builtIn();
    assertThat(models.facts("claude-sonnet-4-5-20250929").maxOutput()).isEqualTo(64_000);
    assertThat(models.facts("us.anthropic.claude-sonnet-4-5-20250929-v1:0").maxOutput())
        .isEqualTo(64_000);
    assertThat(models.facts("anthropic.claude-3-haiku-20240307-v1:0").maxOutput()).isEqualTo(4_096);
    assertThat(models.facts("anthropic/claude-opus-5-5").refuses(Limit.FORCED_TOOLS)).isTrue();
    assertThat(models.facts("claude-opus-5").refuses(Limit.FORCED_TOOLS)).isFalse();
    assertThat(models.facts("claude-unheard-of").refuses(Limit.SAMPLING)).isTrue();
    assertThat(models.facts("claude-3-haiku-20240307").thinks()).isEqualTo(Thinks.NO);
    assertThat(models.facts("o4-mini-2025-04-16").refuses(Limit.STOP)).isTrue();
    assertThat(models.facts("llama")).isEqualTo(ModelFacts.UNKNOWN);
  }

  @Test
  void of_openais_models_the_table_tells_only_what_was_read() {
    ModelTable models = ModelTable.builtIn();
    ModelFacts noStop = new ModelFacts(0, 0, Thinks.UNKNOWN, Set.of(Limit.STOP), Set.of());
    assertThat(models.facts("o3")).isEqualTo(noStop);
    assertThat(models.facts("o4-mini")).isEqualTo(noStop);
    assertThat(models.facts("gpt-4o")).isEqualTo(ModelFacts.UNKNOWN);
    assertThat(models.facts("gpt-5.1")).isEqualTo(ModelFacts.UNKNOWN);
  }

  @Test
  void rows_of_an_own_file_go_first() {
    byte[] own =
        "{\"models\":[{\"match\":\"o3*\",\"output\":7,\"efforts\":[\"none\"]}]}".getBytes(UTF_8);
    ModelFacts facts = ModelTable.builtIn().with(own).facts("o3");
    assertThat(facts.maxOutput()).isEqualTo(7);
    assertThat(facts.efforts()).containsExactly("none");
    assertThat(facts.refuses(Limit.STOP)).isFalse();
  }

  @Test
  void a_file_of_models_that_is_none_is_refused_by_its_row() {
    ModelTable models = ModelTable.builtIn();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> models.with("{\"models\":[{}]}".getBytes(UTF_8)))
        .withMessageContaining("models[0].match");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                models.with(
                    "{\"models\":[{\"match\":\"m\",\"refuses\":[\"all\"]}]}".getBytes(UTF_8)))
        .withMessageContaining("models[0].refuses[0]");
    assertThatIllegalArgumentException().isThrownBy(() -> models.with("{".getBytes(UTF_8)));
    assertThatIllegalArgumentException().isThrownBy(() -> models.with("{}".getBytes(UTF_8)));
  }

  @Test
  void every_row_of_the_table_has_a_source_and_a_date() throws Exception {
    try (InputStream in = ModelTable.class.getResourceAsStream("models.json")) {
      JsonNode top =
          JsonReader.WHOLE.read(requireNonNull(in).readAllBytes(), HeapMeter.unbounded());
      JsonNode rows = requireNonNull(top.get("models"));
      for (JsonNode row : rows.children()) {
        assertThat(row.string("source")).as(row.path()).isNotBlank();
        assertThat(row.string("date")).as(row.path()).matches("\\d{4}-\\d{2}-\\d{2}");
      }
    }
  }

  @Test
  void strings_are_written_as_any_reader_reads_them() throws Exception {
    String text = "a\"\\\b\f\n\r\t\u0001\u007f é ߿ 漢 😀 ".repeat(40) + "x".repeat(255) + "😀";
    byte[] json = new JsonOutput().string(text).bytes();
    assertThat(JsonReader.WHOLE.read(json, HeapMeter.unbounded()).text()).isEqualTo(text);
  }

  @Test
  void half_a_surrogate_pair_is_written_as_an_escape() {
    byte[] json = new JsonOutput().string("a\ud83d").bytes();
    assertThat(new String(json, UTF_8)).isEqualTo("\"a\\ud83d\"");
  }

  @Test
  void a_value_keeps_the_words_it_was_written_in() throws Exception {
    byte[] json = "xx{\"a\": [1.50, {\"é\" :1e3}],\"skip\": {\"b\" : 1}}".getBytes(UTF_8);
    JsonNode top = JsonReader.of("a").read(json, 2, json.length, HeapMeter.unbounded());
    JsonNode a = requireNonNull(top.get("a"));
    JsonNode skip = requireNonNull(top.get("skip"));
    assertThat(a.raw()).isEqualTo(new RawJson("[1.50, {\"é\" :1e3}]"));
    assertThat(skip.raw().text()).isEqualTo("{\"b\" : 1}");
    assertThat(skip.children()).isEmpty();
    assertThat(a.children().get(1).children().getFirst().path()).isEqualTo("a[1].é");
  }

  @Test
  void a_text_in_another_encoding_than_utf_8_is_not_json() {
    var reader = JsonReader.of();
    for (Charset other : List.of(UTF_16, UTF_16BE, UTF_16LE, UTF_32, UTF_32BE, UTF_32LE)) {
      byte[] json = "{\"a\":{\"b\":[1]}}".getBytes(other);
      assertThatExceptionOfType(NotJsonException.class)
          .as(other.name())
          .isThrownBy(() -> reader.read(json, HeapMeter.unbounded()));
    }
  }

  @Test
  void no_more_paths_are_kept_than_can_be_told() {
    var losses = new Losses(false, Map.of());
    for (int i = 0; i < 10_000; i++) {
      losses.note("a" + i);
    }
    assertThat(losses.paths()).hasSize(512).startsWith("a0");
  }

  @Test
  void names_of_tools_take_memory_where_another_one_is_sent() {
    assertThat(new ToolNames(List.of(function("plain")), 64).held()).isZero();
    var names = new ToolNames(List.of(function("n".repeat(65))), 64);
    assertThat(names.held()).isPositive();
    assertThat(names.original(names.sent("n".repeat(65)))).isEqualTo("n".repeat(65));
  }

  private static Tool function(String name) {
    return new Tool.Function(name, null, null, false, null, "", SourcePath.NONE);
  }

  @Test
  void the_mark_that_utf_8_may_begin_with_is_passed_over() throws Exception {
    byte[] json = "\ufeff{\"a\": [1]}".getBytes(UTF_8);
    JsonNode top = JsonReader.WHOLE.read(json, HeapMeter.unbounded());
    assertThat(requireNonNull(top.get("a")).raw().text()).isEqualTo("[1]");
  }

  @Test
  void events_are_read_with_any_end_of_line_and_several_lines_of_data() {
    var seen = new ArrayList<String>();
    var reader = new StreamEvents(data -> seen.add(new String(data, UTF_8)));
    byte[] stream =
        ("\ufeffdata: a\r\ndata:b\r\n\r\n: comment\n\nevent: x\rdata: c\r\r"
                + "id: 1\n\ndata\n\ndata:\n\ndatum: no\n\ndata: d")
            .getBytes(UTF_8);
    reader.feed(stream, 0, stream.length);
    assertThat(seen).containsExactly("a\nb", "c");
    reader.end();
    assertThat(seen).containsExactly("a\nb", "c", "d");
  }

  @Test
  void a_budget_and_an_effort_name_the_same_share() {
    for (Effort effort : List.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH)) {
      assertThat(Efforts.of(Efforts.budget(effort, 100_000), 100_000)).isEqualTo(effort);
    }
    assertThat(Efforts.budget(Effort.MINIMAL, 2_000)).isEqualTo(1024);
  }

  @Test
  void an_id_that_is_legal_stays_and_another_becomes_its_hash() {
    assertThat(Ids.call("toolu_1")).isEqualTo("toolu_1");
    assertThat(Ids.call("functions.get:0")).matches("call_[a-z2-7]{40}");
    assertThat(Ids.call("x".repeat(65))).hasSize(45).isEqualTo(Ids.call("x".repeat(65)));
    assertThat(Ids.answer("msg_", "chatcmpl-9")).isEqualTo("msg_9");
    assertThat(Ids.answer("chatcmpl-", "gen:9")).matches("chatcmpl-[a-z2-7]{24}");
  }

  @Test
  void limits_are_told_under_the_clients_names() {
    Instant now = Instant.parse("2026-11-25T12:00:00Z");
    Map<String, String> anthropic =
        Map.of(
            "anthropic-ratelimit-requests-limit", "50",
            "anthropic-ratelimit-requests-remaining", "49",
            "anthropic-ratelimit-requests-reset", "2026-11-25T12:01:06Z",
            "anthropic-ratelimit-input-tokens-remaining", "900",
            "request-id", "r");
    assertThat(Translation.of(WireDialect.CHAT, WireDialect.ANTHROPIC).rateLimits(anthropic, now))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "x-ratelimit-limit-requests", "50",
                "x-ratelimit-remaining-requests", "49",
                "x-ratelimit-reset-requests", "1m6s",
                "x-ratelimit-remaining-tokens", "900"));
    Map<String, String> chat =
        Map.of("x-ratelimit-reset-tokens", "6m0s", "x-ratelimit-reset-requests", "soon");
    assertThat(Translation.of(WireDialect.ANTHROPIC, WireDialect.CHAT).rateLimits(chat, now))
        .isEqualTo(Map.of("anthropic-ratelimit-tokens-reset", "2026-11-25T12:06:00Z"));
  }

  @Test
  void a_dialect_is_not_translated_into_itself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Translation.of(WireDialect.CHAT, WireDialect.CHAT));
  }
}
