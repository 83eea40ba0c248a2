package dev.sluice.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.CallLabel;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockTest {
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "AKIDTEST", "AWS_SECRET_ACCESS_KEY", "secret", "HOME", "/none");

  private static GatewayFile file(String provider, String model) {
    String yaml =
        """
        providers:
          b: {type: bedrock, %s}
        routes:
          r: {models: [m], targets: [{provider: b, model: "%s"}]}
        """
            .formatted(provider, model);
    return GatewayFile.parse(yaml, KEYS);
  }

  private static ProviderConfig provider(String settings) {
    return file(settings, "us.openai.gpt-5.6-sol").config().providers().getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "region: us-east-1 | https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1 | bedrock",
        "region: cn-north-1 | https://bedrock-runtime.cn-north-1.amazonaws.com.cn/openai/v1 | bedrock",
        "region: us-west-2, endpoint: mantle | https://bedrock-mantle.us-west-2.api.aws/v1 | bedrock-mantle",
        "region: eu-west-1, api: messages | https://bedrock-mantle.eu-west-1.api.aws/anthropic | bedrock-mantle",
        "url: 'https://vpce-0a.bedrock-runtime.us-east-1.vpce.amazonaws.com/openai/v1' | https://vpce-0a.bedrock-runtime.us-east-1.vpce.amazonaws.com/openai/v1 | bedrock",
      })
  void the_address_and_the_signature_are_of_region_and_endpoint(
      String settings, String url, String service) {
    ProviderConfig provider = provider(settings);
    assertThat(provider.url()).hasToString(url);
    assertThat(provider.auth())
        .hasValueSatisfying(
            auth ->
                assertThat(auth)
                    .isInstanceOfSatisfying(
                        AwsAuth.class, aws -> assertThat(aws.service()).isEqualTo(service)));
  }

  @Test
  void a_key_of_bedrock_is_borne_and_nothing_is_signed() {
    ProviderConfig provider = provider("region: us-east-1, key: bedrock-api-key-abc");
    assertThat(provider.auth()).isEmpty();
    assertThat(provider.keys()).hasSize(1);
  }

  @Test
  void the_environments_region_counts_where_none_is_named() {
    String yaml = "providers: {b: {type: bedrock, key: k}}\n";
    var provider =
        GatewayFile.parse(yaml, Map.of("AWS_REGION", "ap-northeast-1")).config().providers();
    assertThat(provider.getFirst().url().getHost()).contains("ap-northeast-1");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> GatewayFile.parse(yaml, Map.of()))
        .withMessageContaining("has no region: add `region: us-east-1`, or set AWS_REGION");
  }

  @Test
  void messages_are_served_by_mantle_alone() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> provider("region: us-east-1, api: messages, endpoint: runtime"))
        .withMessageContaining("must be mantle for `api: messages`");
  }

  @Test
  void a_role_is_assumed_with_the_sources_of_the_environment() {
    Auth auth =
        provider("region: us-east-1, auth: {type: aws, role: 'arn:aws:iam::123456789012:role/g'}")
            .auth()
            .orElseThrow();
    assertThat(auth.proofSource())
        .isEqualTo(
            "keys of the environment or the configuration,"
                + " then role arn:aws:iam::123456789012:role/g");
  }

  @Test
  void each_team_may_have_a_session_of_its_own() {
    String auth =
        "region: us-east-1, auth: {type: aws, role: 'arn:aws:iam::123456789012:role/g', tags: {app:"
            + " chat, Team: '-'}, session_tags: [team, key]}";
    var aws = (AwsAuth) provider(auth).auth().orElseThrow();
    assertThat(aws.sessionTags()).containsExactlyInAnyOrder(CallLabel.TEAM, CallLabel.KEY);
    assertThat(aws.tagged(Map.of("team", "search")).roles().getLast().tags())
        .isEqualTo(Map.of("app", "chat", "team", "search"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session_tags: [team] | session_tags are for a role that is assumed: add `role`",
        "session_tags: [key], ROLE | session_tags names key without team: parts and keys of all",
        "session_tags: [key, part], ROLE | session_tags names part, key without team: parts and",
        "session_tags: [user], ROLE | must be one of team, part, key",
        "tags: {Team: a, team: b}, ROLE | the names of tags must be different in more than capital",
        "tags: {'a<b': c}, ROLE | a tag must be 1 to 128 characters with a value of up to 256",
        "tags: {a: 'b;c'}, ROLE | a tag must be 1 to 128 characters with a value of up to 256",
        "tags: {LONGKEY: c}, ROLE | a tag must be 1 to 128 characters with a value of up to 256",
        "tags: {a: LONGVALUE}, ROLE | a tag must be 1 to 128 characters with a value of up to 256",
        "tags: {MANY}, ROLE | the tags must be 50 at most",
        "tags: {FIFTY}, session_tags: [team], ROLE | tags and session_tags must be 50 at most",
      })
  void tags_that_aws_does_not_take_are_refused(String settings, String message) {
    String written =
        settings
            .replace("ROLE", "role: 'arn:aws:iam::123456789012:role/g'")
            .replace("LONGKEY", "k".repeat(129))
            .replace("LONGVALUE", "v".repeat(257))
            .replace("MANY", tags(51))
            .replace("FIFTY", tags(50));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> provider("region: us-east-1, auth: {type: aws, " + written + "}"))
        .withMessageContaining(message);
  }

  private static String tags(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "t" + i + ": x")
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ROLE_ARN, nonsense, the role must be like arn:aws:iam::123456789012:role/NAME",
    "AWS_ROLE_SESSION_NAME, a b, the session's name must be 2 to 64 characters",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, '/v2/{id}', Illegal character",
  })
  void a_malformed_variable_is_a_problem_of_the_configuration(
      String name, String value, String message) {
    Map<String, String> env = new HashMap<>(Map.of("HOME", "/none"));
    if (!name.startsWith("AWS_CONTAINER")) {
      env.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
      env.put("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r");
    }
    env.put(name, value);
    for (String auth : List.of("", ", auth: {type: aws}")) {
      String yaml = "providers: {b: {type: bedrock, region: us-east-1%s}}%n".formatted(auth);
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> GatewayFile.parse(yaml, env))
          .withMessageContaining("cannot be used: ")
          .withMessageContaining(message);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "us.openai.gpt-5.6-sol, us-east-1, ''",
    "global.anthropic.claude-sonnet-4-5-20250929-v1:0, eu-west-1, ''",
    "openai.gpt-oss-120b-1:0, us-east-1, ''",
    "openai.gpt-5.6-sol, us-east-1, write `us.openai.gpt-5.6-sol`",
    "eu.anthropic.claude-sonnet-4-5-20250929-v1:0, us-east-1, which is of eu",
    "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0, us-east-1, which is of us-gov",
    "apac.amazon.nova-lite-v1:0, ap-southeast-2, ''",
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2, us-east-1, ''",
    "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2, us-east-1,"
        + " which is of eu-west-1",
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3:0, us-east-1, ''",
    "my.model.of.any.kind, us-east-1, ''",
  })
  void a_name_of_another_region_is_noted(String model, String region, String note) {
    List<Problem> notes = file("region: " + region, model).notes();
    assertThat(notes.toString()).contains(note);
    assertThat(notes).hasSize(note.isEmpty() ? 0 : 1);
  }
}
