package dev.sluice.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A limit of memory for processes: a control group of version 1 or 2, made for one test, where
/// there are any that limit memory and this user may make one; root must be able to. Otherwise the
/// start is told of the limit (`SLUICE_MEMORY`), and the memory of its process is compared with it.
/// The way that was taken is printed.
final class MemoryLimit implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final long MIB = 1 << 20;

  private final int mib;
  private final Optional<Path> group;

  private MemoryLimit(int mib, Optional<Path> group) {
    this.mib = mib;
    this.group = group;
  }

  static MemoryLimit of(int mib) throws IOException {
    var limit = new MemoryLimit(mib, group(mib));
    System.out.println("memory limit of " + mib + " MiB: " + limit.way());
    return limit;
  }

  private String way() {
    return group.map(made -> "control group " + made).orElse("SLUICE_MEMORY, no control group");
  }

  /// A control group with the limit; empty where the system has none or this user may make none.
  ///
  /// @throws IOException if root cannot make one although there are control groups
  private static Optional<Path> group(int mib) throws IOException {
    boolean old = Files.isDirectory(GROUPS.resolve("memory"));
    Path parent = old ? GROUPS.resolve("memory") : GROUPS;
    if (!limitsMemory(parent, old)) {
      return Optional.empty();
    }
    Path made = parent.resolve("sluice-test-" + ProcessHandle.current().pid() + "-" + mib);
    try {
      Files.createDirectory(made);
      Files.writeString(
          made.resolve(old ? "memory.limit_in_bytes" : "memory.max"), Long.toString(mib * MIB));
      return Optional.of(made);
    } catch (IOException failed) {
      remove(made);
      if (isRoot()) {
        throw failed;
      }
      return Optional.empty();
    }
  }

  /// Whether groups below this one can have a limit of memory: in many containers they are mounted
  /// to be read alone.
  private static boolean limitsMemory(Path parent, boolean old) throws IOException {
    Path controllers = parent.resolve("cgroup.subtree_control");
    boolean there =
        old || (Files.exists(controllers) && Files.readString(controllers).contains("memory"));
    return there && !Files.getFileStore(parent).isReadOnly();
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  /// What executes a command under the limit.
  List<String> around() {
    return group
        .map(
            made ->
                List.of(
                    "sh",
                    "-euc",
                    "echo $$ >\"$0\"\nexec \"$@\"",
                    "" + made.resolve("cgroup.procs")))
        .orElseGet(() -> List.of("env", "SLUICE_MEMORY=" + mib));
  }

  /// Fails where a process of the group was killed, or would have been.
  void checkNeverPassed(long pid) throws IOException {
    if (group.isPresent()) {
      Path events = group.get().resolve("memory.events");
      Path counts = Files.exists(events) ? events : group.get().resolve("memory.oom_control");
      assertThat(Files.readAllLines(counts)).contains("oom_kill 0");
    }
    assertThat(peak(pid)).isLessThan(mib * MIB);
  }

  /// The most memory that a process has had.
  private static long peak(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  private static void remove(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException busy) {
      // It is empty, and of no use to anybody else.
    }
  }

  @Override
  public void close() {
    group.ifPresent(MemoryLimit::remove);
  }
}
