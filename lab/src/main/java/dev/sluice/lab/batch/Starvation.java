package dev.sluice.lab.batch;

import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;

/// What a batch may lack midway. It pauses, fails or ends with errors as it must; none is complete
/// without its results, and no line is lost.
public enum Starvation {
  /// The disk takes nothing: the batch pauses, calls go on, and so does the batch with room.
  FULL_DISK("the disk is full"),

  /// The disk fails: what is on it is not known.
  FAILING_DISK("the disk fails (EIO)"),

  /// The budget of its key is used up: the batch pauses, and goes on with more.
  NO_MONEY("the budget is used up"),

  /// Its key is revoked: the other lines are told so.
  NO_KEY("the key is revoked"),

  /// The provider allows far less than the gateway knows.
  THROTTLED("the provider throttles"),

  /// The provider leaves out half of what it is asked for together, or says it twice.
  HALF_ANSWERS("half of the answers are missing, or twice");

  private final String label;

  Starvation(String label) {
    this.label = label;
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
    return switch (this) {
      case FULL_DISK -> StarvedDisks.full(program);
      case FAILING_DISK -> StarvedDisks.failing(program);
      case NO_MONEY -> StarvedKeys.poor(program);
      case NO_KEY -> StarvedKeys.revoked(program);
      case THROTTLED -> StarvedAnswers.throttled(program);
      case HALF_ANSWERS -> StarvedAnswers.half(program);
    };
  }
}
