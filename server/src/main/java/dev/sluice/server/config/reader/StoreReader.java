package dev.sluice.server.config.reader;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.ForeignReference;
import dev.sluice.config.value.HiddenType;
import dev.sluice.config.value.Quoted;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The reader of `store`.
final class StoreReader {
  private static final Path FOLDER = Path.of("data");

  /// How many days calls may be kept one by one: up to ten years.
  private static final Type<Integer> DAYS = Types.integer(1, 3_660);

  /// A database's URL in other programs: `sqlite:///FILE`, `postgres://HOST/DATABASE`.
  private static final Pattern FOREIGN_URL =
      Pattern.compile("(?s)(?:jdbc:|sqlite:|[a-z][a-z0-9+]*://).*");

  private StoreReader() {}

  /// Reads the section; empty where nothing is said of a store.
  public static Optional<StoreConfig> read(Section root) {
    if (root.single("store")) {
      root.fail(
          "store",
          "must hold keys, is a single value: write `store: {path: FOLDER}` for SQLite, or"
              + " `store: {url: \"jdbc:postgresql://HOST/DATABASE\"}`");
      return Optional.empty();
    }
    return root.has("store") ? Optional.of(root.in("store", StoreReader::store)) : Optional.empty();
  }

  private static StoreConfig store(Section in) {
    Optional<Path> path = in.get("path", new Folder());
    Optional<Secret> url = in.get("url", new Url());
    if (!in.has("path") && !in.has("url")) {
      in.fail("names no place: add `path: FOLDER`, or `url: \"jdbc:postgresql://HOST/DATABASE\"`");
    }
    Duration keep = in.get("keep_days", DAYS).map(Duration::ofDays).orElse(StoreConfig.KEEP);
    return new StoreConfig(path.orElse(FOLDER), url, keep);
  }

  /// Reads the path of a folder.
  static Path folder(String text) throws ConfigProblem {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException none) {
      throw new ConfigProblem("must be a folder");
    }
    throw new ConfigProblem("must be a folder");
  }

  /// A folder. A URL in its place may hold a password.
  private static final class Folder implements Type<Path> {
    @Override
    public Path read(String text) throws ConfigProblem {
      if (FOREIGN_URL.matcher(text).matches()) {
        throw new ConfigProblem("must be a folder, not a URL", "write `path: /var/lib/sluice`");
      }
      return folder(text);
    }

    @Override
    public String show(String raw) {
      return FOREIGN_URL.matcher(raw).matches() ? Credential.shown(raw) : Quoted.of(raw);
    }
  }

  /// The type of a URL that may hold a password.
  private static final class Url implements HiddenType<Secret> {
    @Override
    public Secret read(String text) throws ConfigProblem {
      ForeignReference.refuseSecret(text);
      if (text.matches("(jdbc:)?sqlite:.*")) {
        throw new ConfigProblem(
            "names SQLite, which is kept in a folder", "write `store: {path: FOLDER}`");
      }
      if (!StoreConfig.isPostgres(text)) {
        throw new ConfigProblem(
            "must be a PostgreSQL database, such as jdbc:postgresql://HOST/DATABASE");
      }
      return new Secret(text);
    }
  }
}
