package dev.sluice.sim.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.sim.dialect.AnswerPlan;
import dev.sluice.sim.dialect.Choice;
import dev.sluice.sim.dialect.EventStream;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.OpenAiApi;
import dev.sluice.sim.dialect.Operation;
import dev.sluice.sim.dialect.Output;
import dev.sluice.sim.dialect.Prose;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.dialect.Shape.UsageForm;
import dev.sluice.sim.responses.ResponseItems.Kind;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Renders the answers of `/responses`: the response itself, and its events.
public final class Responses {
  private final AnswerPlan plan;
  private final Echo echo;
  private final ResponseItems items;
  private int sequence;

  private Responses(AnswerPlan plan, Echo echo) {
    this.plan = plan;
    this.echo = echo;
    this.items = new ResponseItems(plan, echo.reasoning());
  }

  /// Makes a response that repeats `echo`.
  ///
  /// @param made is given the plan, and the response with any status; an empty one stands for that
  ///   with which it ends
  /// @throws Refusal if only the closer look shows that the request is wrong
  public static HttpReply reply(
      RequestContent ask,
      byte[] body,
      ModelTraits traits,
      List<Header> headers,
      Echo echo,
      BiConsumer<AnswerPlan, Function<String, byte[]>> made)
      throws Refusal {
    AnswerPlan plan = OpenAiApi.unfiltered(Operation.RESPONSES, ask, body, traits);
    Function<String, byte[]> rendered = status -> whole(plan, echo, status);
    made.accept(plan, rendered);
    if (ask.stream()) {
      return HttpReply.events(headers, new Responses(plan, echo).stream());
    }
    if (echo.background()) {
      return HttpReply.json(headers, 0, rendered.apply("queued"));
    }
    traits.pace().produced(plan.writtenTokens());
    return HttpReply.json(headers, traits.pace().total(plan.longest()), rendered.apply(""));
  }

  /// The response.
  ///
  /// @param status empty for the one with which it ends
  private static byte[] whole(AnswerPlan plan, Echo echo, String status) {
    Responses responses = new Responses(plan, echo);
    String told = status.isEmpty() ? responses.finalStatus() : status;
    return responses.response(new Bytes(2048), told).array();
  }

  private ReplyBody stream() {
    EventStream events = new EventStream();
    events.then(1, _ -> Piece.data(plan.pace().first(), state("response.created", "in_progress")));
    events.then(() -> state("response.in_progress", "in_progress"));
    for (int i = 0; i < items.size(); i++) {
      item(events, i);
    }
    String last = finalStatus();
    return events.then(() -> state("response." + last, last));
  }

  private void item(EventStream events, int i) {
    switch (items.kind(i)) {
      case MESSAGE -> text(events, i);
      case REASONING -> reasoning(events, i);
      case FUNCTION -> call(events, i, "response.function_call_arguments", "arguments");
      case CUSTOM -> call(events, i, "response.custom_tool_call_input", "input");
    }
  }

  private void reasoning(EventStream events, int i) {
    Output text = Prose.words(0, echo.reasoning().tokens());
    events.then(() -> item("response.output_item.added", i, false));
    if (echo.reasoning().summary()) {
      String part = "response.reasoning_summary_part.";
      events.then(() -> part(part + "added", i, false));
      events.then(text.size(), t -> delta("response.reasoning_summary_text.delta", i, t, text));
      events.then(() -> done("response.reasoning_summary_text.done", "text", i, text));
      events.then(() -> part(part + "done", i, true));
    }
    events.then(() -> item("response.output_item.done", i, true));
  }

  private void text(EventStream events, int i) {
    Output text = items.text(i);
    events.then(() -> item("response.output_item.added", i, false));
    events.then(() -> part("response.content_part.added", i, false));
    events.then(text.size(), t -> delta("response.output_text.delta", i, t, text));
    events.then(() -> done("response.output_text.done", "text", i, text));
    events.then(() -> part("response.content_part.done", i, true));
    events.then(() -> item("response.output_item.done", i, true));
  }

  private void call(EventStream events, int i, String type, String property) {
    Output arguments = items.call(i).arguments();
    events.then(() -> item("response.output_item.added", i, false));
    events.then(arguments.size(), t -> delta(type + ".delta", i, t, arguments));
    events.then(() -> done(type + ".done", property, i, arguments));
    events.then(() -> item("response.output_item.done", i, true));
  }

  private byte[] state(String type, String status) {
    Bytes out = begin(type, 1024).ascii(",\"response\":");
    return end(response(out, status));
  }

  private byte[] item(String type, int i, boolean done) {
    Bytes out = begin(type, 512).ascii(",\"output_index\":").number(i).ascii(",\"item\":");
    return end(items.write(out, i, done));
  }

  private byte[] part(String type, int i, boolean done) {
    Bytes out = place(begin(type, 512), i).ascii(",\"part\":");
    return end(items.part(out, i, done));
  }

  private Piece delta(String type, int i, int token, Output output) {
    plan.pace().produced(1);
    Bytes out = place(begin(type, 384), i).ascii(",\"delta\":\"").put(output.token(token));
    long after = token == 0 ? 0 : plan.pace().next();
    return Piece.data(after, end(out.ascii("\"").ascii(logprobs(i))));
  }

  private byte[] done(String type, String property, int i, Output output) {
    Bytes out = place(begin(type, 512), i);
    if (items.kind(i) == Kind.FUNCTION) {
      out.ascii(",\"name\":").quoted(items.call(i).name());
    }
    output.write(out.ascii(",\"").ascii(property).ascii("\":\""));
    return end(out.ascii("\"").ascii(logprobs(i)));
  }

  private String logprobs(int i) {
    return items.kind(i) == Kind.MESSAGE ? ",\"logprobs\":[]" : "";
  }

  private Bytes place(Bytes out, int i) {
    out.ascii(",\"item_id\":\"").ascii(items.id(i)).ascii("\",\"output_index\":").number(i);
    return switch (items.kind(i)) {
      case MESSAGE -> out.ascii(",\"content_index\":0");
      case REASONING -> out.ascii(",\"summary_index\":0");
      case FUNCTION, CUSTOM -> out;
    };
  }

  private Bytes begin(String type, int capacity) {
    Bytes out = new Bytes(capacity).ascii("event: ").ascii(type).ascii("\ndata: {\"type\":\"");
    return out.ascii(type).ascii("\",\"sequence_number\":").number(sequence++);
  }

  private static byte[] end(Bytes out) {
    return out.ascii("}\n\n").array();
  }

  private String finalStatus() {
    boolean incomplete = finish().equals("length") || finish().equals(Choice.FILTERED);
    return incomplete ? "incomplete" : "completed";
  }

  private String finish() {
    return plan.choices().isEmpty() ? "stop" : plan.choices().getFirst().finish();
  }

  private Bytes response(Bytes out, String status) {
    boolean done = status.equals("completed") || status.equals("incomplete");
    out.ascii("{\"id\":\"resp_").ascii(plan.id()).ascii("\",\"object\":\"response\"");
    out.ascii(",\"created_at\":").number(plan.created()).ascii(",\"status\":\"").ascii(status);
    out.ascii("\",\"background\":").ascii(Boolean.toString(echo.background()));
    out.ascii(",\"error\":null,\"incomplete_details\":");
    boolean limited = status.equals("incomplete");
    String reason = finish().equals(Choice.FILTERED) ? Choice.FILTERED : "max_output_tokens";
    out.ascii(limited ? "{\"reason\":\"" + reason + "\"}" : "null");
    out.ascii(",\"instructions\":null,\"max_output_tokens\":");
    out.ascii(plan.ask().maxTokens() < 0 ? "null" : Integer.toString(plan.ask().maxTokens()));
    out.ascii(",\"model\":").quoted(plan.ask().model()).ascii(",\"output\":[");
    for (int i = 0; done && i < items.size(); i++) {
      items.write(out.ascii(i > 0 ? "," : ""), i, true);
    }
    out.ascii("],\"parallel_tool_calls\":true");
    echo(out).ascii(",\"reasoning\":{\"effort\":null,\"summary\":null}");
    out.ascii(",\"temperature\":1.0,\"text\":{\"format\":{\"type\":\"text\"}}");
    out.ascii(",\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"truncation\":\"disabled\"");
    out.ascii(",\"user\":null,\"metadata\":").put(echo.metadata().getBytes(UTF_8));
    int thoughts = echo.reasoning().tokens();
    return (done ? usage(out, thoughts) : out.ascii(",\"usage\":null")).ascii("}");
  }

  /// Writes the usage with a comma in front; nothing at all if it is to be missing.
  private Bytes usage(Bytes out, int thoughts) {
    UsageForm form = plan.usage();
    if (form == UsageForm.MISSING) {
      return out;
    }
    long in = form.of(plan.ask().inputTokens());
    long made = form.of(plan.outputTokens() + thoughts);
    out.ascii(",\"usage\":{\"input_tokens\":").number(in);
    out.ascii(",\"input_tokens_details\":{\"cached_tokens\":").number(plan.cachedTokens());
    out.ascii(",\"cache_write_tokens\":0},\"output_tokens\":").number(made);
    out.ascii(",\"output_tokens_details\":{\"reasoning_tokens\":").number(thoughts);
    return out.ascii("},\"total_tokens\":").number(in + made).ascii("}");
  }

  private Bytes echo(Bytes out) {
    out.ascii(",\"previous_response_id\":");
    out.quotedOrNull(echo.previous().isEmpty() ? null : echo.previous());
    if (!echo.conversation().isEmpty()) {
      out.ascii(",\"conversation\":{\"id\":").quoted(echo.conversation()).ascii("}");
    }
    return out.ascii(",\"store\":").ascii(Boolean.toString(echo.store()));
  }
}
