package dev.sluice.cli.batch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.cli.console.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// The file of a batch's lines.
///
/// @param bytes its size
/// @param endpoint the path of all lines
record InputFile(Path file, long bytes, String endpoint) {
  private static final JsonFactory JSON = new JsonFactory();

  /// Looks at a file, of which it reads the first line as far as needed.
  ///
  /// @param endpoint the path of all lines; else that of the first line is that of all
  /// @throws CannotStart if it is no file of lines
  static InputFile of(String name, Optional<String> endpoint) throws CannotStart {
    Path file = path(name);
    try {
      if (!Files.isRegularFile(file)) {
        throw new CannotStart(
            Files.exists(file)
                ? name + " is no file: name a file of lines, one call in JSON each"
                : "there is no file " + name + ": name a file of lines, one call in JSON each");
      }
      long bytes = Files.size(file);
      if (bytes == 0) {
        throw new CannotStart(name + " is empty: write a call in JSON into each line");
      }
      return new InputFile(
          file, bytes, endpoint.isPresent() ? endpoint.get() : firstUrl(file, name));
    } catch (IOException e) {
      throw new CannotStart(
          "%s cannot be read (%s): check the path and its permissions"
              .formatted(name, ApiWords.line(e.toString())));
    }
  }

  /// A path of this machine.
  ///
  /// @throws CannotStart if the text is none
  static Path path(String name) throws CannotStart {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new CannotStart("this is no name of a file: " + ApiWords.line(name));
    }
  }

  private static String firstUrl(Path file, String name) throws CannotStart, IOException {
    try (InputStream in = Files.newInputStream(file);
        JsonParser json = JSON.createParser(in)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          boolean url = json.currentName().equals("url");
          if (json.nextToken() == JsonToken.VALUE_STRING && url) {
            return json.getText();
          }
          json.skipChildren();
        }
      }
    } catch (JacksonException _) {
      // Said below.
    }
    throw new CannotStart(
        ("the first line of %s is no JSON object with a `url`: write lines such as"
                + " {\"custom_id\": \"1\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\","
                + " \"body\": {...}}")
            .formatted(name));
  }
}
