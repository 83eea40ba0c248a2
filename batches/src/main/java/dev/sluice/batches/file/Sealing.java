package dev.sluice.batches.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.dialect.rule.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Encryption of contents at rest: a reader of the disk learns nothing but sizes, and no change of
/// a content goes unseen.
///
/// A content is divided into pieces of 64 KiB, each sealed by AES-256-GCM for itself, so that any
/// of them can be read alone. This is the construction STREAM (Hoang, Reyhanitabar, Rogaway, Vizár:
/// Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015): a piece's
/// nonce is its number and whether it is the last one. So pieces cannot be swapped, repeated, left
/// out or cut off behind another. Each content has a key of its own, derived from the configured
/// one by HKDF (RFC 5869) with a random salt and the content's name: no nonce comes twice under a
/// key, and no piece fits another content.
///
/// ```text
/// magic (8) | the key's name (8) | salt (32) | piece 0 (65,536 + 16) | ... | last piece (0 to 65,536, + 16)
/// ```
///
/// Limitations: a whole content can be put back in an older form only as far as its row says the
/// same size, and rows are not sealed. The key is not changed for contents that there are.
final class Sealing {
  /// How many bytes of content a piece has, but for the last one.
  static final int PIECE = 64 * 1024;

  /// The bytes by which a piece is proven.
  static final int TAG = AesGcm.TAG;

  private static final byte[] MAGIC = "SLUICEF1".getBytes(US_ASCII);
  private static final int NAME = 8;
  private static final int SALT = 32;
  static final int HEAD = 8 + NAME + SALT;

  private final byte[] key;
  private final byte[] name;
  private final RandomGenerator random;

  /// @param key of 32 bytes
  /// @param random a generator that cannot be foretold
  Sealing(byte[] key, RandomGenerator random) {
    this.key = key.clone();
    this.name = nameOf(key);
    this.random = random;
  }

  /// Tells keys from each other, and says nothing else of them.
  private static byte[] nameOf(byte[] key) {
    MessageDigest digest = Digests.sha256();
    digest.update("sluice files key".getBytes(US_ASCII));
    return Arrays.copyOf(digest.digest(key), NAME);
  }

  /// Writes the head of a content.
  ///
  /// @param id the name of the content
  /// @return what seals its pieces
  Pieces begin(String id, Contents.Sink to) throws IOException {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    to.write(ByteBuffer.allocate(HEAD).put(MAGIC).put(name).put(salt).flip());
    return new Pieces(derived(salt, id));
  }

  /// Reads the head of a content.
  ///
  /// @return what opens its pieces
  /// @throws FileRefused if it was sealed with another key
  Pieces open(String id, Contents.Source from) throws IOException {
    byte[] head = new byte[HEAD];
    if (fill(from, 0, head, HEAD) < HEAD
        || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw damaged(id);
    }
    if (!Arrays.equals(head, MAGIC.length, MAGIC.length + NAME, name, 0, NAME)) {
      throw otherKey(id);
    }
    return new Pieces(derived(Arrays.copyOfRange(head, MAGIC.length + NAME, HEAD), id));
  }

  private SecretKey derived(byte[] salt, String id) {
    return AesGcm.derived(key, salt, ("sluice files content " + id).getBytes(US_ASCII));
  }

  static FileRefused damaged(String id) {
    return new FileRefused(
        FileRefused.Reason.DAMAGED,
        "the content of " + id + " is not what was written: bring the file again");
  }

  static FileRefused otherKey(String id) {
    return new FileRefused(
        FileRefused.Reason.SEALED,
        "the content of "
            + id
            + " was sealed with a key that this gateway does not have: restore the key with which"
            + " the file was brought (files.key), or bring the file again");
  }

  /// Reads until `into` is full, or the content ends.
  static int fill(Contents.Source from, long at, byte[] into, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
    while (buffer.hasRemaining() && from.read(buffer, at + buffer.position()) >= 0) {}
    return buffer.position();
  }

  /// The place of a piece, in bytes from the beginning.
  static long place(long number) {
    return HEAD + number * (PIECE + TAG);
  }

  /// What seals and opens the pieces of one content. For one thread at a time.
  static final class Pieces {
    private final SecretKey key;
    private final Cipher cipher = AesGcm.cipher();

    private Pieces(SecretKey key) {
      this.key = key;
    }

    /// Seals a piece.
    ///
    /// @return how many bytes of `into` it takes
    int seal(long number, boolean last, byte[] piece, int length, byte[] into) {
      try {
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce(number, last));
        return cipher.doFinal(piece, 0, length, into, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /// Opens a piece.
    ///
    /// @return how many bytes of `into` it takes; -1 where it is not the piece that was sealed
    int open(long number, boolean last, byte[] sealed, int length, byte[] into) {
      try {
        cipher.init(Cipher.DECRYPT_MODE, key, nonce(number, last));
        return cipher.doFinal(sealed, 0, length, into, 0);
      } catch (GeneralSecurityException forged) {
        return -1;
      }
    }

    private static GCMParameterSpec nonce(long number, boolean last) {
      ByteBuffer nonce = ByteBuffer.allocate(AesGcm.NONCE).putLong(number);
      nonce.put(AesGcm.NONCE - 1, (byte) (last ? 1 : 0));
      return AesGcm.parameters(nonce.array());
    }
  }
}
