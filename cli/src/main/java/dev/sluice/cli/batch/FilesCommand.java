package dev.sluice.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.accounts.Shown;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `files`: the command for files that clients keep at an API.
@Command(
    name = "files",
    description = {
      "Files that clients keep, by OpenAI's Files API: list, get, rm.",
      "It asks the gateway at http://127.0.0.1:8080, or the API at --url."
    })
public record FilesCommand(Console console) {
  private static final String FILES = "/files";

  /// The column that is cut where a terminal is too narrow.
  private static final List<Integer> NAME = List.of(4);

  @Command(name = "list", description = "Lists files, the newest first.")
  int list(
      @Mixin ApiOptions api,
      @Option(names = "--purpose", description = "Those of this purpose alone, such as batch.")
          Optional<String> purpose,
      @Option(
              names = "--last",
              paramLabel = "N",
              defaultValue = "100",
              description = "How many (${DEFAULT-VALUE}).")
          int last)
      throws CannotStart, InterruptedException {
    String filter = purpose.map(of -> "&purpose=" + ApiClient.part(of)).orElse("");
    try (ApiClient client = api.client(console)) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("ID", "PURPOSE", "BYTES", "CREATED", "NAME"));
      new ApiPages(client, FILES, filter).take(last).forEach(file -> rows.add(row(file)));
      console.out().println(Shown.table(Shown.fitting(rows, NAME, !Console.terminal())));
      return ExitCode.DONE;
    }
  }

  private static List<String> row(JsonNode file) {
    return List.of(
        file.path("id").asText("-"),
        file.path("purpose").asText("-"),
        Long.toString(file.path("bytes").asLong()),
        ApiPages.time(file.path("created_at")),
        file.path("filename").asText("-"));
  }

  @Command(name = "get", description = "Fetches the content of a file.")
  int get(
      @Mixin ApiOptions api,
      @Parameters(paramLabel = "ID", description = "Its name, such as file-...") String id,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "Where it goes; without one to standard output.")
          Optional<String> out)
      throws CannotStart, InterruptedException {
    try (ApiClient client = api.client(console)) {
      if (out.isPresent()) {
        ResultPaths.fill(free(out.get()), part -> client.download(id, part));
      } else {
        client.copy(id, console.out());
        console.out().flush();
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      throw new CannotStart("the content has ended early (%s): try again".formatted(e));
    }
  }

  private static Path free(String name) throws CannotStart {
    Path path = InputFile.path(name);
    if (Files.exists(path)) {
      throw new CannotStart(name + " is there already: name another file, or remove it");
    }
    return path;
  }

  @Command(name = "rm", description = "Removes files.")
  int remove(
      @Mixin ApiOptions api,
      @Parameters(arity = "1..*", paramLabel = "ID", description = "Their names.") List<String> ids)
      throws CannotStart, InterruptedException {
    int code = ExitCode.DONE;
    try (ApiClient client = api.client(console)) {
      for (String id : ids) {
        code = Math.max(code, remove(client, id));
      }
    }
    return code;
  }

  private int remove(ApiClient client, String id) throws CannotStart, InterruptedException {
    try {
      JsonNode _ = client.delete(FILES + "/" + ApiClient.part(id));
      console.out().println(ApiWords.line(id) + " is removed");
      return ExitCode.DONE;
    } catch (ApiFault fault) {
      if (fault.isPassing()) {
        throw fault;
      }
      console.err().println("sluice: " + fault.words());
      return ExitCode.CHECK_FAILED;
    }
  }
}
