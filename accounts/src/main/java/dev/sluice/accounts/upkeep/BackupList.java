package dev.sluice.accounts.upkeep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The list of what a backup is and has, in its file `backup.txt`, which is written last: a folder
/// without it is no backup.
///
/// ```text
/// sluice-backup 1
/// made 2026-11-30T12:00:00Z
/// program 0.1.0
/// database sqlite
/// tables 7 since 7
/// file 53248 9f86d081... sluice.db
/// ```
///
/// @param made when
/// @param program the version of the program that made it
/// @param postgres whether it is of PostgreSQL
/// @param tables the version of its tables
/// @param since the version of the oldest programs that can use them
/// @param files its files, by their paths in its folder
record BackupList(
    Instant made, String program, boolean postgres, long tables, long since, List<Sized> files) {
  static final String FILE = "backup.txt";

  private static final String FIRST = "sluice-backup 1";
  private static final int MOST = 1 << 20;
  private static final int PIECE = 1 << 16;

  /// The paths that a backup may have, so that a list from elsewhere leads to no other place.
  private static final Pattern PATH =
      Pattern.compile("(journal/)?[a-z0-9][a-z0-9-]{0,40}\\.(db|dump|journal|calls)");

  /// A file of a backup.
  ///
  /// @param sha256 in hexadecimal digits
  record Sized(String path, long bytes, String sha256) {
    private String line() {
      return "file %d %s %s".formatted(bytes, sha256, path);
    }

    private static Sized of(String line) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 3 || !PATH.matcher(parts[2]).matches()) {
        throw new IllegalArgumentException("no file of a backup");
      }
      return new Sized(parts[2], Long.parseLong(parts[0]), parts[1]);
    }
  }

  BackupList {
    files = List.copyOf(files);
  }

  /// Lists the files of a folder.
  static List<Sized> files(Path folder) throws IOException {
    List<Sized> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String path = folder.relativize(file).toString();
        if (PATH.matcher(path).matches()) {
          files.add(new Sized(path, Files.size(file), sha256(file)));
        }
      }
    }
    return files;
  }

  /// Writes the list, once the system has all files on its disk.
  void write(Path folder) throws IOException {
    String text =
        Stream.concat(
                Stream.of(
                    FIRST,
                    "made " + made,
                    "program " + program,
                    "database " + (postgres ? "postgresql" : "sqlite"),
                    "tables %d since %d".formatted(tables, since)),
                files.stream().map(Sized::line))
            .collect(Collectors.joining("\n", "", "\n"));
    for (Sized one : files) {
      force(folder.resolve(one.path()));
    }
    Path list = folder.resolve(FILE);
    Files.writeString(list, text, StandardOpenOption.CREATE_NEW);
    force(list);
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Reads the list of a folder.
  ///
  /// @throws BackupException if the folder is no backup, or not one of this form
  static BackupList read(Path folder) throws IOException, BackupException {
    Path list = folder.resolve(FILE);
    if (!Files.isRegularFile(list) || Files.size(list) > MOST) {
      throw new BackupException(
          "%s is no backup: name a folder that `./sluice store backup` has made, whole"
              .formatted(folder));
    }
    List<String> lines = Files.readAllLines(list);
    if (lines.isEmpty() || !lines.getFirst().equals(FIRST)) {
      throw new BackupException(
          "%s is of a form that this program does not know: take the program that made it"
              .formatted(list));
    }
    try {
      return of(lines);
    } catch (RuntimeException damaged) {
      // Its message may repeat what the file says: control characters, which a terminal would obey.
      throw new BackupException("%s is damaged: take another backup".formatted(list));
    }
  }

  private static BackupList of(List<String> lines) {
    var words = new TreeMap<String, String>();
    var files = new ArrayList<Sized>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(" ", 2);
      if (parts[0].equals("file")) {
        files.add(Sized.of(parts[1]));
      } else {
        words.put(parts[0], parts[1]);
      }
    }
    String[] tables = word(words, "tables").split(" since ", 2);
    return new BackupList(
        Instant.parse(word(words, "made")),
        word(words, "program"),
        word(words, "database").equals("postgresql"),
        Long.parseLong(tables[0]),
        Long.parseLong(tables[1]),
        files);
  }

  private static String word(Map<String, String> words, String name) {
    String word = words.get(name);
    if (word == null) {
      throw new IllegalArgumentException("it has no line `" + name + "`");
    }
    return word;
  }

  /// Checks that every file of a folder is what the list says.
  ///
  /// @throws BackupException naming the first one that is not
  void check(Path folder) throws IOException, BackupException {
    for (Sized one : files) {
      Path file = folder.resolve(one.path());
      if (!Files.isRegularFile(file)
          || Files.size(file) != one.bytes()
          || !sha256(file).equals(one.sha256())) {
        throw new BackupException(
            "%s is not what %s says, or is not there: take another backup".formatted(file, FILE));
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
