package dev.sluice.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are there whole or not at all.
class WholeFileTest {
  @TempDir private Path folder;

  private Path place() {
    return folder.resolve("out.jsonl");
  }

  @Test
  void a_file_is_on_the_disk_before_it_has_its_name_and_its_name_is_before_anything_else()
      throws Exception {
    List<String> forced = new ArrayList<>();
    var file =
        new WholeFile(
            place(), path -> forced.add(folder.relativize(path) + " " + Files.exists(place())));
    file.fill(to -> Files.writeString(to, "{}"));
    assertThat(forced).containsExactly("out.jsonl.part false", " true");
    assertThat(place()).hasContent("{}");
  }

  @Test
  void a_disk_that_does_not_take_a_file_leaves_nothing() {
    var file =
        new WholeFile(
            place(),
            _ -> {
              throw new IOException("played");
            });
    assertThatThrownBy(() -> file.fill(to -> Files.writeString(to, "{}"))).hasMessage("played");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void the_disk_of_this_machine_takes_one() throws Exception {
    new WholeFile(place()).fill(to -> Files.writeString(to, "{}"));
    assertThat(place()).hasContent("{}");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }
}
