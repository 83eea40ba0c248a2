package dev.sluice.dialect.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import dev.sluice.dialect.rule.WholeTranslation;
import java.util.Map;
import java.util.Optional;

/// A translation from one client's form of embeddings to one provider's, and back. The request is
/// translated for one target; it then translates its own answer. Immutable and safe for any number
/// of threads.
public record EmbeddingTranslation(
    EmbeddingForm client, EmbeddingForm provider, EmbeddingCodec codec)
    implements WholeTranslation {
  /// The translation of a client's requests for a provider; empty where they pass as they are.
  public static Optional<EmbeddingTranslation> of(ClientForm client, EmbeddingForm provider) {
    return client.isAsked(provider)
        ? Optional.empty()
        : Optional.of(new EmbeddingTranslation(client.form(), provider, client.codec()));
  }

  @Override
  public Result request(byte[] body, String model, boolean strict, HeapMeter meter) {
    try {
      EmbeddingRequest request = codec.decodeRequest(body, meter);
      var losses = new Losses(strict, Map.of());
      byte[] translated = provider.codec().encodeRequest(request, model, losses, meter);
      var answers = new TranslatedEmbeddings(codec, provider.codec(), request.asked(), model);
      return new Request(translated, losses.paths(), answers);
    } catch (Untranslatable e) {
      return new Refused(e.path(), e.why());
    }
  }

  @Override
  public AnswerFault fault(int status, byte[] body) {
    return EmbeddingErrors.fault(provider, status, body);
  }

  @Override
  public int status(AnswerFault fault) {
    return EmbeddingErrors.status(client, fault);
  }

  @Override
  public String errorBody(AnswerFault fault) {
    return new String(EmbeddingErrors.body(client, fault), UTF_8);
  }

  @Override
  public Map<String, String> rateLimits(Map<String, String> headers) {
    return EmbeddingErrors.limits(client, provider, headers);
  }
}
