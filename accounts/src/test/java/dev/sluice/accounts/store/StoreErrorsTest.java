package dev.sluice.accounts.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.store.StoreException.Problem;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class StoreErrorsTest {
  private static final StoreErrors ERRORS = new StoreErrors("data");

  /// What SQLite, PostgreSQL and JDBC say of a statement that was ended.
  static Stream<SQLException> ended() {
    return Stream.of(
        new SQLException("interrupted", null, 9),
        new SQLException("canceling statement", "57014"),
        new SQLTimeoutException("its time is over"));
  }

  @ParameterizedTest
  @MethodSource("ended")
  void a_statement_that_was_ended_is_too_slow_where_its_time_is_bounded(SQLException why) {
    assertThat(ERRORS.ofQuestion(why).problem()).isEqualTo(Problem.SLOW);
  }

  @ParameterizedTest
  @MethodSource("ended")
  void nobody_is_told_to_narrow_what_was_no_question(SQLException why) {
    assertThat(ERRORS.of(why))
        .hasMessageNotContaining("narrow")
        .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.AWAY));
  }

  @Test
  void a_value_that_is_none_is_told_apart_from_a_store_that_is_away_and_is_not_repeated() {
    var why = new SQLException("invalid input syntax for type bigint: \"secret\"", "22P02");
    assertThat(ERRORS.of(why))
        .hasMessageContaining("takes no such value")
        .hasMessageContaining("22P02")
        .hasMessageNotContaining("secret")
        .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.INVALID));
  }

  @Test
  void a_file_beside_the_database_that_cannot_grow_has_no_room() {
    var full = new SQLiteException("disk I/O error", SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);
    assertThat(ERRORS.of(full).problem()).isEqualTo(Problem.FULL);
  }

  @Test
  void a_question_that_fails_otherwise_is_told_as_other_work_is() {
    var full = new SQLException("database or disk is full", null, 13);
    assertThat(ERRORS.ofQuestion(full).problem()).isEqualTo(Problem.FULL);
    var away = new SQLException("connection refused", "08001");
    assertThat(ERRORS.ofQuestion(away).problem()).isEqualTo(Problem.AWAY);
  }
}
