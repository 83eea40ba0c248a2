package dev.sluice.sim.dialect;

import dev.sluice.sim.dialect.Shape.Stop;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/// The way into this package: reads requests in OpenAI's dialect, and makes their replies.
public final class OpenAiApi {
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
        return switch (operation) {
          case CHAT -> new Chat(unfiltered(operation, content, body, traits)).reply(headers);
          case COMPLETIONS ->
              new Completions(unfiltered(operation, content, body, traits)).reply(headers);
          case EMBEDDINGS -> {
            Embeddings embeddings = Embeddings.read(body, traits.vectors().dimensions());
            billed = embeddings.tokens();
            byte[] json = embeddings.render(content.model(), traits.shape(), traits.vectors());
            yield HttpReply.json(headers, traits.pace().first(), json);
          }
          case MODERATIONS -> {
            byte[] json = Moderations.answer(body, content.model(), traits.id(), traits.shape());
            yield HttpReply.json(headers, traits.pace().first(), json);
          }
          case MESSAGES, COUNT_TOKENS, RESPONSES, INPUT_TOKENS, COMPACT ->
              throw new IllegalArgumentException("is answered elsewhere");
        };
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

  /// The plan of an answer, if the content filter lets the prompt pass.
  ///
  /// @throws Refusal if it does not, or if only the closer look shows that the request is wrong
  public static AnswerPlan unfiltered(
      Operation operation, RequestContent ask, byte[] body, ModelTraits traits) throws Refusal {
    if (traits.shape().stop() == Stop.FILTERED_PROMPT) {
      String message = "The content filter has stopped the prompt (simulated).";
      throw new Refusal(OpenAiError.invalid("prompt", Choice.FILTERED, message));
    }
    return plan(operation, ask, body, traits);
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
}
