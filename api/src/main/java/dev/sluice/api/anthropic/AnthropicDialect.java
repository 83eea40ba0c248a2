package dev.sluice.api.anthropic;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.ClientDialect;
import dev.sluice.call.Failed;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.Collection;
import java.util.Optional;

/// The gateway's words for clients of Anthropic's API.
public final class AnthropicDialect implements ClientDialect {
  public static final AnthropicDialect INSTANCE = new AnthropicDialect();

  private AnthropicDialect() {}

  @Override
  public Optional<String> requestIdHeader() {
    return Optional.of("request-id");
  }

  @Override
  public ApiError fitted(ApiError error) {
    return MessageErrors.fitted(error);
  }

  @Override
  public String error(ApiError error, String id) {
    return MessageErrors.envelope(error, id);
  }

  @Override
  public String refusal(Failed.Refused why, String id) {
    return MessageErrors.refusal(why, id);
  }

  /// The name of the event is what clients look for.
  @Override
  public String event(Failed why, String id) {
    String error =
        why instanceof Failed.Refused r && ApiErrors.inItsOwnWords(r)
            ? refusal(r, id).replace('\n', ' ').replace('\r', ' ')
            : error(fitted(ApiErrors.of(why)), id);
    return "event: error\ndata: " + error + "\n\n";
  }

  @Override
  public String models(Collection<Model> models, String target) {
    return MessageModels.all(models);
  }

  @Override
  public String model(Model model) {
    return MessageModels.one(model);
  }
}
