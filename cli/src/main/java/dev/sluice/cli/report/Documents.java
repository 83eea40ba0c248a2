package dev.sluice.cli.report;

import dev.sluice.cli.console.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Writes documents, or says in one line why not.
final class Documents {
  private Documents() {}

  static void write(Path file, String text) throws CannotStart {
    try (var out = Files.newOutputStream(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new CannotStart("cannot write " + file + ": its folder does not exist");
    } catch (AccessDeniedException e) {
      throw new CannotStart("cannot write " + file + ": permission denied");
    } catch (IOException e) {
      throw new CannotStart("cannot write " + file + ": " + Plain.line(reason(e, file)));
    }
  }

  private static String reason(IOException e, Path file) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(file + ": ")
        ? message.substring(file.toString().length() + 2)
        : message;
  }
}
