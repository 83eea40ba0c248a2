package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Body;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Piece;

/// Renders the answers of `/responses`: the response itself, and its events.
final class Responses {
  private final Plan plan;
  private final ResponseItems items;
  private int sequence;

  private Responses(Plan plan) {
    this.plan = plan;
    this.items = new ResponseItems(plan);
  }

  static byte[] whole(Plan plan) {
    Responses responses = new Responses(plan);
    return responses.response(new Bytes(2048), responses.finalStatus()).array();
  }

  static Body stream(Plan plan) {
    return new Responses(plan).stream();
  }

  private Body stream() {
    Events events = new Events();
    events.then(1, _ -> Piece.data(plan.pace().first(), state("response.created", "in_progress")));
    events.then(() -> state("response.in_progress", "in_progress"));
    for (int i = 0; i < items.size(); i++) {
      textOrCall(events, i);
    }
    String last = finalStatus();
    return events.then(() -> state("response." + last, last));
  }

  private void textOrCall(Events events, int i) {
    if (items.isText(i)) {
      text(events, i);
    } else {
      call(events, i);
    }
  }

  private void text(Events events, int i) {
    Output text = items.text(i);
    events.then(() -> item("response.output_item.added", i, false));
    events.then(() -> part("response.content_part.added", i, false));
    events.then(text.size(), t -> delta("response.output_text.delta", i, t, text));
    events.then(() -> done("response.output_text.done", "text", i, text));
    events.then(() -> part("response.content_part.done", i, true));
    events.then(() -> item("response.output_item.done", i, true));
  }

  private void call(Events events, int i) {
    Output arguments = items.call(i).arguments();
    events.then(() -> item("response.output_item.added", i, false));
    events.then(
        arguments.size(), t -> delta("response.function_call_arguments.delta", i, t, arguments));
    events.then(() -> done("response.function_call_arguments.done", "arguments", i, arguments));
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
    return Piece.data(after, end(out.ascii("\"").ascii(items.isText(i) ? LOGPROBS : "")));
  }

  private byte[] done(String type, String property, int i, Output output) {
    Bytes out = place(begin(type, 512), i);
    if (!items.isText(i)) {
      out.ascii(",\"name\":").quoted(items.call(i).name());
    }
    output.write(out.ascii(",\"").ascii(property).ascii("\":\""));
    return end(out.ascii("\"").ascii(items.isText(i) ? LOGPROBS : ""));
  }

  private static final String LOGPROBS = ",\"logprobs\":[]";

  private Bytes place(Bytes out, int i) {
    out.ascii(",\"item_id\":\"").ascii(items.id(i)).ascii("\",\"output_index\":").number(i);
    return items.isText(i) ? out.ascii(",\"content_index\":0") : out;
  }

  private Bytes begin(String type, int capacity) {
    Bytes out = new Bytes(capacity).ascii("event: ").ascii(type).ascii("\ndata: {\"type\":\"");
    return out.ascii(type).ascii("\",\"sequence_number\":").number(sequence++);
  }

  private static byte[] end(Bytes out) {
    return out.ascii("}\n\n").array();
  }

  private String finalStatus() {
    boolean limited = plan.choices().getFirst().finish().equals("length");
    return limited ? "incomplete" : "completed";
  }

  private Bytes response(Bytes out, String status) {
    boolean done = !status.equals("in_progress");
    out.ascii("{\"id\":\"resp_").ascii(plan.id()).ascii("\",\"object\":\"response\"");
    out.ascii(",\"created_at\":").number(plan.created()).ascii(",\"status\":\"").ascii(status);
    out.ascii("\",\"background\":false,\"error\":null,\"incomplete_details\":");
    boolean limited = status.equals("incomplete");
    out.ascii(limited ? "{\"reason\":\"max_output_tokens\"}" : "null");
    out.ascii(",\"instructions\":null,\"max_output_tokens\":");
    out.ascii(plan.ask().maxTokens() < 0 ? "null" : Integer.toString(plan.ask().maxTokens()));
    out.ascii(",\"model\":").quoted(plan.ask().model()).ascii(",\"output\":[");
    for (int i = 0; done && i < items.size(); i++) {
      items.write(out.ascii(i > 0 ? "," : ""), i, true);
    }
    out.ascii("],\"parallel_tool_calls\":true,\"previous_response_id\":null");
    out.ascii(",\"reasoning\":{\"effort\":null,\"summary\":null},\"store\":true");
    out.ascii(",\"temperature\":1.0,\"text\":{\"format\":{\"type\":\"text\"}}");
    out.ascii(",\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"truncation\":\"disabled\"");
    out.ascii(",\"user\":null,\"metadata\":{}");
    return (done ? UsageJson.responses(out, plan) : out.ascii(",\"usage\":null")).ascii("}");
  }
}
