package dev.sluice.server.config.reader;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.batches.s3.S3Config;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.HiddenType;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// The reader of `files`.
final class FilesReader {
  private static final String SECTION = "files";
  private static final String FOLDER = "folder";
  private static final String S3 = "s3";
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /// The largest file that a form of one request may bring.
  private static final Type<Long> LARGEST = Types.size(MIB, 2 * GIB);

  private static final Type<Long> QUOTA = Types.size(MIB, 1_000_000 * GIB);

  /// How much of a disk is to stay free.
  private static final Type<Long> FREE = Types.size(0, 1_000_000 * GIB);

  private static final Type<Duration> RETENTION =
      Types.duration(Duration.ofHours(1), Duration.ofDays(3_660));

  private FilesReader() {}

  /// Reads the section.
  ///
  /// @param store the store of the same file
  /// @param cluster whether the gateway is one of several
  static Optional<FilesConfig> read(Section root, Optional<StoreConfig> store, boolean cluster) {
    if (root.single(SECTION)) {
      root.fail(
          SECTION,
          "must hold keys, is a single value: write `files: {folder: /var/lib/sluice/files}`");
      return Optional.empty();
    }
    if (store.isEmpty()) {
      root.fail(
          SECTION, "needs a store, which says whose each file is: add `store: {path: FOLDER}`");
      return root.in(SECTION, in -> files(in, StoreConfig.in(Path.of("data")), cluster));
    }
    return root.in(SECTION, in -> files(in, store.get(), cluster));
  }

  private static Optional<FilesConfig> files(Section in, StoreConfig store, boolean cluster) {
    Path folder = in.get(FOLDER, new Folder()).orElse(store.path().resolve(SECTION));
    boolean shared = in.get("shared", Types.BOOLEAN, false);
    Optional<Secret> key = in.get("key", new Key());
    Optional<S3Config> s3 = in.has(S3) ? in.in(S3, S3Reader::read) : Optional.empty();
    if (cluster && !shared && !in.has(S3)) {
      in.fail(
          "must be where all nodes of the cluster see them: keep them in a bucket (`s3`), or mount a"
              + " folder everywhere, and add `shared: true`");
    }
    if (shared && in.has(S3)) {
      in.fail(
          "shared",
          "is for a folder, and a bucket is shared anyway: leave it out, and give each gateway a"
              + " folder of its own");
    }
    if (shared && store.url().isEmpty()) {
      in.fail(
          "shared",
          "is for gateways with one PostgreSQL: leave it out, or write `store: {url:"
              + " \"jdbc:postgresql://HOST/DATABASE\"}`");
    }
    return Optional.of(
        new FilesConfig(
            folder,
            shared,
            key,
            in.get("largest", LARGEST, FilesConfig.LARGEST),
            in.get("quota", QUOTA, FilesConfig.QUOTA),
            in.get("retention", RETENTION, FilesConfig.RETENTION),
            s3,
            in.get("free", FREE).map(OptionalLong::of).orElse(OptionalLong.empty())));
  }

  /// A folder, which a start makes where it is missing.
  private static final class Folder implements Type<Path> {
    @Override
    public Path read(String text) throws ConfigProblem {
      Path folder = StoreReader.folder(text);
      if (Files.exists(folder) && !(Files.isDirectory(folder) && Files.isWritable(folder))) {
        throw new ConfigProblem("must be a folder that may be written", "name another one");
      }
      return folder;
    }
  }

  /// The key by which contents are sealed.
  private static final class Key implements HiddenType<Secret> {
    @Override
    public Secret read(String text) throws ConfigProblem {
      Secret secret = new Credential().read(text);
      if (!FilesConfig.isKey(secret)) {
        throw new ConfigProblem(
            "must be 32 bytes in base64", "make some by `openssl rand -base64 32`");
      }
      return secret;
    }
  }
}
