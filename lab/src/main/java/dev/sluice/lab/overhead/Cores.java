package dev.sluice.lab.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Who runs on which core: the proxies on the first, this process on the second. On a machine with
/// one core, or without `taskset`, nothing is bound to a core.
///
/// @param bound whether processes are bound
record Cores(boolean bound) {
  private static final String PROXIES = "0";
  private static final String LOAD = "1";

  /// Binds this process, its threads of now and later.
  static Cores bind() throws InterruptedException {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return new Cores(false);
    }
    String me = Long.toString(ProcessHandle.current().pid());
    try {
      return new Cores(
          new ProcessBuilder("taskset", "-a", "-c", "-p", LOAD, me)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0);
    } catch (IOException _) {
      return new Cores(false);
    }
  }

  /// The command that runs `command` as a proxy.
  List<String> proxy(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (bound) {
      whole.addAll(List.of("taskset", "-c", PROXIES));
    }
    whole.addAll(command);
    return whole;
  }
}
