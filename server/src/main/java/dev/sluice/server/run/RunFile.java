package dev.sluice.server.run;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The file in which one gateway of this process tells where it listens: two lines, the address of
/// its admin listener and what it is. A gateway whose file cannot be written serves all the same,
/// and its operator is told once.
///
/// Threads: any.
public final class RunFile implements Consumer<URI>, AutoCloseable {
  /// The form of a file's name: the process's number, and the port.
  static final Pattern NAME = Pattern.compile("(\\d{1,10})-\\d{1,5}");

  private final RunFolder folder;
  private final String name;
  private final Consumer<String> note;
  private @Nullable Path written;
  private boolean closed;
  private boolean told;

  /// Makes a file that is written once the gateway listens.
  ///
  /// @param name what the gateway is, for people
  /// @param note told why it cannot be written
  public RunFile(RunFolder folder, String name, Consumer<String> note) {
    this.folder = folder;
    this.name = name.lines().findFirst().orElse("");
    this.note = note;
  }

  /// The number of the process that wrote a file.
  static long process(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('-')));
  }

  /// Tells where the admin listener is, from now on.
  @Override
  public synchronized void accept(URI admin) {
    if (closed) {
      return;
    }
    remove();
    try {
      written = write(admin);
    } catch (IOException e) {
      if (!told) {
        note.accept(
            "commands need --url to find this gateway, whose file cannot be written: "
                + e.getMessage());
      }
      told = true;
    }
  }

  private Path write(URI admin) throws IOException {
    Path file = folder.make().resolve(ProcessHandle.current().pid() + "-" + admin.getPort());
    String text = admin + "\n" + name + "\n";
    Files.deleteIfExists(file);
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
    return file;
  }

  private void remove() {
    try {
      Path file = written;
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // Whatever reads it finds that this process has ended.
    }
    written = null;
  }

  /// Removes the file.
  @Override
  public synchronized void close() {
    closed = true;
    remove();
  }
}
