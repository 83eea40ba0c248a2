package dev.sluice.dialect.gemini;

import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.Seals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A reader that makes blocks of an answer's parts: neighbours of one kind are one block. Thinking
/// is sealed with its signature, or with an empty value, which proves that it is this target's. The
/// signature of a call becomes sealed thinking without words, directly in front of the call. A
/// signature beside words helps the model and is never asked for: it is left out.
///
/// Belongs to one thread.
final class GeminiPartReader {
  private static final int CALLS_MAX = 1024;

  /// The most pages of an answer that are told with the words that rest on them.
  private static final int QUOTED_MAX = 1024;

  /// The most digits of the index of such a page.
  private static final int INDEX_DIGITS = 4;

  private final Seals seals;
  private final Consumer<HubEvent> sink;
  private final HeldText thought;
  private @Nullable BlockKind open;
  private boolean any;
  private int calls;
  private int searches;
  private String answer = "";

  GeminiPartReader(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    this.seals = seals;
    this.sink = sink;
    thought = new HeldText(room);
  }

  /// Notes the id of the answer.
  ///
  /// @param id the id of the answer, for calls without an id of their own
  void answer(String id) {
    answer = id;
  }

  /// Whether the answer calls a tool.
  boolean calls() {
    return calls > 0;
  }

  /// Whether the answer has said anything.
  boolean any() {
    return any;
  }

  /// Reads a part.
  ///
  /// @param over whether the answer has come to its end already
  void part(JsonNode part, boolean over) {
    JsonNode call = part.get("functionCall");
    JsonNode text = part.get("text");
    String signature = part.string("thoughtSignature", "");
    boolean says = call != null || (text != null && !text.text().isEmpty());
    if (over && says) {
      throw BrokenAnswer.answer("it goes on behind its finishReason");
    }
    if (call != null) {
      call(call, signature);
    } else if (text != null) {
      text(text.text(), part.isTrue("thought"), signature);
    } else {
      other(part);
    }
  }

  /// Leaves out a part of an unknown kind.
  private void other(JsonNode part) {
    for (JsonNode property : part.children()) {
      switch (property.name()) {
        case "thought", "thoughtSignature", "partMetadata" -> {}
        default -> {
          sink.accept(new HubEvent.Dropped("candidates[0].content.parts", true));
          return;
        }
      }
    }
  }

  private void text(String text, boolean thinking, String signature) {
    if (!text.isEmpty()) {
      more(thinking ? BlockKind.THINKING : BlockKind.TEXT, text);
    }
    if (thinking && !signature.isEmpty()) {
      open(BlockKind.THINKING);
      seal(signature);
    }
  }

  private void more(BlockKind kind, String text) {
    open(kind);
    if (kind == BlockKind.THINKING) {
      thought.append(text);
    }
    sink.accept(new HubEvent.Delta(text));
  }

  private void open(BlockKind kind) {
    if (open != kind) {
      close();
      open = kind;
      any = true;
      sink.accept(new HubEvent.Open(kind, "", ""));
    }
  }

  /// Ends the open block.
  void close() {
    if (open == BlockKind.THINKING) {
      seal("");
    } else if (open != null) {
      open = null;
      sink.accept(new HubEvent.Close());
    }
  }

  private void seal(String signature) {
    sink.accept(new HubEvent.Seal(seals.close(signature, thought.toString())));
    thought.clear();
    open = null;
    sink.accept(new HubEvent.Close());
  }

  private void call(JsonNode call, String signature) {
    String name = call.string("name", "");
    JsonNode args = call.get("args");
    if (name.isEmpty() || (args != null && !args.is(JsonKind.OBJECT))) {
      throw BrokenAnswer.answer("a call has no name, or arguments that are no object");
    }
    if (calls == CALLS_MAX) {
      throw BrokenAnswer.answer("it has more than 1,024 calls");
    }
    close();
    if (!signature.isEmpty()) {
      open(BlockKind.THINKING);
      seal(signature);
    }
    String id = call.string("id", "");
    any = true;
    sink.accept(
        new HubEvent.Open(
            BlockKind.TOOL_CALL, id.isEmpty() ? Ids.madeUp(answer, calls) : id, name));
    calls++;
    sink.accept(new HubEvent.Delta(args == null ? "{}" : args.raw().text()));
    sink.accept(new HubEvent.Close());
  }

  /// Reads the pages that the text before rests on.
  void grounding(JsonNode grounding) {
    cite(grounding);
    List<JsonNode> queries = grounding.children("webSearchQueries");
    if (!queries.isEmpty()) {
      close();
      searched(queries, grounding);
    }
  }

  private void cite(JsonNode grounding) {
    if (open != BlockKind.TEXT) {
      return;
    }
    Map<Integer, String> quoted = quoted(grounding);
    int index = 0;
    for (JsonNode chunk : grounding.children("groundingChunks")) {
      JsonNode web = chunk.get("web");
      if (web != null) {
        sink.accept(new HubEvent.Cited(citation(web, quoted.getOrDefault(index, ""))));
      }
      index++;
    }
  }

  /// Tells a search behind the words that rest on it, since Google tells of it there.
  private void searched(List<JsonNode> queries, JsonNode grounding) {
    String query = queries.stream().map(JsonNode::text).collect(Collectors.joining("; "));
    var pages = new ArrayList<ContentBlock.Citation>();
    for (JsonNode chunk : grounding.children("groundingChunks")) {
      JsonNode web = chunk.get("web");
      if (web != null) {
        pages.add(citation(web, ""));
      }
    }
    String id = Ids.madeUp(answer + "#search", searches++);
    sink.accept(new HubEvent.Searched(new ContentBlock.Search(id, query, pages, SourcePath.NONE)));
  }

  private static ContentBlock.Citation citation(JsonNode web, String quoted) {
    return new ContentBlock.Citation(web.string("uri", ""), web.string("title", ""), quoted);
  }

  /// The first words that rest on each page, by its index.
  private static Map<Integer, String> quoted(JsonNode grounding) {
    var quoted = new HashMap<Integer, String>();
    for (JsonNode support : grounding.children("groundingSupports")) {
      JsonNode segment = support.get("segment");
      if (segment != null) {
        String words = segment.string("text", "");
        support
            .children("groundingChunkIndices")
            .forEach(index -> quote(quoted, index(index), words));
      }
    }
    return quoted;
  }

  private static void quote(Map<Integer, String> quoted, int index, String words) {
    if (index >= 0 && index < QUOTED_MAX) {
      quoted.putIfAbsent(index, words);
    }
  }

  /// The index of a page; below zero for a page that is not quoted.
  private static int index(JsonNode index) {
    boolean few = index.is(JsonKind.NUMBER) && index.end() - index.start() <= INDEX_DIGITS;
    String digits = few ? index.text() : "";
    return !digits.isEmpty() && digits.chars().allMatch(Character::isDigit)
        ? Integer.parseInt(digits)
        : -1;
  }
}
