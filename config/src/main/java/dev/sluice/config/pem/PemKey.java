package dev.sluice.config.pem;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A private key as a text has it: PKCS #8, or one of the older forms of RSA (PKCS #1) and elliptic
/// curves (SEC 1), which cert-manager and openssl still write. Those name no algorithm of their
/// own: that is taken from the certificate. Nothing of it is printed.
public final class PemKey {
  private static final String PKCS8 = "PRIVATE KEY";
  private static final Map<String, String> OLD =
      Map.of("RSA PRIVATE KEY", "RSA", "EC PRIVATE KEY", "EC");

  /// The algorithms of keys, with those of their signatures.
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private static final byte[] PROBE = "sluice".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VERSION = {2, 1, 0};
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int LONG_FORM = 0x80;
  private static final int BYTE = 0xff;

  private final PemText.Block block;

  private PemKey(PemText.Block block) {
    this.block = block;
  }

  /// The first key of some blocks.
  static PemKey first(List<PemText.Block> blocks) throws BadPem {
    for (PemText.Block block : blocks) {
      if (block.label().equals("ENCRYPTED PRIVATE KEY")) {
        throw BadPem.encrypted(block.label());
      }
      if (block.label().equals(PKCS8) || OLD.containsKey(block.label())) {
        return new PemKey(block);
      }
    }
    throw new BadPem("it has no private key", "put one there (BEGIN PRIVATE KEY)");
  }

  /// Reads it as the key of a certificate.
  ///
  /// @param certified the certificate's public key
  /// @throws BadPem if it is damaged, or another one's
  public PrivateKey of(PublicKey certified) throws BadPem {
    String algorithm = certified.getAlgorithm();
    if (!SIGNATURES.containsKey(algorithm)) {
      throw new BadPem("keys of " + algorithm + " are not used", "make one of EC or RSA");
    }
    if (!OLD.getOrDefault(block.label(), algorithm).equals(algorithm)) {
      throw unfit();
    }
    PrivateKey key = parsed(certified);
    if (!fits(key, certified)) {
      throw unfit();
    }
    return key;
  }

  private static BadPem unfit() {
    return new BadPem(
        "its key is not that of the certificate", "write both of one pair, the key first");
  }

  private PrivateKey parsed(PublicKey certified) throws BadPem {
    byte[] der = block.label().equals(PKCS8) ? block.der() : wrapped(block.der(), certified);
    try {
      return KeyFactory.getInstance(certified.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new BadPem(
          "its key is damaged, or not of the certificate's algorithm, " + certified.getAlgorithm(),
          "write both of one pair");
    }
  }

  private static boolean fits(PrivateKey key, PublicKey of) {
    try {
      Signature signature =
          Signature.getInstance(Objects.requireNonNull(SIGNATURES.get(of.getAlgorithm())));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(of);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// A key of an older form as one of PKCS #8, whose algorithm is that of the public key.
  private static byte[] wrapped(byte[] old, PublicKey of) {
    return der(SEQUENCE, VERSION, algorithm(of.getEncoded()), der(OCTETS, old));
  }

  /// The algorithm of a public key: the first element of its outermost sequence.
  private static byte[] algorithm(byte[] publicKey) {
    ByteBuffer in = ByteBuffer.wrap(publicKey);
    in.get();
    length(in);
    int begin = in.position();
    in.get();
    int length = length(in);
    byte[] algorithm = new byte[in.position() + length - begin];
    in.get(begin, algorithm);
    return algorithm;
  }

  private static int length(ByteBuffer in) {
    int first = in.get() & BYTE;
    int length = first < LONG_FORM ? first : 0;
    for (int left = first < LONG_FORM ? 0 : first - LONG_FORM; left > 0; left--) {
      length = (length << Byte.SIZE) | (in.get() & BYTE);
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.size() < LONG_FORM) {
      out.write(content.size());
    } else {
      out.write(LONG_FORM + 2);
      out.write(content.size() >> Byte.SIZE);
      out.write(content.size());
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
