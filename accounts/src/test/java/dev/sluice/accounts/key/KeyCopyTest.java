package dev.sluice.accounts.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.terms.AskedWords;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Overrun;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
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

  private KeyScope scope(String operations) throws IOException {
    var principal = new Principal("0123456789", "k", "search", false, KeyTerms.upTo(Band.NORMAL));
    var key = new StoredKey(principal, new Life(1, 0, 0, false), List.of(), 1);
    new KeyCopy(folder).write(new KeyRing(1, List.of(), List.of(key), List.of()));
    replace("\toperations=", "\toperations=" + operations);
    KeyRing read = new KeyCopy(folder).read().orElseThrow();
    return read.keys().iterator().next().principal().terms().scope();
  }

  @Test
  void words_of_another_version_are_left_out_and_stay() throws IOException {
    KeyScope scope = scope("chat,passthrough:ocr,passthrough:a b,weave");
    assertThat(scope.operations()).containsExactly(Operation.CHAT);
    assertThat(scope.passThroughs()).containsExactly("ocr");
    assertThat(AskedWords.of(scope))
        .containsExactly("chat", "passthrough:a b", "passthrough:ocr", "weave");
  }

  @Test
  void a_key_of_whose_words_none_is_known_may_ask_for_nothing() throws IOException {
    KeyScope scope = scope("weave,knit");
    assertThat(Operation.values()).noneMatch(scope::allows);
    assertThat(scope.allowsPassThrough("ocr")).isFalse();
    assertThat(AskedWords.of(scope)).containsExactly("knit", "weave");
    assertThat(scope("").allows(Operation.CHAT)).isTrue();
  }

  @Test
  void words_of_another_version_can_be_kept_and_not_added() throws IOException {
    KeyScope scope = scope("chat,weave");
    assertThat(AskedWords.read("operations", List.of("weave", "images"), scope).unread())
        .containsExactly("weave");
    assertThatThrownBy(() -> AskedWords.read("operations", List.of("knit"), scope))
        .hasMessageContaining("knit");
  }

  /// Takes a column out of the copy.
  private void without(String column) throws IOException {
    replace(column, "");
  }

  private void replace(String column, String with) throws IOException {
    Path file = folder.resolve(KeyCopy.FILE);
    String before = Files.readString(file);
    assertThat(before).contains(column);
    String body = before.replace(column, with);
    String lines = body.substring(0, body.lastIndexOf("end\t"));
    String digest = HexFormat.of().formatHex(KeySecret.digest(lines));
    Files.writeString(file, lines + "end\t" + digest + "\n");
  }
}
