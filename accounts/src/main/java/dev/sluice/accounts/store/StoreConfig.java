package dev.sluice.accounts.store;

import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The configuration of the store of accounts.
///
/// @param path the folder of this process's own files: the database where there is no `url`, the
///   last copy of the keys
/// @param url the JDBC URL of a PostgreSQL database, which may hold a password
/// @param keep how long calls are kept one by one, at least
public record StoreConfig(Path path, Optional<Secret> url, Duration keep) {
  /// A quarter, and what a month's file takes.
  public static final Duration KEEP = Duration.ofDays(93);

  private static final String POSTGRESQL = "jdbc:postgresql:";

  public StoreConfig {
    if (url.isPresent() && !isPostgres(url.get().reveal())) {
      throw new IllegalArgumentException(
          "store.url must begin with jdbc:postgresql:, such as jdbc:postgresql://HOST/DATABASE");
    }
  }

  /// Makes a store that keeps calls as long as usual.
  public StoreConfig(Path path, Optional<Secret> url) {
    this(path, url, KEEP);
  }

  /// Makes a store in a SQLite file in this folder.
  public static StoreConfig in(Path path) {
    return new StoreConfig(path, Optional.empty());
  }

  /// Whether a URL is that of a PostgreSQL database.
  public static boolean isPostgres(String url) {
    return url.startsWith(POSTGRESQL + "//");
  }

  /// The name of the store in messages: without user and password, and a folder as it is found from
  /// anywhere.
  public String name() {
    return url.map(secret -> withoutLogin(secret.reveal())).orElseGet(() -> folder().toString());
  }

  /// The folder, from the root of the file system on: `path` may be relative to the working folder.
  public Path folder() {
    return path.toAbsolutePath().normalize();
  }

  private static String withoutLogin(String url) {
    int query = url.indexOf('?');
    String plain = query < 0 ? url : url.substring(0, query);
    return plain.replaceFirst("//[^/]*@", "//");
  }
}
