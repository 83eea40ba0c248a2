package dev.sluice.lab.bench;

import dev.sluice.config.provider.Secret;
import dev.sluice.provider.auth.AwsKeys;
import dev.sluice.provider.auth.SigV4;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;

/// The cost of a signature by AWS Signature Version 4 for a call of 1 KB, its body's hash included,
/// and of the hash of 200 KB, which a call computes once.
public class SigningBench extends PerCallBench {
  private final SigV4 signer = new SigV4("us-east-1", "bedrock");
  private final AwsKeys keys =
      new AwsKeys(
          new Secret("AKIAIOSFODNN7EXAMPLE"),
          new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
          Optional.of(new Secret("t".repeat(800))));
  private final Instant at = Instant.parse("2026-12-01T08:00:00Z");
  private final byte[] small = body(1_000);
  private final byte[] large = body(200_000);

  private static byte[] body(int size) {
    return """
    {"model":"us.openai.gpt-5","messages":[{"role":"user","content":"%s"}]}"""
        .formatted("a".repeat(size))
        .getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, String> signed(String hash) {
    return signer.sign(
        new SigV4.Request(
            "POST",
            "bedrock-runtime.us-east-1.amazonaws.com",
            "/openai/v1/chat/completions",
            Map.of("content-type", "application/json"),
            hash),
        keys,
        at);
  }

  @Benchmark
  public Map<String, String> signed1Kb() {
    return signed(SigV4.hash(ByteBuffer.wrap(small)));
  }

  @Benchmark
  public Map<String, String> signatureAlone() {
    return signed(SigV4.NO_BODY);
  }

  @Benchmark
  public String hash200Kb() {
    return SigV4.hash(ByteBuffer.wrap(large));
  }
}
