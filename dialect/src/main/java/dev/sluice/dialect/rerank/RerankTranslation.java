package dev.sluice.dialect.rerank;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.ErrorObject;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.openai.ChatErrors;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Statuses;
import dev.sluice.dialect.rule.Untranslatable;
import dev.sluice.dialect.rule.WholeTranslation;
import java.util.Map;
import java.util.Optional;

/// A translation from one client's form of reranks to one provider's, and back.
public record RerankTranslation(RerankForm client, RerankForm provider)
    implements WholeTranslation {
  /// The translation of a client's requests for a provider; empty where they pass as they are.
  public static Optional<RerankTranslation> of(RerankClient client, RerankForm provider) {
    return client.form() == provider
        ? Optional.empty()
        : Optional.of(new RerankTranslation(client.form(), provider));
  }

  @Override
  public Result request(byte[] body, String model, boolean strict, HeapMeter meter) {
    try {
      JsonNode top = RerankProperties.request(body, meter);
      RerankRequest request = client.codec().decodeRequest(top);
      var losses = new Losses(strict, Map.of());
      for (String other : request.others()) {
        losses.drop(other, "the target's dialect has no such property");
      }
      byte[] translated = provider.codec().encodeRequest(request, model, losses, meter);
      var answers = new TranslatedRerank(client.codec(), provider.codec(), request.asked(), model);
      return new Request(translated, losses.paths(), answers);
    } catch (Untranslatable e) {
      return new Refused(e.path(), e.why());
    }
  }

  @Override
  public AnswerFault fault(int status, byte[] body) {
    Optional<JsonNode> error = ErrorObject.in(body);
    if (error.isEmpty()) {
      return new AnswerFault(Statuses.kind(status), "The provider answered with status " + status);
    }
    // FastAPI's form, which Voyage, Jina and NIM have.
    String detail = error.get().string("detail");
    return detail == null
        ? ChatErrors.fault(status, error.get())
        : new AnswerFault(Statuses.kind(status), detail);
  }

  @Override
  public int status(AnswerFault fault) {
    return ChatErrors.status(fault);
  }

  @Override
  public String errorBody(AnswerFault fault) {
    byte[] body =
        client == RerankForm.COHERE
            ? new JsonOutput().open('{').field("message", fault.message()).close('}').bytes()
            : ChatErrors.body(fault);
    return new String(body, UTF_8);
  }

  @Override
  public Map<String, String> rateLimits(Map<String, String> headers) {
    return Map.of();
  }
}
