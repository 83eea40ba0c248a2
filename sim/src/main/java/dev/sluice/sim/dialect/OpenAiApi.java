package dev.sluice.sim.dialect;

import dev.sluice.sim.dialect.Shape.Stop;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReplyBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The way into this package: reads requests in OpenAI's dialect, and makes their replies.
public final class OpenAiApi {
  private static final Header JSON = new Header("content-type", "application/json");
  private static final Header EVENTS =
      new Header("content-type", "text/event-stream; charset=utf-8");

  private static final String ANOTHER = "is answered elsewhere";
  private static final int BAD_REQUEST = 400;

  private OpenAiApi() {}

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
      public HttpReply answer(ModelTraits traits, List<Header> headers) throws Refusal {
        if (operation != Operation.EMBEDDINGS) {
          return OpenAiApi.answer(operation, content, body, traits, headers);
        }
        Embeddings embeddings = Embeddings.read(body, traits.vectors().dimensions());
        billed = embeddings.tokens();
        return embed(embeddings, content, traits, headers);
      }
    };
  }

  /// Looks for what no input may hold.
  ///
  /// @throws Refusal if `body` holds it
  public static void check(byte[] body, Shape shape) throws Refusal {
    String poison = shape.poison().text();
    if (!poison.isEmpty() && new String(body, StandardCharsets.UTF_8).contains(poison)) {
      int status = shape.poison().status();
      throw new Refusal(
          status == BAD_REQUEST
              ? OpenAiError.invalid("input", null, "Invalid 'input': it holds " + poison)
              : OpenAiError.of(status));
    }
  }

  /// Makes the answer.
  ///
  /// @param headers what it has besides its content type
  /// @throws Refusal if only the closer look shows that the request is wrong
  public static HttpReply answer(
      Operation operation,
      RequestContent ask,
      byte[] body,
      ModelTraits traits,
      List<Header> headers)
      throws Refusal {
    return switch (operation) {
      case CHAT, COMPLETIONS -> speak(operation, ask, body, traits, headers);
      case EMBEDDINGS ->
          embed(Embeddings.read(body, traits.vectors().dimensions()), ask, traits, headers);
      case MODERATIONS -> {
        byte[] json = Moderations.answer(body, ask.model(), traits.id(), traits.shape());
        yield whole(headers, traits.pace().first(), json);
      }
      case MESSAGES, COUNT_TOKENS, RESPONSES, INPUT_TOKENS, COMPACT ->
          throw new IllegalArgumentException(ANOTHER);
    };
  }

  private static HttpReply embed(
      Embeddings embeddings, RequestContent ask, ModelTraits traits, List<Header> headers) {
    byte[] json = embeddings.render(ask.model(), traits.shape(), traits.vectors());
    return whole(headers, traits.pace().first(), json);
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

  private static HttpReply speak(
      Operation operation,
      RequestContent ask,
      byte[] body,
      ModelTraits traits,
      List<Header> headers)
      throws Refusal {
    filter(traits.shape());
    AnswerPlan plan = plan(operation, ask, body, traits);
    if (ask.stream()) {
      return HttpReply.streamed(with(headers, EVENTS), stream(operation, plan));
    }
    traits.pace().produced(plan.writtenTokens());
    return whole(headers, traits.pace().total(plan.longest()), whole(operation, plan));
  }

  /// Everything about the answer to a call that makes a model speak.
  ///
  /// @throws Refusal if only the closer look shows that the request is wrong
  public static AnswerPlan plan(
      Operation operation, RequestContent ask, byte[] body, ModelTraits traits) throws Refusal {
    boolean one = operation == Operation.RESPONSES || operation.anthropic();
    int count = one ? 1 : ask.choices();
    List<Choice> choices =
        traits.speaker().choices(ask, body, Math.max(0, count + traits.shape().extra()));
    Stop stop = traits.shape().stop();
    boolean filtered = stop != Stop.TRUE && stop != Stop.MISSING;
    return new AnswerPlan(
        traits.id(),
        traits.created(),
        traits.shape().told(ask),
        filtered ? choices.stream().map(choice -> choice.filtered(stop)).toList() : choices,
        traits.pace(),
        traits.shape().usage(),
        traits.cachedTokens(),
        traits.shape().toldOutput());
  }

  /// Stops a prompt at the content filter.
  ///
  /// @throws Refusal if `shape` says so
  public static void filter(Shape shape) throws Refusal {
    if (shape.stop() == Stop.FILTERED_PROMPT) {
      String message = "The content filter has stopped the prompt (simulated).";
      throw new Refusal(OpenAiError.invalid("prompt", Choice.FILTERED, message));
    }
  }

  private static ReplyBody stream(Operation operation, AnswerPlan plan) {
    return switch (operation) {
      case CHAT -> Chat.stream(plan);
      case COMPLETIONS -> Completions.stream(plan);

      case EMBEDDINGS, MODERATIONS -> throw new IllegalArgumentException("no stream of vectors");
      case MESSAGES, COUNT_TOKENS, RESPONSES, INPUT_TOKENS, COMPACT ->
          throw new IllegalArgumentException(ANOTHER);
    };
  }

  private static byte[] whole(Operation operation, AnswerPlan plan) {
    return switch (operation) {
      case CHAT -> Chat.whole(plan);
      case COMPLETIONS -> Completions.whole(plan);

      case EMBEDDINGS, MODERATIONS -> throw new IllegalArgumentException("nothing to say");
      case MESSAGES, COUNT_TOKENS, RESPONSES, INPUT_TOKENS, COMPACT ->
          throw new IllegalArgumentException(ANOTHER);
    };
  }

  private static HttpReply whole(List<Header> headers, long afterNanos, byte[] json) {
    return HttpReply.whole(200, with(headers, JSON), afterNanos, json);
  }

  private static List<Header> with(List<Header> headers, Header more) {
    List<Header> all = new ArrayList<>(headers.size() + 1);
    all.addAll(headers);
    all.add(more);
    return all;
  }
}
