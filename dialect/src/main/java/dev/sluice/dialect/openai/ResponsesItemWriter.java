package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.AnswerTerms;
import dev.sluice.dialect.rule.FreeformInput;
import dev.sluice.dialect.rule.Ids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A writer of a response's items, and of the response that holds them. Ids of items are made of
/// the answer's and the item's place. Of the request the response tells only what clients' types
/// demand and what holds for each translated call: that nothing is stored.
final class ResponsesItemWriter {
  static final String IN_PROGRESS = "in_progress";
  static final String COMPLETED = "completed";

  private final AnswerTerms terms;
  private final String answer;
  private final String model;
  private final HeapMeter meter;

  /// A writer of one answer's items.
  ///
  /// @param answer the provider's id of the answer
  /// @param meter counts what is written
  ResponsesItemWriter(AnswerTerms terms, String answer, String model, HeapMeter meter) {
    this.terms = terms;
    this.answer = answer;
    this.meter = meter;
    this.model = model.isEmpty() ? terms.model() : model;
  }

  private String id(String prefix, int index) {
    return Ids.answer(prefix, answer) + "_" + index;
  }

  String messageId(int index) {
    return id("msg_", index);
  }

  String reasoningId(int index) {
    return id("rs_", index);
  }

  String callId(int index, String name) {
    return id(isFreeform(name) ? "ctc_" : isFinder(name) ? "tsc_" : "fc_", index);
  }

  /// Whether a tool takes a text.
  ///
  /// @param name as the provider knows the tool
  boolean isFreeform(String name) {
    return terms.names().isFreeform(terms.names().original(name));
  }

  /// Whether the client finds further tools by this tool.
  boolean isFinder(String name) {
    return terms.names().isFinder(terms.names().original(name));
  }

  /// The name that the client has for a tool.
  ///
  /// @param name as the provider knows the tool
  String clientsName(String name) {
    return terms.names().inNamespace(terms.names().original(name));
  }

  RawJson part(BlockKind kind, String text, List<ContentBlock.Citation> citations) {
    var out = new JsonOutput(meter);
    if (kind == BlockKind.DECLINED) {
      out.open('{').field("type", "refusal").field("refusal", text);
    } else {
      out.open('{').field("type", "output_text").field("text", text);
      out.name("annotations").open('[');
      citations.forEach(citation -> annotation(out, citation, text));
      out.close(']').name("logprobs").open('[').close(']');
    }
    return json(out.close('}'));
  }

  /// Writes a citation. A source whose words the provider does not place stands for the whole text.
  static void annotation(JsonOutput out, ContentBlock.Citation citation, String text) {
    boolean located = citation.located();
    out.open('{').field("type", "url_citation");
    out.field("start_index", located ? citation.start() : 0);
    out.field("end_index", located ? citation.end() : text.codePointCount(0, text.length()));
    out.field("url", citation.url()).field("title", citation.title()).close('}');
  }

  RawJson message(int index, List<RawJson> parts, String status) {
    var out = new JsonOutput(meter);
    out.open('{').field("type", "message").field("id", messageId(index)).field("status", status);
    out.field("role", "assistant").name("content").open('[');
    parts.forEach(out::raw);
    return json(out.close(']').close('}'));
  }

  /// Returns the item of a call.
  ///
  /// @param name as the provider knows the tool
  /// @param content the call's arguments, or its input if the tool is freeform
  RawJson call(int index, String callId, String name, String content, String status) {
    if (isFinder(name)) {
      return find(index, callId, name, content, status);
    }
    boolean freeform = isFreeform(name);
    String namespace = terms.names().namespace(terms.names().original(name));
    var out = new JsonOutput(meter);
    out.open('{').field("type", freeform ? "custom_tool_call" : "function_call");
    out.field("id", callId(index, name)).field("call_id", Ids.call(callId));
    out.field("name", clientsName(name));
    if (!namespace.isEmpty()) {
      out.field("namespace", namespace);
    }
    out.field(freeform ? "input" : "arguments", content).field("status", status);
    return json(out.close('}'));
  }

  private RawJson find(int index, String callId, String name, String arguments, String status) {
    RawJson whole =
        JsonReader.isObject(arguments, meter) ? new RawJson(arguments) : RawJson.EMPTY_OBJECT;
    var out = new JsonOutput(meter);
    out.open('{').field("type", "tool_search_call").field("id", callId(index, name));
    out.field("call_id", Ids.call(callId)).field("execution", "client");
    return json(out.field("arguments", whole).field("status", status).close('}'));
  }

  /// The content that a call's arguments are to the client.
  String content(String name, String arguments) {
    if (isFreeform(name)) {
      return FreeformInput.of(arguments, meter);
    }
    return arguments.isBlank() ? "{}" : arguments;
  }

  RawJson reasoning(int index, String text, @Nullable String encrypted) {
    var out = new JsonOutput(meter);
    out.open('{').field("type", "reasoning").field("id", reasoningId(index));
    out.name("summary").open('[');
    if (!text.isEmpty()) {
      summary(out, text);
    }
    out.close(']');
    if (encrypted != null) {
      out.field("encrypted_content", encrypted);
    }
    return json(out.close('}'));
  }

  static String searchId(ContentBlock.Search search) {
    return Ids.search("ws_", search.id());
  }

  RawJson search(ContentBlock.Search search, String status) {
    var out = new JsonOutput(meter);
    out.open('{').field("type", "web_search_call").field("id", searchId(search));
    out.field("status", status).name("action").open('{').field("type", "search");
    out.field("query", search.query()).name("sources").open('[');
    for (ContentBlock.Citation page : search.sources()) {
      out.open('{').field("type", "url").field("url", page.url()).close('}');
    }
    return json(out.close(']').close('}').close('}'));
  }

  static void summary(JsonOutput out, String text) {
    out.open('{').field("type", "summary_text").field("text", text).close('}');
  }

  /// Writes the response as it begins.
  void begun(JsonOutput out) {
    response(out, IN_PROGRESS, null, List.of());
    out.name("usage").nothing().close('}');
  }

  /// Writes the response at its end.
  ///
  /// @param declined whether the response holds a refusal in words
  void ended(
      JsonOutput out, List<RawJson> items, StopReason stop, boolean declined, TokenUsage usage) {
    String incomplete = ResponsesStops.incomplete(stop, declined);
    response(out, incomplete == null ? COMPLETED : "incomplete", incomplete, items);
    out.name("usage");
    ResponsesUsage.write(out, usage);
    out.close('}');
  }

  private void response(
      JsonOutput out, String status, @Nullable String incomplete, List<RawJson> items) {
    out.open('{').field("id", Ids.answer("resp_", answer)).field("object", "response");
    out.field("created_at", terms.created()).field("status", status).name("error").nothing();
    incomplete(out.name("incomplete_details"), incomplete);
    out.name("instructions").nothing().name("metadata").raw(RawJson.EMPTY_OBJECT);
    out.field("model", model).name("output").open('[');
    items.forEach(out::raw);
    out.close(']').name("parallel_tool_calls").bool(true).name("temperature").nothing();
    out.field("tool_choice", "auto").name("tools").open('[').close(']');
    out.name("top_p").nothing().name("store").bool(false);
  }

  private static void incomplete(JsonOutput out, @Nullable String reason) {
    if (reason == null) {
      out.nothing();
    } else {
      out.open('{').field("reason", reason).close('}');
    }
  }

  private static RawJson json(JsonOutput out) {
    return new RawJson(out.text());
  }
}
