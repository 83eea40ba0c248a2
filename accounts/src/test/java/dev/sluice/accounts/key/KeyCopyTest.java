package dev.sluice.accounts.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.Overrun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCopyTest {
  private static final BudgetTerms TWICE = new BudgetTerms(List.of("50USD/month"), false, 200);

  @TempDir private Path folder;

  private KeyRing written() throws IOException {
    new KeyCopy(folder)
        .write(new KeyRing(1, List.of(new Team("search", TWICE, 1, 1)), List.of(), List.of()));
    return new KeyCopy(folder).read().orElseThrow();
  }

  @Test
  void an_overrun_comes_back() throws IOException {
    assertThat(written().team("search").orElseThrow().budget()).isEqualTo(TWICE);
  }

  @Test
  void a_copy_that_knew_no_overrun_has_the_usual_one() throws IOException {
    assertThat(written().teams()).hasSize(1);
    Path file = folder.resolve(KeyCopy.FILE);
    String body = Files.readString(file).replace("\toverrun=200", "");
    String lines = body.substring(0, body.lastIndexOf("end\t"));
    String digest = HexFormat.of().formatHex(KeySecret.digest(lines));
    Files.writeString(file, lines + "end\t" + digest + "\n");
    BudgetTerms read =
        new KeyCopy(folder).read().orElseThrow().team("search").orElseThrow().budget();
    assertThat(read.overrun()).isEqualTo(Overrun.USUAL);
  }
}
