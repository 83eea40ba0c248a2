package dev.sluice.internal.translate;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.Sink;
import java.util.concurrent.CompletableFuture;

/// An attempt for which nothing is sent to the provider: there is nothing to stop.
///
/// @param target the name of the target
record Unsent(String target) implements AttemptHandle {

  /// Attaches it, and returns when that is done: what stands behind the sink decides by it. On the
  /// call's thread.
  static void attach(Call call, Sink sink, String target) {
    CompletableFuture.runAsync(() -> sink.attach(new Unsent(target)), call.loop()::execute).join();
  }

  @Override
  public void abort(Failed why) {}
}
