package dev.sluice.provider.auth;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Loop;
import dev.sluice.provider.auth.CredentialCell.Patience;
import dev.sluice.transport.AnswerSink;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The wait of one attempt for a credential. The attempt begins with it, so that its timers run,
/// and what stops the attempt ends the wait.
final class CredentialWait implements Patience {
  private final AttemptInfo attempt;
  private final Loop loop;
  private final AnswerSink answer;
  private volatile @Nullable Failed ended;

  CredentialWait(AttemptInfo attempt, Loop loop, AnswerSink answer) {
    this.attempt = attempt;
    this.loop = loop;
    this.answer = answer;
  }

  @Override
  public void waits(CompletableFuture<?> forIt) {
    loop.execute(
        () -> {
          attempt.begin(why -> end(forIt, why));
          answer.attach(attempt);
        });
  }

  private void end(CompletableFuture<?> forIt, Failed why) {
    if (!forIt.isDone()) {
      ended = why;
      forIt.complete(null);
    }
  }

  /// Whether the attempt was stopped while it waited.
  boolean isEnded() {
    return ended != null;
  }

  /// The failure with which the attempt was stopped.
  Failed ended() {
    Failed why = ended;
    return why == null ? new Failed.Cancelled() : why;
  }
}
