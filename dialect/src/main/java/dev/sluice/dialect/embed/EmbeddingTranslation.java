package dev.sluice.dialect.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.Map;
import java.util.Optional;

/// A translation from one client's form of embeddings to one provider's, and back. The request is
/// translated for one target; it then translates its own answer ([TranslatedEmbeddings#answer]).
/// Immutable and safe for any number of threads.
public record EmbeddingTranslation(
    EmbeddingForm client, EmbeddingForm provider, EmbeddingCodec codec) {
  /// The translation of a client's requests for a provider; empty where they pass as they are.
  public static Optional<EmbeddingTranslation> of(ClientForm client, EmbeddingForm provider) {
    return client.isAsked(provider)
        ? Optional.empty()
        : Optional.of(new EmbeddingTranslation(client.form(), provider, client.codec()));
  }

  /// The result of translating a request.
  public sealed interface Result permits TranslatedEmbeddings, Refused {}

  /// A request that cannot be carried: the client's error, 400.
  ///
  /// @param path the path of the property, in the client's dialect; empty for the whole request
  public record Refused(String path, String why) implements Result {}

  /// Translates a client's request to what its provider is to get.
  ///
  /// @param model the model, as the provider names it
  /// @param strict whether what would be dropped is refused
  /// @param meter counts what is built beside `body`
  /// @throws HeapMeter.NoRoomException if there is no room for what is built
  public Result request(byte[] body, String model, boolean strict, HeapMeter meter) {
    try {
      EmbeddingRequest request = codec.decodeRequest(body, meter);
      var losses = new Losses(strict, Map.of());
      byte[] translated = provider.codec().encodeRequest(request, model, losses, meter);
      return new TranslatedEmbeddings(
          codec, provider.codec(), request.asked(), model, translated, losses.paths());
    } catch (Untranslatable e) {
      return new Refused(e.path(), e.why());
    }
  }

  /// The meaning of a provider's error.
  public AnswerFault fault(int status, byte[] body) {
    return EmbeddingErrors.fault(provider, status, body);
  }

  /// The status of an error, in the client's dialect.
  public int status(AnswerFault fault) {
    return EmbeddingErrors.status(client, fault);
  }

  /// The body of an error, in the client's dialect.
  public String errorBody(AnswerFault fault) {
    return new String(EmbeddingErrors.body(client, fault), UTF_8);
  }

  /// The limits that a provider's headers state, under the client's names; other headers are not
  /// looked at.
  ///
  /// @param headers the provider's headers, by their names in lower case
  public Map<String, String> rateLimits(Map<String, String> headers) {
    return EmbeddingErrors.limits(client, provider, headers);
  }
}
