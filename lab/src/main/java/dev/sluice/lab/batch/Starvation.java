package dev.sluice.lab.batch;

import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;

/// What a batch may lack midway. It pauses, fails or ends with errors as it must; none is complete
/// without its results, and no line is lost.
public enum Starvation {
  /// The disk takes nothing: the batch pauses, calls go on, and so does the batch with room.
  FULL_DISK("the disk is full", StarvedDisks::full),

  /// The disk fails: what is on it is not known.
  FAILING_DISK("the disk fails (EIO)", StarvedDisks::failing),

  /// The budget of its key is used up: the batch pauses, and goes on with more.
  NO_MONEY("the budget is used up", StarvedKeys::poor),

  /// Its key is revoked: the other lines are told so.
  NO_KEY("the key is revoked", StarvedKeys::revoked),

  /// The provider allows far less than the gateway knows.
  THROTTLED("the provider throttles", StarvedAnswers::throttled),

  /// The provider leaves out half of what it is asked for together, or says it twice.
  HALF_ANSWERS("half of the answers are missing, or twice", StarvedAnswers::half);

  private final String label;
  private final Play play;

  Starvation(String label, Play play) {
    this.label = label;
    this.play = play;
  }

  /// A way to starve a batch.
  private interface Play {
    Came at(GatewayProgram program) throws IOException, InterruptedException;
  }

  /// What came of it.
  ///
  /// @param what in words
  /// @param holds whether that is as it must be
  public record Came(String what, boolean holds) {}

  String label() {
    return label;
  }

  /// Starves a batch of a gateway of its own.
  ///
  /// @throws IOException if it cannot be played here, since a tool is missing
  public Came at(GatewayProgram program) throws IOException, InterruptedException {
    return play.at(program);
  }
}
