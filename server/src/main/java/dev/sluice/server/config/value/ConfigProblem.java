package dev.sluice.server.config.value;

/// A value is not what its [Type] demands. Never repeats the value, which may be a secret.
public final class ConfigProblem extends Exception {
  private final String remedy;

  /// A mistake that explains itself.
  ///
  /// @param must what the value must be, to be read after its name: `must be a size such as 32MiB`
  public ConfigProblem(String must) {
    this(must, "");
  }

  /// A mistake with its remedy.
  ///
  /// @param must as above
  /// @param remedy what to do, to be read after the value; empty where `must` says it all
  public ConfigProblem(String must, String remedy) {
    super(must);
    this.remedy = remedy;
  }

  /// This mistake where there is another way to write it.
  ///
  /// @param way to be read after what the value must be
  public ConfigProblem or(String way) {
    return new ConfigProblem(getMessage() + way, remedy);
  }

  /// The end of the message: empty, or a colon and what to do.
  public String remedy() {
    return remedy.isEmpty() ? "" : ": " + remedy;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
