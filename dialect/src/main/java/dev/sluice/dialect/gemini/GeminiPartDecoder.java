package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of the parts of a content. Thinking that has come in several parts is one block again,
/// up to its signature. The signature of a call is thinking without words in front of it.
///
/// Belongs to one thread.
final class GeminiPartDecoder {
  private static final String NO_KIND =
      "none of text, inlineData, fileData, functionCall, functionResponse, executableCode and"
          + " codeExecutionResult";

  private final List<Extra> extras;
  private final PendingToolCalls calls;
  private final List<ContentBlock> blocks = new ArrayList<>();

  /// Thinking whose signature has not come yet.
  private final StringBuilder thought = new StringBuilder();

  private @Nullable JsonNode thoughtAt;

  private GeminiPartDecoder(List<Extra> extras, PendingToolCalls calls) {
    this.extras = extras;
    this.calls = calls;
  }

  /// Returns the blocks of a content.
  ///
  /// @param model whether the content is the model's
  static List<ContentBlock> blocks(
      JsonNode content, boolean model, PendingToolCalls calls, List<Extra> extras) {
    var decoder = new GeminiPartDecoder(extras, calls);
    for (JsonNode part : content.children("parts")) {
      decoder.part(part, model);
    }
    decoder.endThought(null);
    return decoder.blocks;
  }

  private void part(JsonNode part, boolean model) {
    if (!part.is(JsonKind.OBJECT)) {
      throw new Untranslatable(part, "a part is an object");
    }
    JsonNode data = data(part);
    String signature = Spelling.text(part, "thoughtSignature", "");
    if (part.isTrue("thought")) {
      thought(part, data, signature);
      return;
    }
    endThought(null);
    if (data == null) {
      return;
    }
    switch (Spelling.camel(data)) {
      case "text" -> text(data, part);
      case "inlineData" -> blocks.add(GeminiMediaDecoder.inline(data));
      case "fileData" -> blocks.add(GeminiMediaDecoder.file(data));
      case "functionCall" -> call(data, signature, model);
      case "functionResponse" -> response(data, model);
      default -> blocks.add(new ContentBlock.Foreign(data.name(), SourcePath.of(data)));
    }
  }

  /// The property with the content of a part; null where the part has nothing but a signature.
  private @Nullable JsonNode data(JsonNode part) {
    JsonNode data = null;
    for (JsonNode property : part.children()) {
      switch (Spelling.camel(property)) {
        case "text", "inlineData", "fileData", "functionCall", "functionResponse" ->
            data = property;
        case "executableCode", "codeExecutionResult" -> data = property;
        case "thought", "thoughtSignature", "partMetadata" -> {}
        case "videoMetadata", "mediaResolution" -> extras.add(Extra.drop(property));
        default ->
            throw new Untranslatable(property, "a part of this kind is not known here: " + NO_KIND);
      }
    }
    if (data == null && Spelling.get(part, "thoughtSignature") == null) {
      throw new Untranslatable(part, "an empty part: " + NO_KIND);
    }
    return data;
  }

  private void text(JsonNode text, JsonNode part) {
    if (!text.is(JsonKind.STRING)) {
      throw new Untranslatable(text, "not a string");
    }
    if (!text.text().isEmpty()) {
      blocks.add(new ContentBlock.Text(text.text(), SourcePath.of(part)));
    }
  }

  private void thought(JsonNode part, @Nullable JsonNode data, String signature) {
    if (data != null && !data.name().equals("text")) {
      throw new Untranslatable(data, "thinking is a text");
    }
    thoughtAt = part;
    if (data != null) {
      // It stands in the builder, and in the block then.
      data.counting(2 * HeapMeter.string(data.text().length()));
      thought.append(data.text());
    }
    if (!signature.isEmpty()) {
      endThought(ClientSignature.read(signature));
    }
  }

  private void endThought(@Nullable ClientSignature signature) {
    if (thoughtAt == null) {
      return;
    }
    blocks.add(thought(signature, SourcePath.of(thoughtAt)));
    thoughtAt = null;
    thought.setLength(0);
  }

  private ContentBlock thought(@Nullable ClientSignature signature, SourcePath place) {
    String token = signature == null ? null : signature.token();
    boolean hidden = signature != null && signature.hidden();
    return token != null && hidden
        ? new ContentBlock.Redacted(token, place)
        : new ContentBlock.Thinking(thought.toString(), token, place);
  }

  private void call(JsonNode call, String signature, boolean model) {
    if (!model) {
      throw new Untranslatable(call, "a call stands in a content of the model");
    }
    if (!signature.isEmpty()) {
      blocks.add(signed(signature, SourcePath.of(call)));
    }
    String name = name(call);
    String id = calls.call(call.string("id", ""), name);
    JsonNode args = object(call, "args");
    String arguments = args == null ? "" : args.raw().text();
    blocks.add(new ContentBlock.ToolCall(id, name, arguments, false, null, SourcePath.of(call)));
  }

  private static ContentBlock signed(String signature, SourcePath place) {
    return new ContentBlock.Thinking("", ClientSignature.read(signature).token(), place);
  }

  private void response(JsonNode response, boolean model) {
    if (model) {
      throw new Untranslatable(response, "a response stands in a content of the user");
    }
    String id = calls.answered(response.string("id", ""), name(response), response);
    blocks.add(FunctionResponse.read(id, object(response, "response"), response));
  }

  private static String name(JsonNode function) {
    String name = function.string("name", "");
    if (name.isEmpty()) {
      throw new Untranslatable(function.path() + ".name", "the name of a function is needed");
    }
    return name;
  }

  private static @Nullable JsonNode object(JsonNode holder, String name) {
    JsonNode value = holder.get(name);
    if (value != null && !value.is(JsonKind.OBJECT)) {
      throw new Untranslatable(value, "not an object");
    }
    return value;
  }
}
