package dev.sluice.accounts.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Overrun;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.request.Band;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
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
    without("\toverrun=200");
    BudgetTerms read =
        new KeyCopy(folder).read().orElseThrow().team("search").orElseThrow().budget();
    assertThat(read.overrun()).isEqualTo(Overrun.USUAL);
  }

  @Test
  void a_copy_that_knew_no_other_gateways_has_secrets_of_its_own_form_alone() throws IOException {
    KeySecret secret = KeySecret.of("0123456789", new Random(20));
    var principal =
        new Principal(secret.id(), "live", "search", false, KeyTerms.upTo(Band.INTERACTIVE));
    var kept = List.of(new SecretDigest(secret.digest(), 1, 0));
    var key = new StoredKey(principal, new Life(1, 0, 0, false), kept, 1);
    new KeyCopy(folder).write(new KeyRing(1, List.of(), List.of(key), List.of()));
    without("\timported=0");
    KeyRing read = new KeyCopy(folder).read().orElseThrow();
    assertThat(read.check(secret.text(), 2)).isInstanceOf(KeyCheck.Known.class);
    assertThat(read.imported(kept.getFirst())).isEmpty();
  }

  /// Takes a column out of the copy.
  private void without(String column) throws IOException {
    Path file = folder.resolve(KeyCopy.FILE);
    String before = Files.readString(file);
    assertThat(before).contains(column);
    String body = before.replace(column, "");
    String lines = body.substring(0, body.lastIndexOf("end\t"));
    String digest = HexFormat.of().formatHex(KeySecret.digest(lines));
    Files.writeString(file, lines + "end\t" + digest + "\n");
  }
}
