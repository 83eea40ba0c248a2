package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.AnswerFault;

/// The failure of a provider's answer that cannot be translated, or that is an error, on its way
/// out of the translation, at whose front it becomes a value. The exception has no stack trace: it
/// is the provider's doing and no bug.
public final class BrokenAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient AnswerFault fault;

  public BrokenAnswer(AnswerFault fault) {
    super(fault.message(), null, false, false);
    this.fault = fault;
  }

  /// The failure of an answer that makes no sense.
  public static BrokenAnswer answer(String why) {
    return new BrokenAnswer(AnswerFault.malformed("The provider's answer cannot be read: " + why));
  }

  /// The failure of a stream that makes no sense.
  public static BrokenAnswer stream(String why) {
    return new BrokenAnswer(AnswerFault.malformed("The provider's stream cannot be read: " + why));
  }

  public AnswerFault fault() {
    return fault;
  }
}
