package dev.sluice.server.edge.head;

import dev.sluice.call.request.Operation;
import dev.sluice.server.anthropic.AnthropicDialect;
import dev.sluice.server.dialect.ClientDialect;
import dev.sluice.server.dialect.Endpoint;
import dev.sluice.server.dialect.Endpoints;
import dev.sluice.server.openai.OpenAiDialect;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.util.Optional;

/// Recognises the dialect that a client speaks: by the path of a call; by a header that clients of
/// one dialect alone send where the path says nothing.
public final class Dialects {
  /// The dialect of a client of which nothing is known.
  public static final ClientDialect USUAL = OpenAiDialect.INSTANCE;

  private static final AsciiString ANTHROPIC_VERSION = AsciiString.cached("anthropic-version");
  private static final AsciiString API_KEY = AsciiString.cached("x-api-key");

  private Dialects() {}

  /// The dialect of the client that has sent `request`.
  public static ClientDialect of(HttpRequest request) {
    Optional<Endpoint> endpoint = Endpoints.at(request.uri());
    return endpoint.isPresent() && endpoint.get() instanceof Endpoint.Calling calling
        ? of(calling.operation())
        : of(request.headers());
  }

  /// The dialect in which calls for `operation` are made.
  public static ClientDialect of(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETIONS, EMBEDDINGS, MODERATIONS, RESPONSES -> OpenAiDialect.INSTANCE;
      case MESSAGES, COUNT_TOKENS -> AnthropicDialect.INSTANCE;
    };
  }

  private static ClientDialect of(HttpHeaders headers) {
    return headers.contains(ANTHROPIC_VERSION) || headers.contains(API_KEY)
        ? AnthropicDialect.INSTANCE
        : USUAL;
  }
}
