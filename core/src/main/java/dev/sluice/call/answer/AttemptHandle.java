package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import java.util.Optional;

/// The source that an attempt pumps from, as seen from the sink's side. On the loop only.
public interface AttemptHandle {

  /// The name of the target that feeds, as `provider/model`.
  String target();

  /// The kind of failure that made this attempt necessary ([dev.sluice.call.Outcome#kind], or
  /// `hedge`); empty for a call's first.
  default Optional<String> because() {
    return Optional.empty();
  }

  /// Stops the attempt: the connection is dropped, nothing more is written, and the attempt's
  /// outcome is `why`. Does nothing when the attempt has ended.
  void abort(Failed why);

  /// This feed, and what made its attempt necessary.
  default AttemptHandle because(String kind) {
    AttemptHandle attempt = this;
    return new AttemptHandle() {
      @Override
      public String target() {
        return attempt.target();
      }

      @Override
      public Optional<String> because() {
        return Optional.of(kind);
      }

      @Override
      public void abort(Failed why) {
        attempt.abort(why);
      }
    };
  }
}
