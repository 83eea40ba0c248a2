package dev.sluice.call.runtime;

/// The end of something that was begun, unless what it was begun for succeeds: a resource of a
/// `try`, whose body says at its end that it has.
///
/// ```
/// Folder folder = Folder.open(path);
/// try (var rollback = Rollback.of(folder::close)) {
///   return rollback.keep(new Journal(folder));
/// }
/// ```
///
/// @param <X> what may go wrong with that end
public final class Rollback<X extends Exception> implements AutoCloseable {
  private final End<X> end;
  private boolean kept;

  /// The end of what was begun.
  @FunctionalInterface
  public interface End<X extends Exception> {
    void run() throws X;
  }

  private Rollback(End<X> end) {
    this.end = end;
  }

  /// Rolls back by `end`, unless [#keep] is called.
  public static <X extends Exception> Rollback<X> of(End<X> end) {
    return new Rollback<>(end);
  }

  /// Keeps what was begun.
  public void keep() {
    kept = true;
  }

  /// Keeps what was begun as a part of `whole`.
  public <T> T keep(T whole) {
    keep();
    return whole;
  }

  @Override
  public void close() throws X {
    if (!kept) {
      end.run();
    }
  }
}
