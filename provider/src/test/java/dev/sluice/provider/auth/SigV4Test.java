package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signatures that were computed by AWS' own signers, or by hand from AWS' documents.
class SigV4Test {
  private static final Instant AT = Instant.parse("2015-08-30T12:36:00Z");
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String BODY =
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}]}";

  @ParameterizedTest
  @CsvSource({
    "/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse,"
        + "d77f4e91997d443797c3527e7a217ddfd5155fe136d41ad598dd860c2450596c",
    "/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse-stream,"
        + "a483086df09963ea59c223c5b83fb09a1648d18ab76c911b2e0f87b40df02dff",
    "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc123xyz/converse,"
        + "577fbefc0b2e8a73eed87daea152f0ff49c88556350167742e40a6a48dd8efab",
    "/openai/v1/chat/completions,"
        + "f642085e2814800b8a019f51e1c2d42824f9362610fdbfc4e56b38566f137209",
  })
  void a_call_of_bedrock_is_signed_as_by_aws(String path, String signature) throws Exception {
    var signer = new SigV4("us-east-1", "bedrock");
    var keys = new AwsKeys("AKIDEXAMPLE", SECRET, "");
    assertThat(authorization(signer, "bedrock-runtime.us-east-1.amazonaws.com", path, keys))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request,"
                + " SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature="
                + signature);
  }

  /// The signature follows the bytes on the wire: a raw colon is signed as another path.
  @Test
  void a_raw_colon_is_signed_as_it_is_sent() throws Exception {
    var signer = new SigV4("us-east-1", "bedrock");
    var keys = new AwsKeys("AKIDEXAMPLE", SECRET, "");
    String path = "/model/anthropic.claude-3-5-sonnet-20240620-v1:0/converse";
    assertThat(authorization(signer, "bedrock-runtime.us-east-1.amazonaws.com", path, keys))
        .contains("Signature=d86ba0da");
  }

  @Test
  void a_session_token_is_signed() throws Exception {
    var signer = new SigV4("us-east-1", "bedrock");
    var keys = new AwsKeys("AKIDEXAMPLE", SECRET, "AQoDEXAMPLE==");
    String path = "/model/anthropic.claude-3-5-sonnet-20240620-v1%3A0/converse";
    assertThat(authorization(signer, "bedrock-runtime.us-east-1.amazonaws.com", path, keys))
        .contains(";x-amz-date;x-amz-security-token")
        .endsWith("5f94b2e7bfe66e0eb657504c69c739613fadc7db8a5e3147e756efd797a7da23");
  }

  /// The canonical form of a query is made of what a server decodes of it.
  @ParameterizedTest
  @CsvSource({
    "/v1/responses/a, /v1/responses/a",
    "/v1/r?after=a%2fb%7E&x, /v1/r?after=a%2Fb~&x",
    "/v1/r?a=%zz&b=%&c=%4, /v1/r?a=%25zz&b=%25&c=%254",
    "/v1/r?include[]=a/b:c=d&q=e+f, /v1/r?include%5B%5D=a%2Fb%3Ac%3Dd&q=e%20f",
    "/v1/r?a=%c3%A4, /v1/r?a=%C3%A4",
  })
  void a_query_has_one_form(String path, String sent) {
    assertThat(SigV4.plain(path)).isEqualTo(sent);
    assertThat(SigV4.plain(sent)).isEqualTo(sent);
    int query = sent.indexOf('?');
    if (query >= 0 && !sent.endsWith("&x")) {
      assertThat(CanonicalPath.query(sent.substring(query + 1)))
          .isEqualTo(sent.substring(query + 1));
    }
  }

  @Test
  void mantle_is_a_service_of_its_own() throws Exception {
    var signer = new SigV4("us-east-1", "bedrock-mantle");
    var keys = new AwsKeys("AKIDEXAMPLE", SECRET, "");
    String host = "bedrock-mantle.us-east-1.api.aws";
    assertThat(authorization(signer, host, "/anthropic/v1/messages", keys))
        .endsWith("1f2b32db01c5b34bf67550e63dd889708e04142f6ef31da8d8d2bda405312ddb");
  }

  @Test
  void another_day_and_other_keys_have_a_key_of_their_own() throws Exception {
    var signer = new SigV4("us-east-1", "bedrock");
    var keys = new AwsKeys("AKIDEXAMPLE", SECRET, "");
    String first = signature(signer, keys, AT);
    assertThat(signature(signer, keys, AT.plusSeconds(86_400))).isNotEqualTo(first);
    assertThat(signature(signer, new AwsKeys("AKIDEXAMPLE", "other", ""), AT)).isNotEqualTo(first);
    assertThat(signature(signer, keys, AT)).isEqualTo(first);
  }

  private static String signature(SigV4 signer, AwsKeys keys, Instant at) {
    var request = new SigV4.Request("GET", "host", "/", Map.of(), SigV4.NO_BODY);
    String authorization = signer.sign(request, keys, at).getOrDefault("authorization", "");
    return authorization.replaceFirst(".*Signature=", "");
  }

  private static String authorization(SigV4 signer, String host, String path, AwsKeys keys) {
    Map<String, String> headers = Map.of("content-type", "application/json");
    String hash = SigV4.hash(ByteBuffer.wrap(BODY.getBytes(UTF_8)));
    return signer
        .sign(new SigV4.Request("POST", host, path, headers, hash), keys, AT)
        .getOrDefault("authorization", "");
  }
}
