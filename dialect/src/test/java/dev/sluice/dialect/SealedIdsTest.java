package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.ModelTable;
import dev.sluice.dialect.rule.SealedId;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids of calls that carry the seal of the call's signature.
class SealedIdsTest {
  private static final String MODEL = "gemini-3-pro-preview";
  private static final Seals GEMINI = new Seals("GEMINI", "p", MODEL, "k");
  private static final String TOKEN = GEMINI.close("QUJD", "");
  private static final String SEALED = Ids.call("f1", TOKEN);

  /// What a client of each dialect sends back of a call of one tool, under this id.
  private static String conversation(WireDialect dialect, String id) {
    return switch (dialect) {
      case CHAT ->
          """
          {"model":"c", "messages":[{"role":"user","content":"u"},{"role":"assistant","content":null,\
          "tool_calls":[{"id": "%s","type":"function","function":{"name":"get","arguments":"{}"}}]},\
          {"role":"tool","tool_call_id":"%s","content":"one"}]}\
          """
              .formatted(id, id);
      case ANTHROPIC ->
          """
          {"model":"c", "max_tokens":9,"messages":[{"role":"user","content":"u"},\
          {"role":"assistant","content":[{"type":"tool_use","id": "%s","name":"get","input":{}}]},\
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"%s","content":"one"}]}]}\
          """
              .formatted(id, id);
      case RESPONSES ->
          """
          {"model":"c", "store":false,"input":[{"role":"user","content":"u"},\
          {"type":"function_call","call_id": "%s","name":"get","arguments":"{}"},\
          {"type":"function_call_output","call_id":"%s","output":"one"}]}\
          """
              .formatted(id, id);
      case GEMINI ->
          """
          {"contents":[ {"role":"user","parts":[{"text":"u"}]},\
          {"role":"model","parts":[{"functionCall":{"id": "%s","name":"get","args":{}}}]},\
          {"role":"user","parts":[{"functionResponse":{"id":"%s","name":"get","response":{"output":"one"}}}]}]}\
          """
              .formatted(id, id);
    };
  }

  private static String path(WireDialect dialect) {
    return switch (dialect) {
      case CHAT -> "messages[1].tool_calls[0].id";
      case ANTHROPIC -> "messages[1].content[0].id";
      case RESPONSES -> "input[1].call_id";
      case GEMINI -> "contents[1].parts[0].functionCall.id";
    };
  }

  private static Translated translated(WireDialect client, WireDialect provider, String body) {
    var rules =
        new TargetRules(
            MODEL,
            ModelTable.builtIn().facts(MODEL),
            new Seals(provider.name(), "p", MODEL, "k"),
            0,
            ChatSurface.CURRENT,
            true,
            false);
    var result =
        Translation.of(client, provider)
            .request(body.getBytes(UTF_8), "c", false, rules, HeapMeter.unbounded());
    return (Translated) result;
  }

  private static String sent(WireDialect client, WireDialect provider, String id) {
    return new String(translated(client, provider, conversation(client, id)).body(), UTF_8);
  }

  @ParameterizedTest
  @EnumSource(names = "GEMINI", mode = EnumSource.Mode.EXCLUDE)
  void a_seal_comes_back_in_the_id_whatever_the_client_speaks(WireDialect client) {
    assertThat(sent(client, WireDialect.GEMINI, SEALED))
        .contains("\"thoughtSignature\":\"QUJD\"")
        .doesNotContain("slc1");
  }

  @ParameterizedTest
  @EnumSource
  void no_provider_of_another_dialect_sees_a_sealed_id(WireDialect client) {
    for (WireDialect provider : WireDialect.values()) {
      if (provider != client) {
        assertThat(sent(client, provider, SEALED))
            .as("%s to %s", client, provider)
            .doesNotContain("slc1")
            .isEqualTo(withSignature(client, provider));
      }
    }
  }

  /// What is sent when the client has kept no seal; to Gemini with the signature.
  private static String withSignature(WireDialect client, WireDialect provider) {
    return sent(client, provider, "f1").replace("skip_thought_signature_validator", "QUJD");
  }

  @ParameterizedTest
  @EnumSource
  void no_provider_of_the_clients_dialect_sees_a_sealed_id(WireDialect dialect) {
    Optional<Unsealed> unsealed =
        dialect.unsealed(conversation(dialect, SEALED).getBytes(UTF_8), HeapMeter.unbounded());
    assertThat(unsealed.map(result -> new String(result.body(), UTF_8)))
        .contains(conversation(dialect, "f1"));
    assertThat(unsealed.map(Unsealed::dropped)).contains(List.of(path(dialect)));
  }

  @ParameterizedTest
  @EnumSource
  void a_result_whose_call_is_gone_loses_the_seal_too(WireDialect dialect) {
    String only =
        conversation(dialect, SEALED).replaceFirst("(\"(id|call_id)\": )\"[^\"]*\"", "$1\"f1\"");
    Optional<Unsealed> unsealed = dialect.unsealed(only.getBytes(UTF_8), HeapMeter.unbounded());
    assertThat(unsealed.map(result -> new String(result.body(), UTF_8)))
        .contains(conversation(dialect, "f1"));
    assertThat(unsealed.map(Unsealed::dropped)).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f1",
        "f1_slc1_",
        "f1_slc1_QUJD",
        "f1_slc1_ENE7D-Dpjhk7oD5pJRtVqQ0yhCxsuI",
        "_slc1_ENE7D-Dpjhk7oD5pJRtVqQ0yhCxsuI_0UVVKRA",
        "f.1_slc1_ENE7D-Dpjhk7oD5pJRtVqQ0yhCxsuI_0UVVKRA",
        "f1_slc1_ENE7D-Dpjhk7oD5pJRtVqQ0yhCxsuI_0UVVKRA==",
        "f1_slr2_ENE7D-Dpjhk7oD5pJRtVqQ0yhCxsuI_0UVVKRA"
      })
  void an_id_that_only_looks_alike_passes_unchanged(String id) {
    assertThat(SealedId.read(id)).isNull();
    for (WireDialect dialect : WireDialect.values()) {
      assertThat(dialect.unsealed(conversation(dialect, id).getBytes(UTF_8), HeapMeter.unbounded()))
          .isEmpty();
    }
  }

  @Test
  void a_seal_of_another_credential_is_no_signature() {
    String foreign = Ids.call("f1", new Seals("GEMINI", "p", MODEL, "other").close("QUJD", ""));
    Translated call =
        translated(WireDialect.CHAT, WireDialect.GEMINI, conversation(WireDialect.CHAT, foreign));
    assertThat(new String(call.body(), UTF_8))
        .contains("skip_thought_signature_validator")
        .doesNotContain("QUJD");
    assertThat(call.dropped()).contains("messages[1].tool_calls[0]");
  }

  @Test
  void a_seal_in_its_own_place_goes_before_the_id() {
    String other = Ids.call("f1", GEMINI.close("WFla", ""));
    String message =
        conversation(WireDialect.ANTHROPIC, other)
            .replace(
                "{\"type\":\"tool_use\"",
                "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\""
                    + TOKEN
                    + "\"},{\"type\":\"tool_use\"");
    assertThat(
            new String(
                translated(WireDialect.ANTHROPIC, WireDialect.GEMINI, message).body(), UTF_8))
        .contains("QUJD")
        .doesNotContain("WFla");
  }

  @Test
  void an_id_and_its_seal_have_at_most_8_kib_together() {
    String most = GEMINI.close("x".repeat(6_114), "");
    assertThat(Ids.call("f1", most)).hasSizeBetween(8_150, 8_192).matches("[A-Za-z0-9_-]+");
    assertThat(Objects.requireNonNull(SealedId.read(Ids.call("f1", most))).token()).isEqualTo(most);
    assertThat(Ids.call("f1", GEMINI.close("x".repeat(6_200), ""))).isEqualTo("f1");
    assertThat(sent(WireDialect.CHAT, WireDialect.GEMINI, Ids.call("f1", most)))
        .contains("x".repeat(6_114));
  }

  @Test
  void an_id_of_a_providers_that_looks_sealed_is_another_ones_to_no_client() {
    String like = "f1_slc1_" + "A".repeat(40);
    assertThat(Ids.call(like)).matches("call_[a-z2-7]{40}");
    assertThat(Ids.call("f1_slc1_x", TOKEN)).matches("call_[a-z2-7]{40}_slc1_.*");
    assertThat(SealedId.without(Ids.call("f1_slc1_x", TOKEN)))
        .isEqualTo(Ids.call("f1_slc1_x", null));
  }
}
