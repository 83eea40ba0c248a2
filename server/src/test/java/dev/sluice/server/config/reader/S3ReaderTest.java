package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.s3.S3Config;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.yaml.Doc;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3ReaderTest {
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "secret");

  private static S3Config read(String s3, Map<String, String> environment) {
    String text =
        """
        store: {path: data}
        files: {s3: {%s}}
        providers: {p: {type: openai, key: k}}
        """
            .formatted(s3);
    return ConfigFile.of(Doc.parse("sluice.yaml", text, environment))
        .config()
        .files()
        .orElseThrow()
        .s3()
        .orElseThrow();
  }

  @Test
  void amazons_own_needs_a_bucket_and_a_region() {
    S3Config s3 = read("bucket: files, region: eu-central-1", KEYS);
    assertThat(s3.url()).isEqualTo(URI.create("https://s3.eu-central-1.amazonaws.com"));
    assertThat(s3.words()).isEqualTo("https://files.s3.eu-central-1.amazonaws.com/");
    assertThat(s3.pathStyle()).isFalse();
    assertThat(s3.auth().source()).isInstanceOf(AwsAuth.Keys.class);
    assertThat(s3.auth().region()).isEqualTo("eu-central-1");
  }

  @Test
  void what_is_left_out_is_looked_for_in_the_environment() {
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            "AKID",
            "AWS_SECRET_ACCESS_KEY",
            "secret",
            "AWS_REGION",
            "cn-north-1",
            "HTTPS_PROXY",
            "http://proxy:3128");
    S3Config s3 = read("bucket: my.files, prefix: a/b", environment);
    assertThat(s3.words()).isEqualTo("https://s3.cn-north-1.amazonaws.com.cn/my.files/a/b/");
    assertThat(s3.way().proxy().map(ProxyConfig::address)).hasValue("http://proxy:3128");
  }

  @Test
  void services_of_others_are_at_a_url_and_may_have_regions_of_their_own() {
    S3Config s3 =
        read(
            "bucket: files, url: \"http://minio:9000/s3/\", region: auto, auth: {id: a, secret: b}",
            Map.of());
    assertThat(s3.words()).isEqualTo("http://minio:9000/s3/files/");
    assertThat(s3.region()).isEqualTo("auto");
    assertThat(s3.auth().region()).isEqualTo("us-east-1");
    assertThat(
            read("bucket: files, url: \"https://s3.example.com\", path_style: false", KEYS).words())
        .isEqualTo("https://files.s3.example.com/");
  }

  @Test
  void nodes_of_a_cluster_may_keep_their_files_in_a_bucket() {
    String text =
        """
        store: {url: "jdbc:postgresql://db/sluice"}
        cluster: {redis: "redis://r:6379", name: prod}
        files: {%s}
        providers: {p: {type: openai, key: k}}
        """;
    assertThat(
            ConfigFile.of(
                    Doc.parse(
                        "sluice.yaml",
                        text.formatted("s3: {bucket: files, region: eu-central-1}"),
                        KEYS))
                .config()
                .files())
        .isPresent();
    assertThatThrownBy(
            () ->
                ConfigFile.of(
                    Doc.parse(
                        "sluice.yaml",
                        text.formatted("shared: true, s3: {bucket: files, region: eu-central-1}"),
                        KEYS)))
        .hasMessageContaining("files.shared")
        .hasMessageContaining("a bucket is shared anyway");
  }
}
