package dev.sluice.lab.overhead;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// How a Sluice is started.
///
/// @param command the command that runs Sluice with the arguments given to it, as one process
/// @param folder for its configuration; the caller deletes it
/// @param provider where it sends calls
record Launch(
    UnaryOperator<List<String>> command, Path folder, InetSocketAddress provider, Cores cores) {

  /// Returns the same for a process whose allocations can be counted.
  Launch counted() {
    return new Launch(
        arguments -> AllocationCounter.attachable(command.apply(arguments)),
        folder,
        provider,
        cores);
  }

  /// Writes a configuration, and returns the command that serves it.
  List<String> serve(String yaml) throws IOException {
    Path config = Files.createTempFile(folder, "sluice", ".yaml");
    return command.apply(List.of("serve", "-c", Files.writeString(config, yaml).toString()));
  }
}
