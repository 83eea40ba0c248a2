package dev.sluice.server.config.value;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// The type of the text of a private key: PKCS #8 in PEM, not encrypted. No message shows it.
public final class PrivateKeyText implements Type<PrivateKey> {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  @Override
  public PrivateKey read(String text) throws ConfigProblem {
    List<PemText.Block> blocks = PemText.of(text, "").blocks();
    PemText.Block block = blocks.getFirst();
    if (blocks.size() > 1 || !block.label().equals("PRIVATE KEY")) {
      throw new ConfigProblem(
          "must be one private key with the line BEGIN PRIVATE KEY, and has a block "
              + blocks.getLast().label(),
          "convert it (openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW)");
    }
    var spec = new PKCS8EncodedKeySpec(block.der());
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        // A key of another kind, or of none.
      }
    }
    throw new ConfigProblem(
        "must be an RSA, EC or Ed25519 key, and is damaged or another one", "write it anew");
  }

  @Override
  public String show(String raw) {
    return Credential.shown(raw);
  }
}
