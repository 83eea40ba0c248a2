package dev.sluice.batches.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.accounts.AccountsRig;
import dev.sluice.accounts.ReadyStores;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Files in a folder, over a store, at a time of the test's own.
final class FilesRig implements AutoCloseable {
  static final FileOwner RED = new FileOwner("team red", "red-key");
  static final FileOwner BLUE = new FileOwner("team blue", "blue-key");
  static final String KEY = Base64.getEncoder().encodeToString(filled(7));
  static final String OTHER_KEY = Base64.getEncoder().encodeToString(filled(9));

  final AccountsRig accounts;
  final Path folder;
  final FileStore files;
  private final Contents contents;

  /// The time, in milliseconds since 1970: that of the files' own times.
  long now = System.currentTimeMillis();

  FilesRig(Path folder) throws Exception {
    this(folder, config -> config);
  }

  FilesRig(Path folder, UnaryOperator<FilesConfig> how) throws Exception {
    this(folder, ReadyStores.ready(StoreConfig.in(folder.resolve("data"))), how);
  }

  FilesRig(Path folder, StoreConfig store, UnaryOperator<FilesConfig> how) throws Exception {
    this.accounts = new AccountsRig(store);
    this.folder = folder.resolve("files");
    FilesConfig config = how.apply(usual(this.folder));
    this.contents = FolderContents.in(this.folder, config.shared());
    this.files = new FileStore(config, contents, accounts.accounts, clock(), new SecureRandom());
  }

  /// Files whose contents are elsewhere.
  FilesRig(Path folder, UnaryOperator<FilesConfig> how, Place place) throws Exception {
    this.accounts = new AccountsRig(ReadyStores.ready(StoreConfig.in(folder.resolve("data"))));
    this.folder = folder.resolve("files");
    this.contents = place.open(this.folder, clock());
    this.files =
        new FileStore(
            how.apply(usual(this.folder)),
            contents,
            accounts.accounts,
            clock(),
            new SecureRandom());
  }

  /// Opens contents.
  @FunctionalInterface
  interface Place {
    Contents open(Path folder, Clock clock) throws IOException;
  }

  /// Files whose contents meet faults.
  FilesRig(Path folder, Faults faults) throws Exception {
    this.accounts = new AccountsRig(ReadyStores.ready(StoreConfig.in(folder.resolve("data"))));
    this.folder = folder.resolve("files");
    this.contents = new FaultyContents(FolderContents.in(this.folder, false), faults);
    this.files =
        new FileStore(usual(this.folder), contents, accounts.accounts, clock(), new SecureRandom());
  }

  /// Files in a folder, by the usual bounds and as they are.
  static FilesConfig usual(Path folder) {
    return new FilesConfig(
        folder,
        false,
        Optional.empty(),
        FilesConfig.LARGEST,
        FilesConfig.QUOTA,
        FilesConfig.RETENTION,
        Optional.empty(),
        OptionalLong.empty());
  }

  private static byte[] filled(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return key;
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public long nanos() {
        return now * 1_000_000;
      }

      @Override
      public Instant wall() {
        return Instant.ofEpochMilli(now);
      }
    };
  }

  static UnaryOperator<FilesConfig> sealed(String key) {
    return c ->
        new FilesConfig(
            c.folder(),
            c.shared(),
            Optional.of(new Secret(key)),
            c.largest(),
            c.quota(),
            c.retention(),
            Optional.empty(),
            OptionalLong.empty());
  }

  static UnaryOperator<FilesConfig> bounded(long largest, long quota) {
    return c ->
        new FilesConfig(
            c.folder(),
            c.shared(),
            c.key(),
            largest,
            quota,
            Duration.ofDays(30),
            Optional.empty(),
            OptionalLong.empty());
  }

  static UnaryOperator<FilesConfig> shared() {
    return c ->
        new FilesConfig(
            c.folder(),
            true,
            c.key(),
            c.largest(),
            c.quota(),
            c.retention(),
            Optional.empty(),
            OptionalLong.empty());
  }

  StoredFile store(FileOwner owner, String content) throws IOException, InterruptedException {
    return store(owner, content.getBytes(UTF_8));
  }

  StoredFile store(FileOwner owner, byte[] content) throws IOException, InterruptedException {
    return store(owner, new NewFile("input.jsonl", NewFile.BATCH, 0), content);
  }

  StoredFile store(FileOwner owner, NewFile asked, byte[] content)
      throws IOException, InterruptedException {
    try (ContentWriter writer = files.create(owner, asked)) {
      writer.write(ByteBuffer.wrap(content));
      return writer.commit();
    }
  }

  byte[] content(StoredFile file) throws IOException {
    try (ContentReader reader = files.open(file)) {
      byte[] content = new byte[(int) file.bytes()];
      int at = 0;
      while (at < content.length) {
        at += reader.read(at, content, at, content.length - at);
      }
      return content;
    }
  }

  /// Removes what has ended, as each ten minutes.
  void sweep() throws IOException, InterruptedException {
    new FileSweeper(contents, files.rows(), files.clock(), true).sweep();
  }

  /// Removes what crashes have left, as each hour.
  void clean() throws IOException, InterruptedException {
    new FileSweeper(contents, files.rows(), files.clock(), true).clean();
  }

  /// The names of the files in the folder, in order, without that of its lock.
  List<String> names() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("lock"))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    files.close();
    accounts.close();
  }
}
