package dev.sluice.accounts.store;

import dev.sluice.accounts.store.StoreException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The translation of what drivers say into what is wrong with a store.
///
/// @param store its name in messages
record StoreErrors(String store) {
  private static final int BYTE = 0xff;

  private static final int ERROR = 1;

  /// The codes of SQLite and PostgreSQL for a statement that was ended.
  private static final int INTERRUPTED = 9;

  private static final String CANCELLED = "57014";

  StoreException of(SQLException why) {
    Problem problem = problem(why);
    return problem == Problem.INVALID ? invalid(why) : of(problem, why);
  }

  /// What the database says of a value may repeat it.
  private StoreException invalid(SQLException why) {
    String message = message(Problem.INVALID, "SQLSTATE " + why.getSQLState());
    return new StoreException(Problem.INVALID, message, why);
  }

  /// Makes the exception for a statement whose time is bounded: where it was ended, it has taken
  /// too long.
  StoreException ofQuestion(SQLException why) {
    return wasEnded(why) ? of(Problem.SLOW, why) : of(why);
  }

  StoreException of(FlywayException why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failed) {
        return of(failed);
      }
    }
    boolean other = why instanceof FlywayValidateException;
    return of(other ? Problem.DAMAGED : Problem.AWAY, why);
  }

  /// Makes the exception for a folder in which something could not be written.
  StoreException of(Path folder, IOException why) {
    if (FileTroubles.isFull(why)) {
      return of(Problem.FULL, why);
    }
    return of(FileTroubles.mayBeWritten(folder) ? Problem.AWAY : Problem.READ_ONLY, why);
  }

  StoreException of(Problem problem, Throwable why) {
    return new StoreException(problem, message(problem, String.valueOf(why.getMessage())), why);
  }

  StoreException of(Problem problem, String said) {
    return new StoreException(problem, message(problem, said));
  }

  private String message(Problem problem, String said) {
    return "the store " + store + " " + words(problem) + " (" + firstLine(said) + ")";
  }

  private static String words(Problem problem) {
    return switch (problem) {
      case AWAY -> "cannot be reached: see that it is there and may be opened";
      case GONE ->
          "is gone: put it back, or a backup of it; if a new one is meant, run `./sluice store create`";
      case READ_ONLY -> "may not be written: give this user the right to, or name another one";
      case FULL -> "has no room: free some, and what waits is written";
      case LOCKED -> "is held by another process: end that one, or use PostgreSQL for several";
      case NEWER ->
          "is of a newer version than this program: start that version, or restore a backup";
      case DAMAGED -> "holds what this program has not written: restore a backup";
      case BUSY -> "has too much to do: try again";
      case SLOW ->
          "takes too long over this question: narrow it, such as by fewer days, columns or rows";
      case CONFLICT -> "refuses the change";
      case INVALID -> "takes no such value: a text may have no NUL, and a number has its bounds";
    };
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private static Problem problem(SQLException why) {
    String state = why.getSQLState();
    if (state != null) {
      return ofPostgres(state);
    }
    if (isWithoutSharedMemory(why)) {
      return Problem.FULL;
    }
    return isWithoutTable(why) ? Problem.GONE : ofSqlite(why.getErrorCode() & BYTE);
  }

  /// Whether the file that processes share beside the database cannot grow, for which SQLite has an
  /// extended code alone.
  private static boolean isWithoutSharedMemory(SQLException why) {
    return why instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }

  /// Whether a table is missing, for which SQLite has no code of its own.
  private static boolean isWithoutTable(SQLException why) {
    return (why.getErrorCode() & BYTE) == ERROR
        && String.valueOf(why.getMessage()).contains("no such table");
  }

  private static boolean wasEnded(SQLException why) {
    String state = why.getSQLState();
    return why instanceof SQLTimeoutException
        || (state == null ? (why.getErrorCode() & BYTE) == INTERRUPTED : state.equals(CANCELLED));
  }

  /// Classifies an error by SQLite's primary result code (https://sqlite.org/rescode.html).
  private static Problem ofSqlite(int code) {
    return switch (code) {
      case 5, 6 -> Problem.LOCKED;
      case 8 -> Problem.READ_ONLY;
      case 11, 26 -> Problem.DAMAGED;
      case 13 -> Problem.FULL;
      case 19 -> Problem.CONFLICT;
      default -> Problem.AWAY;
    };
  }

  /// Classifies an error by the classes of SQLSTATE that PostgreSQL documents in its appendix A.
  private static Problem ofPostgres(String state) {
    return switch (state) {
      case "42P01", "3F000" -> Problem.GONE;
      case "25006" -> Problem.READ_ONLY;
      case "53100" -> Problem.FULL;
      case "55P03", "40P01" -> Problem.LOCKED;
      default -> ofClass(state);
    };
  }

  private static Problem ofClass(String state) {
    if (state.startsWith("23")) {
      return Problem.CONFLICT;
    }
    return state.startsWith("22") ? Problem.INVALID : Problem.AWAY;
  }
}
