package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Signatures beside those of AWS' own signer for Java, of requests that are drawn.
class AwsSignerTest {
  private static final int REQUESTS = 500;
  private static final String[] HOSTS = {
    "bedrock-runtime.us-east-1.amazonaws.com", "bedrock-mantle.us-east-1.api.aws", "127.0.0.1:8123"
  };
  private static final String[] PATHS = {
    "/openai/v1/chat/completions",
    "/anthropic/v1/messages",
    "/model/anthropic.claude-sonnet-4-5-v1%3A0/converse",
    "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fa1/invoke",
    "/v1/responses/resp_1?include%5B%5D=a%2Fb&limit=20",
    "/",
  };

  @Test
  void they_are_the_same() throws Exception {
    var random = new SplittableRandom(44);
    for (int i = 0; i < REQUESTS; i++) {
      String host = HOSTS[random.nextInt(HOSTS.length)];
      String path = PATHS[random.nextInt(PATHS.length)];
      byte[] body = "{\"n\":%d,\"é\":[]}".formatted(random.nextLong()).getBytes(UTF_8);
      Instant at = Instant.ofEpochSecond(random.nextLong(1_500_000_000L, 2_000_000_000L));
      String secret = "secret/" + random.nextLong();
      String session = random.nextBoolean() ? "" : "SESSION/" + random.nextLong() + "==";
      assertThat(ours(host, path, body, at, secret, session))
          .as("%s%s at %s", host, path, at)
          .isEqualTo(theirs(host, path, body, at, secret, session));
    }
  }

  private static String ours(
      String host, String path, byte[] body, Instant at, String secret, String session)
      throws Exception {
    var request =
        new SigV4.Request(
            "POST",
            host,
            path,
            Map.of("content-type", "application/json"),
            SigV4.hash(ByteBuffer.wrap(body)));
    return new SigV4("us-east-1", "bedrock")
        .sign(request, new AwsKeys("AKIDEXAMPLE", secret, session), at)
        .getOrDefault("authorization", "");
  }

  private static String theirs(
      String host, String path, byte[] body, Instant at, String secret, String session) {
    AwsCredentialsIdentity keys =
        session.isEmpty()
            ? AwsCredentialsIdentity.create("AKIDEXAMPLE", secret)
            : AwsSessionCredentialsIdentity.create("AKIDEXAMPLE", secret, session);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("https://" + host + path))
            .putHeader("content-type", "application/json")
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            to ->
                to.identity(keys)
                    .request(request)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
        .request()
        .firstMatchingHeader("Authorization")
        .orElse("");
  }
}
