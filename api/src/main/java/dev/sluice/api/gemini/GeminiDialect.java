package dev.sluice.api.gemini;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.ClientDialect;
import dev.sluice.call.Failed;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.Collection;
import java.util.Optional;

/// The gateway's words for clients of Gemini's API.
public final class GeminiDialect implements ClientDialect {
  /// The dialect of answers that are whole, or streams of events.
  public static final GeminiDialect EVENTS = new GeminiDialect(false);

  /// The dialect of streams that are one array, errors in place of them included.
  public static final GeminiDialect ARRAYS = new GeminiDialect(true);

  private final boolean arrays;

  private GeminiDialect(boolean arrays) {
    this.arrays = arrays;
  }

  @Override
  public boolean inArrays() {
    return arrays;
  }

  /// Google's client for Python takes each line that does not begin with `data: ` for JSON.
  @Override
  public boolean takesNoComments() {
    return true;
  }

  @Override
  public String error(ApiError error, String id) {
    return whole(GeminiErrors.envelope(error));
  }

  @Override
  public String refusal(Failed.Refused why, String id) {
    return whole(GeminiErrors.refusal(why));
  }

  private String whole(String error) {
    return arrays ? "[" + error + "]" : error;
  }

  @Override
  public String event(Failed why, String id) {
    String error =
        why instanceof Failed.Refused r && ApiErrors.inItsOwnWords(r)
            ? GeminiErrors.refusal(r).replace('\n', ' ').replace('\r', ' ')
            : GeminiErrors.envelope(ApiErrors.of(why));
    return arrays ? error : "data: " + error + "\n\n";
  }

  @Override
  public Optional<ApiError> listFault(String target) {
    return ModelPage.fault(target);
  }

  @Override
  public String models(Collection<Model> models, String target) {
    return GeminiModels.page(models, ModelPage.of(target));
  }

  @Override
  public String model(Model model) {
    return GeminiModels.one(model);
  }
}
