package dev.sluice.sim.messages;

import dev.sluice.sim.dialect.AnswerPlan;
import dev.sluice.sim.dialect.Choice;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.OpenAiApi;
import dev.sluice.sim.dialect.Operation;
import dev.sluice.sim.dialect.Output;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.dialect.Shape.UsageForm;
import dev.sluice.sim.dialect.ToolCall;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Renders the answers of `/v1/messages` and `/v1/messages/count_tokens`.
public final class Messages {
  /// How many events stand between a stream's first one and the first that a model says: `ping` and
  /// `content_block_start`.
  public static final int OPENING = 2;

  private final AnswerPlan plan;
  private final Deque<Supplier<Piece>> events = new ArrayDeque<>();

  private Messages(AnswerPlan plan) {
    this.plan = plan;
  }

  /// Reads a call.
  ///
  /// @throws Refusal if its vendor would refuse it
  public static ReadCall call(Operation operation, byte[] body) throws Refusal {
    RequestContent content = OpenAiApi.read(operation, body);
    return new ReadCall() {
      @Override
      public RequestContent content() {
        return content;
      }

      @Override
      public boolean free() {
        return operation == Operation.COUNT_TOKENS;
      }

      @Override
      public HttpReply answer(ModelTraits traits, List<Header> headers) throws Refusal {
        return Messages.answer(operation, content, body, traits, headers);
      }
    };
  }

  private static HttpReply answer(
      Operation operation,
      RequestContent ask,
      byte[] body,
      ModelTraits traits,
      List<Header> headers)
      throws Refusal {
    if (operation == Operation.COUNT_TOKENS) {
      return HttpReply.json(headers, traits.pace().first(), count(ask, traits.shape().usage()));
    }
    AnswerPlan plan = OpenAiApi.plan(operation, ask, body, traits);
    if (ask.stream()) {
      return HttpReply.events(headers, new Messages(plan).stream());
    }
    traits.pace().produced(plan.writtenTokens());
    long after = traits.pace().total(plan.writtenTokens());
    return HttpReply.json(headers, after, new Messages(plan).whole());
  }

  private static byte[] count(RequestContent ask, UsageForm form) {
    Bytes out = new Bytes(64).ascii("{");
    if (form != UsageForm.MISSING) {
      out.ascii("\"input_tokens\":").number(form.of(ask.inputTokens()));
    }
    return out.ascii("}").array();
  }

  private byte[] whole() {
    Bytes out = start(new Bytes(1024 + 16 * plan.writtenTokens())).ascii(",\"content\":[");
    String comma = "";
    for (Choice choice : plan.choices()) {
      blocks(out.ascii(comma), choice);
      comma = ",";
    }
    out.ascii("],\"stop_reason\":").quoted(stop()).ascii(",\"stop_sequence\":null");
    return usage(out, plan.outputTokens()).ascii("}").array();
  }

  private static void blocks(Bytes out, Choice choice) {
    if (choice.text().size() > 0) {
      choice.text().write(out.ascii("{\"type\":\"text\",\"text\":\""));
      out.ascii("\"}");
    }
    for (int i = 0; i < choice.calls().size(); i++) {
      ToolCall call = choice.calls().get(i);
      toolUse(out.ascii(i > 0 || choice.text().size() > 0 ? "," : ""), call);
      out.put(call.json()).ascii("}");
    }
  }

  private static void toolUse(Bytes out, ToolCall call) {
    out.ascii("{\"type\":\"tool_use\",\"id\":").quoted(call.id().replace("call_", "toolu_"));
    out.ascii(",\"name\":").quoted(call.name()).ascii(",\"input\":");
  }

  private ReplyBody stream() {
    long first = plan.pace().first();
    event(first, "message_start", this::message);
    event(0, "ping", _ -> {});
    int blocks = 0;
    for (Choice said : plan.choices()) {
      if (said.text().size() > 0) {
        text(blocks++, said.text());
      }
      for (ToolCall call : said.calls()) {
        call(blocks++, call);
      }
    }
    event(0, "message_delta", this::ending);
    event(0, "message_stop", _ -> {});
    return () -> events.isEmpty() ? Piece.end(0, Ending.CLEAN) : events.removeFirst().get();
  }

  private void text(int index, Output text) {
    Consumer<Bytes> opened = out -> out.ascii("{\"type\":\"text\",\"text\":\"\"}");
    block(index, opened, "{\"type\":\"text_delta\",\"text\":\"", text);
  }

  private void call(int index, ToolCall call) {
    Consumer<Bytes> opened =
        out -> {
          toolUse(out, call);
          out.ascii("{}}");
        };
    String delta = "{\"type\":\"input_json_delta\",\"partial_json\":\"";
    block(index, opened, delta, call.arguments());
  }

  private void block(int index, Consumer<Bytes> opened, String delta, Output tokens) {
    event(
        0,
        "content_block_start",
        out -> opened.accept(out.ascii(",\"index\":").number(index).ascii(",\"content_block\":")));
    for (int i = 0; i < tokens.size(); i++) {
      byte[] token = tokens.token(i);
      boolean first = index == 0 && i == 0;
      events.add(() -> token(index, delta, token, first));
    }
    event(0, "content_block_stop", out -> out.ascii(",\"index\":").number(index));
  }

  private Piece token(int index, String delta, byte[] token, boolean first) {
    plan.pace().produced(1);
    return rendered(
        first ? 0 : plan.pace().next(),
        "content_block_delta",
        out -> {
          out.ascii(",\"index\":").number(index).ascii(",\"delta\":").ascii(delta);
          out.put(token).ascii("\"}");
        });
  }

  private void message(Bytes out) {
    start(out.ascii(",\"message\":")).ascii(",\"content\":[],\"stop_reason\":null");
    usage(out.ascii(",\"stop_sequence\":null"), 1).ascii("}");
  }

  private void ending(Bytes out) {
    out.ascii(",\"delta\":{\"stop_reason\":").quoted(stop()).ascii(",\"stop_sequence\":null}");
    usage(out, plan.outputTokens());
  }

  private Bytes start(Bytes out) {
    out.ascii("{\"id\":\"msg_").ascii(plan.id());
    out.ascii("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
    return out.quoted(plan.ask().model());
  }

  private String stop() {
    String finish = plan.choices().isEmpty() ? "stop" : plan.choices().getFirst().finish();
    return switch (finish) {
      case "length" -> "max_tokens";
      case "tool_calls" -> "tool_use";
      case Choice.FILTERED -> "refusal";
      default -> "end_turn";
    };
  }

  /// Writes the usage with a comma in front; nothing at all if it is to be missing.
  private Bytes usage(Bytes out, int output) {
    UsageForm form = plan.usage();
    if (form == UsageForm.MISSING) {
      return out;
    }
    long fresh = plan.ask().inputTokens() - plan.cachedTokens();
    out.ascii(",\"usage\":{\"input_tokens\":").number(form.of(fresh));
    out.ascii(",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":");
    out.number(plan.cachedTokens()).ascii(",\"output_tokens\":").number(form.of(output));
    return out.ascii("}");
  }

  private void event(long after, String type, Consumer<Bytes> more) {
    events.add(() -> rendered(after, type, more));
  }

  private static Piece rendered(long after, String type, Consumer<Bytes> more) {
    Bytes out = new Bytes(256).ascii("event: ").ascii(type);
    out.ascii("\ndata: {\"type\":\"").ascii(type).ascii("\"");
    more.accept(out);
    return Piece.data(after, out.ascii("}\n\n").array());
  }
}
