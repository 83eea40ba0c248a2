package dev.sluice.config.value;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// The type of a file's path: an absolute one, since a gateway may be started anywhere.
public final class FilePath implements Type<Path> {
  @Override
  public Path read(String text) throws ConfigProblem {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Told below: such a path is not absolute either.
    }
    throw new ConfigProblem("must be the absolute path of a file, such as /etc/sluice/tls.crt");
  }
}
