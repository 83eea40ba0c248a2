package dev.sluice.internal.translate;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.Sink;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// An attempt for which nothing is sent to the provider, so that there is nothing to stop.
///
/// @param target the name of the target
record Unsent(String target) implements AttemptHandle {

  /// Attaches an unsent attempt, and returns when that is done, since what stands behind the sink
  /// decides by it. On the call's thread.
  static void attach(Call call, Sink sink, String target) {
    CompletableFuture.runAsync(() -> sink.attach(new Unsent(target)), call.loop()::execute).join();
  }

  /// Returns the failure of a request that cannot be translated for `target`. Another target may
  /// speak the client's dialect. On the call's thread.
  ///
  /// @param path the path of the property that cannot be translated; empty for the whole request
  static Failed untranslatable(Call call, Sink sink, String target, String path, String why) {
    attach(call, sink, target);
    Optional<String> param = Optional.of(path).filter(p -> !p.isEmpty());
    return Failed.Invalid.untranslatable(param, why);
  }

  @Override
  public void abort(Failed why) {}
}
