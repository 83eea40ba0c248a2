package dev.sluice.accounts.key;

import dev.sluice.accounts.store.OwnerFolder;
import dev.sluice.accounts.store.Sql.Row;
import dev.sluice.accounts.terms.Overrun;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The last copy of all keys on disk, by which a process starts while the store is away: a line a
/// team, key, secret and credit (`KIND`, then `COLUMN=VALUE`, divided by tabs), and at the end the
/// SHA-256 of what stands before. It is written beside the old one and takes its place whole; only
/// its user may read it, although it holds digests and no secret.
public final class KeyCopy {
  public static final String FILE = "keys.copy";

  private static final String END = "end\t";
  private static final String NEW = ".new";
  private static final String OWNER_ACTIVE = "owner_active";

  private final Path folder;
  private final Path file;

  /// Makes the copy of a process.
  ///
  /// @param folder where it is kept
  public KeyCopy(Path folder) {
    this.folder = folder;
    this.file = folder.resolve(FILE);
  }

  /// Whether a copy exists.
  public boolean exists() {
    return Files.exists(file);
  }

  /// Replaces the copy by `ring`.
  public void write(KeyRing ring) throws IOException {
    String text = text(ring);
    Path next = file.resolveSibling(FILE + NEW);
    OwnerFolder.makeMissing(folder);
    Files.deleteIfExists(next);
    Files.createFile(next, owner());
    Files.writeString(next, text);
    force(next);
    move(next);
  }

  private static String text(KeyRing ring) {
    var text = new StringBuilder(line("keys", Map.of("revision", ring.revision())));
    ring.teams().forEach(team -> text.append(line("team", KeyRows.of(team))));
    ring.keys().forEach(key -> write(key, text));
    ring.credits().forEach(credit -> text.append(line("credit", KeyRows.of(credit))));
    return text + END + HexFormat.of().formatHex(KeySecret.digest(text.toString())) + "\n";
  }

  private static FileAttribute<?> owner() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  private static void force(Path written) throws IOException {
    try (var channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void move(Path next) throws IOException {
    try {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void write(StoredKey key, StringBuilder text) {
    Map<String, Object> columns = KeyRows.identity(key);
    columns.putAll(KeyRows.terms(key));
    columns.put(OWNER_ACTIVE, KeyRows.bit(key.owner().active()));
    text.append(line("key", columns));
    for (SecretDigest secret : key.secrets()) {
      text.append(line("secret", columns(key.id(), secret)));
    }
  }

  private static Map<String, Object> columns(String id, SecretDigest secret) {
    return Map.of(
        "key_id", id,
        "digest", secret.hex(),
        "created", secret.created(),
        "ends", secret.ends(),
        "imported", KeyRows.bit(secret.imported()));
  }

  private static String line(String kind, Map<String, Object> columns) {
    return columns.entrySet().stream()
        .map(column -> column.getKey() + "=" + column.getValue())
        .collect(Collectors.joining("\t", kind + "\t", "\n"));
  }

  /// Reads the copy; empty where there is none.
  ///
  /// @throws IOException if it cannot be read, or was damaged
  public Optional<KeyRing> read() throws IOException {
    try {
      return Optional.of(ring(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException damaged) {
      throw new IOException(file + " is damaged: " + damaged.getMessage(), damaged);
    }
  }

  private static String checkedBody(String text) {
    int end = text.lastIndexOf(END);
    String body = text.substring(0, Math.max(0, end));
    String digest = HexFormat.of().formatHex(KeySecret.digest(body));
    if (end < 0 || !text.substring(end + END.length()).strip().equals(digest)) {
      throw new IllegalArgumentException("its check does not fit what it holds");
    }
    return body;
  }

  private static KeyRing ring(String text) {
    List<Line> lines = checkedBody(text).lines().map(Line::of).toList();
    Map<String, List<SecretDigest>> secrets = new HashMap<>();
    of(lines, "secret").forEach(line -> add(secrets, line));
    return new KeyRing(
        of(lines, "keys").getFirst().number("revision"),
        of(lines, "team").stream().map(KeyRows::team).toList(),
        of(lines, "key").stream()
            .map(
                line ->
                    KeyRows.key(
                        line,
                        secrets.getOrDefault(line.text("id"), List.of()),
                        line.number(OWNER_ACTIVE) != 0))
            .toList(),
        of(lines, "credit").stream().map(KeyRows::credit).toList());
  }

  private static void add(Map<String, List<SecretDigest>> secrets, Line line) {
    secrets.computeIfAbsent(line.text("key_id"), _ -> new ArrayList<>()).add(KeyRows.secret(line));
  }

  private static List<Line> of(List<Line> lines, String kind) {
    return lines.stream().filter(line -> line.kind().equals(kind)).toList();
  }

  /// One line of the copy.
  private record Line(String kind, Map<String, String> columns) implements Row {
    static Line of(String text) {
      String[] parts = text.split("\t", -1);
      Map<String, String> columns =
          Arrays.stream(parts)
              .skip(1)
              .map(part -> part.split("=", 2))
              .collect(
                  Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, _) -> a, HashMap::new));
      // A copy that an earlier version has written has none of these.
      columns.putIfAbsent("overrun", String.valueOf(Overrun.USUAL));
      columns.putIfAbsent("imported", "0");
      columns.putIfAbsent("owner", "");
      columns.putIfAbsent(OWNER_ACTIVE, "1");
      return new Line(parts[0], columns);
    }

    @Override
    public String text(String column) {
      String value = columns.get(column);
      if (value == null) {
        throw new IllegalArgumentException("a line has no " + column);
      }
      return value;
    }

    @Override
    public long number(String column) {
      return Long.parseLong(text(column));
    }

    @Override
    public byte[] bytes(String column) {
      return HexFormat.of().parseHex(text(column));
    }
  }
}
