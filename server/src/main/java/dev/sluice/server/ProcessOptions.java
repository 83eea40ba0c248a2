package dev.sluice.server;

import dev.sluice.server.reload.ConfigSource;
import dev.sluice.server.view.ConfigSection;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;

/// What a process is started with beside its configuration.
///
/// @param source where the configuration can be read again
/// @param sections the configuration that was read last, as the dashboard shows it
/// @param calls where the call log goes, a line a call
/// @param notices the stream for operator notices, a line each
/// @param parts what the process takes with it; ended with the process
public record ProcessOptions(
    ConfigSource source,
    Supplier<List<ConfigSection>> sections,
    OutputStream calls,
    OutputStream notices,
    ProcessParts parts) {

  /// A configuration that cannot be read again and has no words, logs that nobody reads, and no
  /// parts.
  public static ProcessOptions defaults() {
    OutputStream nowhere = OutputStream.nullOutputStream();
    return new ProcessOptions(ConfigSource.fixed(), List::of, nowhere, nowhere, ProcessParts.NONE);
  }

  /// These with another source.
  public ProcessOptions source(ConfigSource other) {
    return new ProcessOptions(other, sections, calls, notices, parts);
  }

  /// These with another description of the configuration.
  public ProcessOptions sections(Supplier<List<ConfigSection>> others) {
    return new ProcessOptions(source, others, calls, notices, parts);
  }

  /// These with other streams for the logs.
  public ProcessOptions logs(OutputStream otherCalls, OutputStream otherNotices) {
    return new ProcessOptions(source, sections, otherCalls, otherNotices, parts);
  }

  /// These with other parts.
  public ProcessOptions parts(ProcessParts others) {
    return new ProcessOptions(source, sections, calls, notices, others);
  }
}
