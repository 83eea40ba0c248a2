package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.rule.JsonTexts;
import java.io.ByteArrayOutputStream;
import java.util.OptionalLong;
import java.util.Set;

/// The forms in which providers count the tokens of a conversation: what of a request they take,
/// and where the answer has the number.
@SuppressWarnings("ImmutableEnumChecker")
public enum CountForm {
  /// https://docs.anthropic.com/en/api/messages-count-tokens
  MESSAGES(
      WireDialect.ANTHROPIC,
      "input_tokens",
      Set.of("model", "messages", "system", "tools", "tool_choice", "thinking")),
  /// https://platform.openai.com/docs/api-reference/responses/input-tokens
  INPUT_TOKENS(
      WireDialect.RESPONSES,
      "input_tokens",
      Set.of(
          "model",
          "input",
          "instructions",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "reasoning",
          "text")),
  /// A whole request in a member: https://ai.google.dev/api/tokens
  GENERATE(WireDialect.GEMINI, "totalTokens", Set.of()),
  /// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/count-tokens
  VERTEX(
      WireDialect.GEMINI,
      "totalTokens",
      Set.of("contents", "systemInstruction", "tools", "generationConfig"));

  private static final JsonReader TOP = JsonReader.of();

  private final WireDialect dialect;
  private final String number;
  private final Set<String> members;

  CountForm(WireDialect dialect, String number, Set<String> members) {
    this.dialect = dialect;
    this.number = number;
    this.members = members;
  }

  /// The dialect of the conversations that are counted.
  public WireDialect dialect() {
    return dialect;
  }

  /// Returns the question for the tokens of `request`, which is whole.
  ///
  /// @param model the model's name at the provider
  byte[] question(byte[] request, String model, HeapMeter meter) {
    JsonNode top = JsonTexts.request(TOP, request, meter);
    meter.add(2 * HeapMeter.array(request.length));
    var out = new ByteArrayOutputStream(request.length);
    boolean wrapped = this == GENERATE;
    if (wrapped) {
      String name = JsonStrings.quote("models/" + model);
      out.writeBytes(("{\"generateContentRequest\":{\"model\":" + name).getBytes(UTF_8));
    }
    for (JsonNode member : top.children()) {
      if (wrapped || members.contains(member.name())) {
        String separator = out.size() == 0 ? "{" : ",";
        out.writeBytes((separator + JsonStrings.quote(member.name()) + ":").getBytes(UTF_8));
        out.write(request, member.start(), member.end() - member.start());
      }
    }
    out.writeBytes((wrapped ? "}}" : "}").getBytes(UTF_8));
    return out.toByteArray();
  }

  /// Returns the number that an answer tells; empty where it tells none.
  OptionalLong tokens(byte[] answer, HeapMeter meter) {
    try {
      long tokens = TOP.read(answer, meter).number(number, -1);
      return tokens < 0 ? OptionalLong.empty() : OptionalLong.of(tokens);
    } catch (NotJsonException e) {
      return OptionalLong.empty();
    }
  }
}
