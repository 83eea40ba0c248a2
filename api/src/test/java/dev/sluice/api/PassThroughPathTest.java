package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.api.Endpoint.PassThrough;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassThroughPathTest {
  private static PassThrough read(String behind) {
    Endpoint found = Endpoints.at("/passthrough/ocr" + behind).orElseThrow();
    assertThat(found).isInstanceOf(PassThrough.class);
    return (PassThrough) found;
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/ocr, /v1/ocr",
    "/v1beta/models/m:predict, /v1beta/models/m:predict",
    "/v1beta/models/m%3Apredict, /v1beta/models/m:predict",
    "/v1/a%20b, /v1/a b",
    "/v1/a+b, /v1/a+b",
    "/v1/a%2Bb, /v1/a+b",
    "/v1/...a, /v1/...a",
    "/v1/(x)@y=$!&'*~, /v1/(x)@y=$!&'*~",
  })
  void a_path_passes_as_it_was_sent_and_is_compared_as_it_is_meant(String sent, String meant) {
    PassThrough read = read(sent);
    assertThat(read.fault()).isEmpty();
    assertThat(read.path()).isEqualTo(sent);
    assertThat(read.plain()).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "//evil.example/v1",
        "/v1//ocr",
        "/v1/ocr/",
        "/v1/../admin",
        "/..",
        "/.",
        "/v1/./ocr",
        "/v1/...",
        "/v1/.%20./x",
        "/v1/..%20/x",
        "/v1/%2e%2e/admin",
        "/v1/%2E./admin",
        "/v1/%252e%252e/admin",
        "/v1%2fadmin",
        "/v1%2Fadmin",
        "/v1%5cadmin",
        "/v1\\admin",
        "/v1/a;b",
        "/v1/..;/admin",
        "/v1/a%3bb",
        "/v1/%00",
        "/v1/%0d%0a",
        "/v1/%7f",
        "/v1/%c0%ae%c0%ae/admin",
        "/v1/%ef%bc%8e%ef%bc%8e/admin",
        "/v1/%e3%80%82",
        "/v1/\u00e9",
        "/v1/a#b",
        "/v1/a%23b",
        "/v1/a%3Fb",
        "/v1/a%",
        "/v1/a%2",
        "/v1/a%zz",
        "/v1/%61",
        "/http://evil.example/v1",
        "/v1/a|b",
        "/v1/a\tb"
      })
  void a_path_that_two_servers_may_read_in_two_ways_is_refused(String sent) {
    PassThrough read = read(sent);
    assertThat(read.fault()).isNotEmpty();
    assertThat(read.path()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example/passthrough/ocr/v1/ocr",
        "//passthrough/ocr/v1/ocr",
        "/%70assthrough/ocr/v1/ocr",
        "/passthrough%2focr/v1/ocr",
        "/PASSTHROUGH/ocr/v1/ocr",
        "/passthrough",
        "/passthrough/",
        "/passthrough//v1/ocr",
        "/passthrough/../v1/ocr",
        "/passthrough/o%63r/v1/ocr",
        "/passthrough/ocr@evil.example/v1",
        "/passthrough/ocr:80/v1",
        "/openai/passthrough/ocr/v1/ocr"
      })
  void another_spelling_of_it_leads_nowhere(String target) {
    assertThat(Endpoints.at(target)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          after=x&limit=2                 | after=x&limit=2
          key=a&limit=2                   | limit=2
          limit=2&k%65y=a                 | limit=2
          limit=2&k%2565y=a               | limit=2
          $key=a&limit=2                  | limit=2
          %24key=a&limit=2                | limit=2
          KEY=a&limit=2                   | limit=2
          api-key=a&API_KEY=b&limit=2     | limit=2
          access_token=a&limit=2          | limit=2
          +key=a&limit=2                  | limit=2
          pageToken=a&keyword=b           | pageToken=a&keyword=b
          filter=a%3Bb&x[]=1              | filter=a%3Bb&x[]=1
          """)
  void a_query_passes_without_credentials(String sent, String passed) {
    assertThat(read("/v1/files?" + sent).query()).isEqualTo(passed);
    assertThat(read("/v1/files?" + sent).fault()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=b;key=c",
        "a=%",
        "a=%2",
        "a=\\",
        "a=<",
        "a=\u00e9",
        "$httpMethod=DELETE",
        "%24httpMethod=DELETE",
        "$httpHeaders=x-goog-api-key%3Aa",
        "%2524httpHeaders=a",
        "_method=DELETE",
        "a#b"
      })
  void a_query_that_makes_another_request_of_it_is_refused(String sent) {
    assertThat(read("/v1/files?" + sent).fault()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%25252565=a", "%2525252565=a", "b=c&%25252525=a", "k%25252565y=a"})
  void a_name_of_a_query_that_still_has_escapes_after_three_decodings_is_refused(String sent) {
    assertThat(read("/v1/files?" + sent).fault()).contains("escapes");
    assertThat(read("/v1/files?" + sent).query()).isEmpty();
  }

  @Test
  void names_of_escapes_alone_cost_no_more_than_their_length() {
    String many = "%" + "25".repeat(500_000) + "24httpMethod=DELETE";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(read("/v1/files?" + many).fault()).isNotEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fields=name&limit=2                    | limit=2
          $fields=name&%24f%69elds=b&limit=2     | limit=2
          alt=proto&limit=2                      | limit=2
          $alt=proto&alt&limit=2                 | limit=2
          callback=f&limit=2                     | limit=2
          alt=sse&limit=2                        | alt=sse&limit=2
          $alt=json&limit=2                      | $alt=json&limit=2
          """)
  void a_query_can_be_had_without_what_changes_an_answers_form(String sent, String whole) {
    assertThat(read("/v1/files?" + sent).wholeQuery()).isEqualTo(whole);
    assertThat(read("/v1/files?" + sent).query()).isEqualTo(sent);
  }

  @Test
  void an_empty_query_is_none() {
    assertThat(read("/v1/files?").query()).isEmpty();
    assertThat(read("/v1/files?key=a").query()).isEmpty();
  }
}
