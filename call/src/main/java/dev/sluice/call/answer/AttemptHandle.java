package dev.sluice.call.answer;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import java.util.Optional;

/// An attempt that writes to a sink, as the sink sees it. On the loop only.
public interface AttemptHandle {

  /// The name of the attempt's target, as `provider/model`.
  String target();

  /// The kind of failure that made this attempt necessary ([dev.sluice.call.Outcome#kind], or
  /// `race`); empty for a call's first attempt.
  default Optional<String> because() {
    return Optional.empty();
  }

  /// The attempt's place in a trace.
  default Call.Trace trace() {
    return Call.Trace.NONE;
  }

  /// Stops the attempt: the connection is dropped, nothing more is written, and the attempt's
  /// outcome is `why`. Does nothing when the attempt has ended.
  void abort(Failed why);

  /// This attempt, with the kind of failure that made it necessary.
  default AttemptHandle because(String kind) {
    return told(this, Optional.of(kind), trace());
  }

  /// This attempt, with its place in a trace.
  default AttemptHandle within(Call.Trace trace) {
    return told(this, because(), trace);
  }

  private static AttemptHandle told(
      AttemptHandle attempt, Optional<String> because, Call.Trace trace) {
    return new AttemptHandle() {
      @Override
      public String target() {
        return attempt.target();
      }

      @Override
      public Optional<String> because() {
        return because;
      }

      @Override
      public Call.Trace trace() {
        return trace;
      }

      @Override
      public void abort(Failed why) {
        attempt.abort(why);
      }
    };
  }
}
