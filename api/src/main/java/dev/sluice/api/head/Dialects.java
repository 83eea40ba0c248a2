package dev.sluice.api.head;

import dev.sluice.api.ClientDialect;
import dev.sluice.api.Endpoint;
import dev.sluice.api.Endpoints;
import dev.sluice.api.TargetQuery;
import dev.sluice.api.anthropic.AnthropicDialect;
import dev.sluice.api.cohere.CohereDialect;
import dev.sluice.api.gemini.GeminiDialect;
import dev.sluice.api.openai.OpenAiDialect;
import dev.sluice.call.request.Operation;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.util.Optional;

/// The dialects that clients speak, recognised by the path of a call; by a header that clients of
/// one dialect alone send, or a key in the query, where the path says nothing.
public final class Dialects {
  /// The dialect of a client of which nothing is known.
  public static final ClientDialect USUAL = OpenAiDialect.INSTANCE;

  private static final AsciiString ANTHROPIC_VERSION = AsciiString.cached("anthropic-version");
  private static final AsciiString API_KEY = AsciiString.cached("x-api-key");
  private static final AsciiString GOOGLE_KEY = AsciiString.cached("x-goog-api-key");
  private static final AsciiString GOOGLE_CLIENT = AsciiString.cached("x-goog-api-client");

  /// The beginning of the paths that Gemini's API alone has.
  private static final String GEMINI = "/v1beta/";

  private Dialects() {}

  /// The endpoint that a request is for; empty for none. Paths that two APIs share lead where the
  /// client's headers say.
  public static Optional<Endpoint> endpoint(HttpRequest request) {
    return Endpoints.at(request.uri()).map(at -> endpoint(request, at));
  }

  private static Endpoint endpoint(HttpRequest request, Endpoint at) {
    Endpoint other = at.asOfGemini();
    boolean meant =
        !other.equals(at)
            && other.methods().contains(request.method().name())
            && isOfGemini(request.headers(), request.uri());
    return meant ? other : at;
  }

  /// The dialect of the client that has sent `request`.
  ///
  /// @param at the endpoint that the request is for; empty for none
  public static ClientDialect of(HttpRequest request, Optional<Endpoint> at) {
    return switch (at.orElse(null)) {
      case Endpoint.Calling calling -> of(calling, request.uri());
      case Endpoint.Stored _ -> of(Operation.STORED_RESPONSE);
      case Endpoint.MessageBatches _ -> AnthropicDialect.INSTANCE;
      case Endpoint.GenerateBatches _, Endpoint.GenerateFiles _ -> GeminiDialect.EVENTS;
      case Endpoint.Model model when asksVerb(request, model) -> GeminiDialect.EVENTS;
      case null, default -> of(request.headers(), request.uri());
    };
  }

  /// Whether something is asked of a model that nothing here answers: Gemini's dialect alone has a
  /// `POST` to a model.
  static boolean asksVerb(HttpRequest request, Endpoint.Model model) {
    return HttpMethod.POST.equals(request.method())
        && (model.mayHaveVerb() || of(request.headers(), request.uri()) == GeminiDialect.EVENTS);
  }

  /// The dialect of a call. A stream of Gemini's dialect is an array unless its query asks for
  /// events.
  private static ClientDialect of(Endpoint.Calling calling, String target) {
    boolean array = calling.stream() && calling.operation() == Operation.GENERATE;
    return array && !asksForEvents(TargetQuery.of(target))
        ? GeminiDialect.ARRAYS
        : of(calling.operation());
  }

  /// Google's parameters for all of its APIs may be written with a dollar in front.
  private static boolean asksForEvents(TargetQuery query) {
    return query.says("alt", "sse") || query.says("$alt", "sse");
  }

  /// The dialect in which calls for `operation` are made.
  public static ClientDialect of(Operation operation) {
    return switch (operation) {
      case CHAT,
          COMPLETIONS,
          EMBEDDINGS,
          MODERATIONS,
          RESPONSES,
          INPUT_TOKENS,
          COMPACT,
          STORED_RESPONSE,
          INVOKE_MODEL,
          RERANK,
          NIM_RANKING,
          SPEECH,
          IMAGES,
          IMAGE_EDITS,
          IMAGE_VARIATIONS,
          TRANSCRIPTIONS,
          TRANSLATIONS,
          PASS_THROUGH ->
          OpenAiDialect.INSTANCE;
      case MESSAGES, COUNT_TOKENS -> AnthropicDialect.INSTANCE;
      case GENERATE, GENERATE_COUNT, EMBED_CONTENT, BATCH_EMBED_CONTENTS, PREDICT, PREDICT_IMAGES ->
          GeminiDialect.EVENTS;
      case COHERE_EMBED, COHERE_RERANK -> CohereDialect.INSTANCE;
    };
  }

  private static ClientDialect of(HttpHeaders headers, String target) {
    if (target.startsWith(GEMINI) || isOfGemini(headers, target)) {
      return GeminiDialect.EVENTS;
    }
    return headers.contains(ANTHROPIC_VERSION) || headers.contains(API_KEY)
        ? AnthropicDialect.INSTANCE
        : USUAL;
  }

  private static boolean isOfGemini(HttpHeaders headers, String target) {
    return headers.contains(GOOGLE_KEY)
        || headers.contains(GOOGLE_CLIENT)
        || TargetQuery.of(target).key() != null;
  }
}
