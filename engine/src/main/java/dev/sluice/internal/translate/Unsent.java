package dev.sluice.internal.translate;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Attempts for which nothing is sent to the provider, so that there is nothing to stop.
final class Unsent {
  private Unsent() {}

  /// Attaches an unsent attempt at `target`, and returns it when that is done, since what stands
  /// behind the sink decides by it. On the call's thread.
  static AttemptInfo attach(Call call, Sink sink, String target, Clock clock) {
    var attempt = new AttemptInfo(call, target, call.trace(), clock);
    CompletableFuture.runAsync(() -> sink.attach(attempt), call.loop()::execute).join();
    return attempt;
  }

  /// Returns the failure of a request that cannot be translated for `target`. Another target may
  /// speak the client's dialect. On the call's thread.
  ///
  /// @param path the path of the property that cannot be translated; empty for the whole request
  static Failed untranslatable(
      Call call, Sink sink, String target, String path, String why, Clock clock) {
    var _ = attach(call, sink, target, clock);
    Optional<String> param = Optional.of(path).filter(p -> !p.isEmpty());
    return Failed.Invalid.untranslatable(param, why);
  }
}
