package dev.sluice.lab.batch;

import dev.sluice.lab.process.CommandOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A disk that fails: a library in front of the C library's, by which `fsync` and `fdatasync` of
/// the logs of batches fail with `EIO` once a file is there. Linux alone; it takes a C compiler.
///
/// @param library the library
/// @param sign the file
record FailingSync(Path library, Path sign) {
  private static final String SOURCE =
      """
      #include <errno.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/syscall.h>
      #include <unistd.h>

      static int fails(int file) {
        char link[64], path[4096];
        const char *sign = getenv("FAILING_SYNC_SIGN");
        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        ssize_t length = readlink(link, path, sizeof path - 1);
        if (length < 0 || sign == NULL || access(sign, F_OK) != 0) {
          return 0;
        }
        path[length] = 0;
        return strstr(path, "/batches/batch_") != NULL;
      }

      static int forced(long call, int file) {
        if (fails(file)) {
          errno = EIO;
          return -1;
        }
        return (int) syscall(call, file);
      }

      int fsync(int file) { return forced(SYS_fsync, file); }

      int fdatasync(int file) { return forced(SYS_fdatasync, file); }
      """;

  /// Makes the library in a folder.
  ///
  /// @throws IOException if there is no C compiler
  static FailingSync in(Path folder) throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("failing_sync.c"), SOURCE);
    Path library = folder.resolve("failing_sync.so");
    String _ =
        CommandOutput.text("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
    return new FailingSync(library, folder.resolve("the-disk-fails"));
  }

  /// What stands before a command whose disk is to fail.
  List<String> command() {
    return List.of("env", "LD_PRELOAD=" + library, "FAILING_SYNC_SIGN=" + sign);
  }

  /// Lets it fail from now on.
  void begin() throws IOException {
    var _ = Files.createFile(sign);
  }
}
