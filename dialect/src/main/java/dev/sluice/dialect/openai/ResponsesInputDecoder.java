package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.Turn;
import dev.sluice.dialect.hub.Turn.Role;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.ConversationDecoder;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder of the input of Responses. What the model has thought, said and called up to the next
/// item of the other side is one turn. Messages that stand between a call and its result come
/// behind the result: Responses takes them there, the other dialects do not.
///
/// Belongs to one thread.
final class ResponsesInputDecoder extends ConversationDecoder {
  private final ResponsesToolDecoder tools;

  /// The blocks of the model in the turn that is being read.
  private final List<ContentBlock> said = new ArrayList<>();

  private SourcePath saidAt = SourcePath.NONE;

  /// The messages that wait for the results of calls.
  private final List<Turn> waiting = new ArrayList<>();

  ResponsesInputDecoder(ResponsesToolDecoder tools) {
    this.tools = tools;
  }

  void decode(@Nullable JsonNode instructions, @Nullable JsonNode input) {
    if (instructions != null) {
      instruct(instructions);
    }
    if (input == null || !(input.is(JsonKind.STRING) || input.is(JsonKind.ARRAY))) {
      throw new Untranslatable("input", "a text or a list of items is needed");
    }
    if (input.is(JsonKind.STRING)) {
      turns.add(Role.USER, ResponsesParts.blocks(input), SourcePath.of(input));
    }
    input.children().forEach(this::item);
    flush();
    release();
    turns.complete();
  }

  private void instruct(JsonNode instructions) {
    if (!instructions.is(JsonKind.STRING)) {
      throw new Untranslatable(instructions, "not a string");
    }
    ResponsesParts.blocks(instructions).forEach(block -> system.add(OpenAiParts.ofSystem(block)));
  }

  private void item(JsonNode item) {
    String type = item.string("type", "message");
    switch (type) {
      case "message" -> message(item);
      case "function_call", "custom_tool_call" -> said(ResponsesItems.call(item), item);
      case "reasoning" -> said(ResponsesItems.thinking(item), item);
      case "web_search_call" -> said(SearchItem.read(item, SourcePath.of(item)), item);
      case "function_call_output", "custom_tool_call_output" -> result(ResponsesItems.result(item));
      case "additional_tools" -> tools.addLater(item.get("tools"));
      case "tool_search_call" -> said(ResponsesItems.find(item), item);
      case "tool_search_output" ->
          result(ResponsesItems.found(item, tools.addLater(item.get("tools"))));
      default -> throw ResponsesItems.unknown(type, item);
    }
  }

  private void message(JsonNode item) {
    List<ContentBlock> blocks = ResponsesParts.blocks(item.get("content"));
    switch (item.string("role", "")) {
      case "user" -> others(Role.USER, blocks, item);
      case "assistant" -> blocks.forEach(block -> said(block, item));
      case "system", "developer" -> systemMessage(blocks, item);
      default ->
          throw new Untranslatable(
              item.path() + ".role", "none of user, assistant, system and developer");
    }
  }

  private void systemMessage(List<ContentBlock> blocks, JsonNode item) {
    List<ContentBlock.Text> texts = blocks.stream().map(OpenAiParts::ofSystem).toList();
    if (turns.isEmpty() && said.isEmpty()) {
      system.addAll(texts);
    } else {
      others(Role.SYSTEM, blocks, item);
    }
  }

  private void said(ContentBlock block, JsonNode item) {
    release();
    if (said.isEmpty()) {
      saidAt = SourcePath.of(item);
    }
    said.add(block);
  }

  private void flush() {
    if (!said.isEmpty()) {
      turns.add(Role.ASSISTANT, List.copyOf(said), saidAt);
      said.clear();
    }
  }

  private void result(ContentBlock.ToolResult result) {
    flush();
    turns.add(Role.USER, List.of(result), result.place());
    if (!turns.waits()) {
      release();
    }
  }

  private void others(Role role, List<ContentBlock> blocks, JsonNode item) {
    flush();
    if (turns.waits()) {
      waiting.add(new Turn(role, blocks, SourcePath.of(item)));
    } else {
      turns.add(role, blocks, SourcePath.of(item));
    }
  }

  private void release() {
    waiting.forEach(turn -> turns.add(turn.role(), turn.blocks(), turn.place()));
    waiting.clear();
  }
}
