package dev.sluice.batches.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/// Encryption at rest of short pieces that are kept elsewhere than contents, such as results in a
/// log: each by AES-256-GCM with a random nonce in front, and with its place, so that none fits
/// another place. The key is derived from the configured one by HKDF (RFC 5869) with whose pieces
/// they are, so that none is taken for another's, and is that of no content. Up to 2^32 pieces may
/// be sealed under one key (NIST SP 800-38D, 8.3). Safe for any thread.
public final class RecordSeal {
  private static final String USE = "sluice records ";
  private static final int NONCE = AesGcm.NONCE;

  private final SecretKey key;
  private final RandomGenerator random;

  /// @param configured the configured key, of 32 bytes
  /// @param of whose pieces they are
  /// @param random a generator that cannot be foretold
  RecordSeal(byte[] configured, String of, RandomGenerator random) {
    this.key = AesGcm.derived(configured, new byte[0], (USE + of).getBytes(UTF_8));
    this.random = random;
  }

  /// Seals a piece.
  ///
  /// @param place where it is kept
  public byte[] seal(byte[] plain, String place) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain);
      return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Opens a piece.
  ///
  /// @throws FileRefused if it is not what was sealed for this place with this key
  public byte[] open(byte[] sealed, String place) throws FileRefused {
    try {
      if (sealed.length >= NONCE) {
        return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), place)
            .doFinal(sealed, NONCE, sealed.length - NONCE);
      }
    } catch (GeneralSecurityException other) {
      // Told below.
    }
    throw new FileRefused(
        FileRefused.Reason.SEALED,
        "a result was sealed with a key that this gateway does not have: restore the key with"
            + " which its batch was made (files.key), or make the batch again");
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    Cipher cipher = AesGcm.cipher();
    cipher.init(mode, key, AesGcm.parameters(nonce));
    cipher.updateAAD(place.getBytes(UTF_8));
    return cipher;
  }
}
