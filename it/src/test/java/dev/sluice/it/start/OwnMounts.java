package dev.sluice.it.start;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A namespace of mounts of a process's own (`unshare`), as a container has one: what is mounted
/// there ends with the process, and nobody else sees it.
public final class OwnMounts {
  private OwnMounts() {}

  /// Returns what runs a script of the shell there, and executes the command that follows. The
  /// script finds its arguments before those, `$1` to `$9`, and shifts them away.
  public static List<String> script(String script, String... arguments) throws Exception {
    var command = new ArrayList<>(unshare());
    command.addAll(
        List.of("sh", "-euc", "mount --make-rprivate /\n" + script + "\nexec \"$@\"", "sh"));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Root has namespaces; others get them together with one of users, where the system allows it.
  private static List<String> unshare() throws IOException, InterruptedException {
    List<String> plain = List.of("unshare", "--mount");
    boolean allowed = new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
    return allowed ? plain : List.of("unshare", "--mount", "--map-root-user");
  }
}
