package dev.sluice.batches.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Pieces that are sealed for their places.
class RecordSealTest {
  private static final byte[] KEY = new byte[32];

  private final RecordSeal seal = new RecordSeal(KEY, "one", new SecureRandom());

  @Test
  void a_piece_is_opened_at_its_place_alone() throws Exception {
    byte[] sealed = seal.seal("secret".getBytes(UTF_8), "1/2");
    assertThat(new String(sealed, UTF_8)).doesNotContain("secret");
    assertThat(new String(seal.open(sealed, "1/2"), UTF_8)).isEqualTo("secret");
    refused(sealed, "1/3");
    refused(Arrays.copyOf(sealed, 5), "1/2");
    refused(Arrays.copyOf(sealed, sealed.length - 1), "1/2");
    byte[] other = KEY.clone();
    other[0] = 1;
    assertThatThrownBy(() -> new RecordSeal(other, "one", new SecureRandom()).open(sealed, "1/2"))
        .hasMessageContaining(
            "restore the key with which its batch was made (files.key), or make the batch again");
  }

  @Test
  void a_piece_of_one_is_none_of_another() {
    var another = new RecordSeal(KEY, "another", new SecureRandom());
    refused(another.seal("secret".getBytes(UTF_8), "1/2"), "1/2");
  }

  private void refused(byte[] sealed, String place) {
    assertThatThrownBy(() -> seal.open(sealed, place)).isInstanceOf(FileRefused.class);
  }
}
