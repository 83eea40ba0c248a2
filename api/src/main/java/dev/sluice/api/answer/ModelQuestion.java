package dev.sluice.api.answer;

import dev.sluice.api.ApiError;
import dev.sluice.api.ClientDialect;
import dev.sluice.api.ModelSource;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A question which models there are. The source may wait for the providers, so it is asked on a
/// virtual thread.
///
/// @param allowed whether the client may call a model
/// @param target path and query of the question
public record ModelQuestion(
    ModelSource source, Predicate<Model> allowed, ClientDialect dialect, String target) {

  /// What a client is told.
  ///
  /// @param json the models, or one of them
  /// @param otherwise what is wrong where there is none
  public record Told(Optional<String> json, ApiError otherwise) {
    private static Told fault(ApiError error) {
      return new Told(Optional.empty(), error);
    }

    /// Whether the gateway stops, so that a client that asks again is to reach another one.
    public boolean stopping() {
      return json.isEmpty() && otherwise.equals(RequestErrors.DRAINING);
    }

    /// Tells it.
    ///
    /// @return whether the connection may serve another request
    public boolean by(Reply reply) {
      return json.isPresent() ? reply.json(json.get()) : reply.fault(otherwise, Optional.empty());
    }
  }

  /// Asks for the model called `id`, or for all of them.
  public Told ask(Optional<String> id) {
    Optional<ApiError> fault = id.isPresent() ? Optional.empty() : dialect.listFault(target);
    if (fault.isPresent()) {
      return Told.fault(fault.get());
    }
    try {
      return new Told(id.isPresent() ? one(id.get()) : all(), RequestErrors.UNKNOWN_MODEL);
    } catch (InterruptedException stopping) {
      return Told.fault(RequestErrors.DRAINING);
    } catch (RuntimeException bug) {
      Bugs.report("a bug in a question for models", bug);
      return Told.fault(RequestErrors.INTERNAL);
    }
  }

  private Optional<String> all() throws InterruptedException {
    List<Model> models = source.models().stream().filter(allowed).toList();
    return Optional.of(dialect.models(models, target));
  }

  private Optional<String> one(String id) throws InterruptedException {
    return source.model(id).filter(allowed).map(dialect::model);
  }
}
