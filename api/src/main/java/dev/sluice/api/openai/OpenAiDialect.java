package dev.sluice.api.openai;

import dev.sluice.api.ApiError;
import dev.sluice.api.ClientDialect;
import dev.sluice.call.Failed;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.Collection;

/// The gateway's words for clients of OpenAI's API.
public final class OpenAiDialect implements ClientDialect {
  public static final OpenAiDialect INSTANCE = new OpenAiDialect();

  private OpenAiDialect() {}

  @Override
  public String error(ApiError error, String id) {
    return ErrorBody.envelope(error);
  }

  @Override
  public String refusal(Failed.Refused why, String id) {
    return why.body();
  }

  @Override
  public String event(Failed why, String id) {
    return ErrorBody.event(why);
  }

  @Override
  public String models(Collection<Model> models, String target) {
    return ModelList.all(models);
  }

  @Override
  public String model(Model model) {
    return ModelList.one(model);
  }
}
