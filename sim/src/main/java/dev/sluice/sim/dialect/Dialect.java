package dev.sluice.sim.dialect;

import dev.sluice.sim.dialect.Shape.Stop;
import dev.sluice.sim.wire.Body;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The way into this package: reads requests in OpenAI's dialect, and makes their replies.
public final class Dialect {
  private static final Header JSON = new Header("content-type", "application/json");
  private static final Header EVENTS =
      new Header("content-type", "text/event-stream; charset=utf-8");

  private static final String ANOTHER = "is answered elsewhere";

  private Dialect() {}

  /// Reads what a request asks for.
  ///
  /// @throws Refusal if its vendor would refuse it
  public static RequestContent read(Operation operation, byte[] body) throws Refusal {
    return ContentScanner.scan(operation, body);
  }

  /// Reads a call of OpenAI's dialect.
  ///
  /// @throws Refusal if its vendor would refuse it
  public static ReadCall call(Operation operation, byte[] body) throws Refusal {
    RequestContent content = read(operation, body);
    return new ReadCall() {
      private long billed = content.inputTokens();

      @Override
      public RequestContent content() {
        return content;
      }

      @Override
      public long billedInput() {
        return billed;
      }

      @Override
      public Reply answer(Terms terms, List<Header> headers) throws Refusal {
        if (operation != Operation.EMBEDDINGS) {
          return Dialect.answer(operation, content, body, terms, headers);
        }
        Embeddings embeddings = Embeddings.read(body, terms.dimensions());
        billed = embeddings.tokens();
        return embed(embeddings, content, terms, headers);
      }
    };
  }

  /// Looks for what no input may hold.
  ///
  /// @throws Refusal if `body` holds it
  public static void check(byte[] body, Shape shape) throws Refusal {
    String poison = shape.poison();
    if (!poison.isEmpty() && new String(body, StandardCharsets.UTF_8).contains(poison)) {
      throw new Refusal(ApiError.invalid("input", null, "Invalid 'input': it holds " + poison));
    }
  }

  /// Makes the answer.
  ///
  /// @param headers what it has besides its content type
  /// @throws Refusal if only the closer look shows that the request is wrong
  public static Reply answer(
      Operation operation, RequestContent ask, byte[] body, Terms terms, List<Header> headers)
      throws Refusal {
    return switch (operation) {
      case CHAT, COMPLETIONS -> speak(operation, ask, body, terms, headers);
      case EMBEDDINGS -> embed(Embeddings.read(body, terms.dimensions()), ask, terms, headers);
      case MODERATIONS -> {
        byte[] json = Moderations.answer(body, ask.model(), terms.id(), terms.shape());
        yield whole(headers, terms.pace().first(), json);
      }
      case MESSAGES, COUNT_TOKENS, RESPONSES, INPUT_TOKENS, COMPACT ->
          throw new IllegalArgumentException(ANOTHER);
    };
  }

  private static Reply embed(
      Embeddings embeddings, RequestContent ask, Terms terms, List<Header> headers) {
    byte[] json = embeddings.render(ask.model(), terms.shape());
    return whole(headers, terms.pace().first(), json);
  }

  /// Returns the list of the models, as JSON.
  public static byte[] models(Collection<String> names) {
    Bytes out = new Bytes(256).ascii("{\"object\":\"list\",\"data\":[");
    String comma = "";
    for (String name : names) {
      out.ascii(comma).put(model(name));
      comma = ",";
    }
    return out.ascii("]}").array();
  }

  /// Returns the description of one model, as JSON.
  public static byte[] model(String name) {
    Bytes out = new Bytes(128).ascii("{\"id\":").quoted(name);
    return out.ascii(",\"object\":\"model\",\"created\":1767225600,\"owned_by\":\"simulated\"}")
        .array();
  }

  private static Reply speak(
      Operation operation, RequestContent ask, byte[] body, Terms terms, List<Header> headers)
      throws Refusal {
    filter(terms.shape());
    Plan plan = plan(operation, ask, body, terms);
    if (ask.stream()) {
      return Reply.streamed(with(headers, EVENTS), stream(operation, plan));
    }
    terms.pace().produced(plan.outputTokens());
    return whole(headers, terms.pace().total(plan.longest()), whole(operation, plan));
  }

  /// Everything about the answer to a call that makes a model speak.
  ///
  /// @throws Refusal if only the closer look shows that the request is wrong
  public static Plan plan(Operation operation, RequestContent ask, byte[] body, Terms terms)
      throws Refusal {
    boolean one = operation == Operation.RESPONSES || operation.anthropic();
    int count = one ? 1 : ask.choices();
    List<Choice> choices =
        new Script(ask, body, terms.random())
            .choices(Math.max(0, count + terms.shape().extra()), terms.tokens());
    Stop stop = terms.shape().stop();
    boolean filtered = stop != Stop.TRUE && stop != Stop.MISSING;
    return new Plan(
        terms.id(),
        terms.created(),
        ask,
        filtered ? choices.stream().map(choice -> choice.filtered(stop)).toList() : choices,
        terms.pace(),
        terms.shape().usage(),
        terms.cachedTokens());
  }

  /// Stops a prompt at the content filter.
  ///
  /// @throws Refusal if `shape` says so
  public static void filter(Shape shape) throws Refusal {
    if (shape.stop() == Stop.FILTERED_PROMPT) {
      String message = "The content filter has stopped the prompt (simulated).";
      throw new Refusal(ApiError.invalid("prompt", Choice.FILTERED, message));
    }
  }

  private static Body stream(Operation operation, Plan plan) {
    return switch (operation) {
      case CHAT -> Chat.stream(plan);
      case COMPLETIONS -> Completions.stream(plan);

      case EMBEDDINGS, MODERATIONS -> throw new IllegalArgumentException("no stream of vectors");
      case MESSAGES, COUNT_TOKENS, RESPONSES, INPUT_TOKENS, COMPACT ->
          throw new IllegalArgumentException(ANOTHER);
    };
  }

  private static byte[] whole(Operation operation, Plan plan) {
    return switch (operation) {
      case CHAT -> Chat.whole(plan);
      case COMPLETIONS -> Completions.whole(plan);

      case EMBEDDINGS, MODERATIONS -> throw new IllegalArgumentException("nothing to say");
      case MESSAGES, COUNT_TOKENS, RESPONSES, INPUT_TOKENS, COMPACT ->
          throw new IllegalArgumentException(ANOTHER);
    };
  }

  private static Reply whole(List<Header> headers, long afterNanos, byte[] json) {
    return Reply.whole(200, with(headers, JSON), afterNanos, json);
  }

  private static List<Header> with(List<Header> headers, Header more) {
    List<Header> all = new ArrayList<>(headers.size() + 1);
    all.addAll(headers);
    all.add(more);
    return all;
  }
}
