package dev.sluice.lab.process;

import java.io.IOException;

/// The bound of the size of all files that a process writes (`RLIMIT_FSIZE`, set by `prlimit`).
/// With one of 0 it is as if the disk were full: what is there can be read, and what is mapped can
/// be written.
public final class SizeLimit {
  private SizeLimit() {}

  /// Lets a process write nothing.
  public static void nothing(Process process) throws IOException, InterruptedException {
    set(process, "0");
  }

  /// Lets it write as much as it likes.
  public static void none(Process process) throws IOException, InterruptedException {
    set(process, "unlimited");
  }

  /// Sets the limit that holds, and leaves the one up to which it may be raised.
  private static void set(Process of, String bytes) throws IOException, InterruptedException {
    String _ =
        CommandOutput.text("prlimit", "--pid", Long.toString(of.pid()), "--fsize=" + bytes + ":");
  }
}
