package dev.sluice.batches.file;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// AES-256-GCM under keys that are derived from the configured one by HKDF (RFC 5869).
final class AesGcm {
  /// How many bytes a nonce has.
  static final int NONCE = 12;

  /// The bytes by which what was sealed is proven.
  static final int TAG = 16;

  private static final int KEY = 32;

  private AesGcm() {}

  /// Derives a key.
  ///
  /// @param salt empty for none
  /// @param use tells the uses of the configured key from each other
  static SecretKey derived(byte[] configured, byte[] salt, byte[] use) {
    HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract().addIKM(configured);
    if (salt.length > 0) {
      HKDFParameterSpec.Builder _ = extract.addSalt(salt);
    }
    try {
      return KDF.getInstance("HKDF-SHA256").deriveKey("AES", extract.thenExpand(use, KEY));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static GCMParameterSpec parameters(byte[] nonce) {
    return new GCMParameterSpec(TAG * Byte.SIZE, nonce);
  }
}
