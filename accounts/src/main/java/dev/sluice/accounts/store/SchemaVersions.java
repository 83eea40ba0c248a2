package dev.sluice.accounts.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/// The version of a store's tables beside that of this program's.
///
/// A migration says in its name which programs can use the store once it has run: after
/// `V10__tags_apart_for_7_and_later` those whose own tables are of version 7 or later can. The name
/// stands in Flyway's history, where programs find it that do not have the file. After a migration
/// that says nothing only programs can that have it.
///
/// @param store the version of the store's tables; 0 where there are none
/// @param program the version of this program's
/// @param since the version of the oldest programs that can use the store; 0 where there are none
/// @param pending how many migrations this program would run
/// @param failed whether a migration has failed half-way
public record SchemaVersions(long store, long program, long since, int pending, boolean failed) {
  private static final Pattern SINCE = Pattern.compile(".* for (\\d{1,9}) and later");

  static SchemaVersions of(MigrationInfoService info) {
    Optional<MigrationInfo> newest = newest(Arrays.stream(info.applied()));
    Optional<MigrationInfo> own =
        newest(Arrays.stream(info.all()).filter(one -> one.getState().isResolved()));
    return new SchemaVersions(
        newest.map(SchemaVersions::version).orElse(0L),
        own.map(SchemaVersions::version).orElse(0L),
        newest.map(SchemaVersions::since).orElse(0L),
        info.pending().length,
        Arrays.stream(info.applied()).anyMatch(one -> one.getState().isFailed()));
  }

  private static Optional<MigrationInfo> newest(Stream<MigrationInfo> migrations) {
    return migrations
        .filter(one -> one.getVersion() != null)
        .max(Comparator.comparing(MigrationInfo::getVersion));
  }

  private static long version(MigrationInfo migration) {
    return migration.getVersion().getMajor().longValue();
  }

  private static long since(MigrationInfo migration) {
    Matcher said = SINCE.matcher(String.valueOf(migration.getDescription()));
    return said.matches() ? Long.parseLong(said.group(1)) : version(migration);
  }

  /// Whether there are no tables.
  public boolean isEmpty() {
    return store == 0;
  }

  /// Whether a newer program has made the tables what they are.
  public boolean isNewer() {
    return store > program;
  }

  /// Whether programs whose own tables are of a version can use the store.
  public boolean isFor(long version) {
    return !failed && version >= since;
  }

  /// Whether this program can use the store, once its migrations have run.
  public boolean isForThisProgram() {
    return !failed && (!isNewer() || isFor(program));
  }

  /// Says why a program cannot use the store.
  String why() {
    return failed
        ? "its version is %d, and a migration of it has failed".formatted(store)
        : "its version is %d, for programs of %d and later; this one is of %d"
            .formatted(store, since, program);
  }
}
