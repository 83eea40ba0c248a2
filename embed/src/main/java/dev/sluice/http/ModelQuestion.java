package dev.sluice.http;

import dev.sluice.api.ApiError;
import dev.sluice.api.ModelSource;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Loop;
import java.util.Optional;

/// A question which models there are. The source may wait for the providers, so it is asked on a
/// virtual thread; the answer is given on the loop.
final class ModelQuestion {
  private final ModelSource source;
  private final Loop loop;
  private final Exchange exchange;

  ModelQuestion(ModelSource source, Loop loop, Exchange exchange) {
    this.source = source;
    this.loop = loop;
    this.exchange = exchange;
  }

  /// Answers for the model called `id`, or for all of them.
  ///
  /// @param target path and query of the question
  void start(Optional<String> id, String target) {
    Thread asks = loop.start("models", () -> ask(id, target));
    exchange.runs(asks::interrupt);
  }

  private void ask(Optional<String> id, String target) {
    Optional<ApiError> fault =
        id.isPresent() ? Optional.empty() : exchange.dialect().listFault(target);
    if (fault.isPresent()) {
      answer(Optional.empty(), fault.get());
      return;
    }
    try {
      answer(id.isPresent() ? one(id.get()) : all(target), RequestErrors.UNKNOWN_MODEL);
    } catch (InterruptedException leaving) {
      answer(Optional.empty(), RequestErrors.DRAINING);
    } catch (RuntimeException bug) {
      Bugs.report("a bug in a question for models", bug);
      answer(Optional.empty(), RequestErrors.INTERNAL);
    }
  }

  private Optional<String> all(String target) throws InterruptedException {
    return Optional.of(exchange.dialect().models(source.models(), target));
  }

  private Optional<String> one(String id) throws InterruptedException {
    return source.model(id).map(exchange.dialect()::model);
  }

  private void answer(Optional<String> json, ApiError otherwise) {
    loop.execute(() -> tell(json, otherwise));
  }

  private void tell(Optional<String> json, ApiError otherwise) {
    var _ =
        json.isPresent()
            ? exchange.reply().json(json.get())
            : exchange.reply().fault(otherwise, Optional.empty());
  }
}
