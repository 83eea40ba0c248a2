package dev.sluice.accounts.store;

/// The store could not do what was asked. The message names the store, what is wrong and what to
/// do; it holds no value of a statement.
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /// The kind of a problem with a store.
  public enum Problem {
    /// The store cannot be reached.
    AWAY,
    /// The store does not exist, or what is there has none of its tables, although there was one.
    GONE,
    /// The store's file or database may not be written.
    READ_ONLY,
    /// The store has no room for what is written.
    FULL,
    /// Another process holds the store.
    LOCKED,
    /// A newer version of this program has changed the store's tables.
    NEWER,
    /// The store's content is not what this program has written.
    DAMAGED,
    /// More work waits than the store's queue takes, or than is done in the time that the asker
    /// has.
    BUSY,
    /// A question takes longer than one may.
    SLOW,
    /// A row is there already, or is not there.
    CONFLICT,
    /// A value is none that the store takes, such as a text with a NUL.
    INVALID
  }

  /// Makes the exception for a store that is not open.
  public static StoreException away(String store, String why) {
    return new StoreException(
        Problem.AWAY, why.startsWith("the store ") ? why : "the store " + store + ": " + why);
  }

  /// A store that takes too long to check its audit log: a check of all entries cannot be narrowed.
  public static StoreException slowToVerify(String store) {
    return new StoreException(
        Problem.SLOW,
        "the store "
            + store
            + " takes too long to check its audit log: try again when it has less to do");
  }

  /// @param message what is wrong, and what to do
  public StoreException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  StoreException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /// The kind of the problem.
  public Problem problem() {
    return problem;
  }
}
