package dev.sluice.provider.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final JsonFactory JSON = new JsonFactory();

  /// With characters that JSON, base64 and percent encoding each write in their own way.
  private static final String KEY = "sEcr/et+Marker=0123\"4567\\89%2Fab~cd-ef_gh";

  private static final String HOST = "Gpu-7.internal.example";

  private static final Redaction REDACTION = new Redaction(Stream.of(KEY, HOST, "1234567890"));

  private static String unicode(char c, boolean upper) {
    String hex = "%04x".formatted((int) c);
    return "\\u" + (upper ? hex.toUpperCase(Locale.ROOT) : hex);
  }

  /// `text` as the inside of a JSON string, where the characters at some positions are written by
  /// their numbers.
  private static String json(String text, IntPredicate byNumber, boolean upper) {
    var json = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (byNumber.test(i)) {
        json.append(unicode(c, upper));
      } else if (c < ' ') {
        json.append(unicode(c, upper));
      } else if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }

  private static String percent(String text, IntPredicate which, boolean upper) {
    var encoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      String hex = "%02x".formatted((int) text.charAt(i));
      encoded.append(
          which.test(i)
              ? "%" + (upper ? hex.toUpperCase(Locale.ROOT) : hex)
              : text.substring(i, i + 1));
    }
    return encoded.toString();
  }

  /// @param as how a character is written
  private static String html(String text, IntPredicate which, String as) {
    var encoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      encoded.append(which.test(c) ? as.formatted(c) : Character.toString(c));
    }
    return encoded.toString();
  }

  /// As templates of pages write it.
  private static String named(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("=", "&equals;")
        .replace(".", "&period;")
        .replace("_", "&lowbar;")
        .replace("%", "&percnt;");
  }

  /// Each way to write `secret` as a part of a text that is not JSON.
  private static Stream<String> plainForms(String secret) {
    var forms = new ArrayList<String>();
    forms.add(secret);
    for (boolean upper : new boolean[] {false, true}) {
      forms.add(percent(secret, _ -> true, upper));
      forms.add(percent(secret, i -> "/+=\"\\%".indexOf(secret.charAt(i)) >= 0, upper));
      forms.add(percent(percent(secret, _ -> true, upper), _ -> true, upper));
      for (int at = 0; at < secret.length(); at++) {
        int only = at;
        forms.add(percent(secret, i -> i == only, upper));
      }
    }
    for (String as : List.of("&#x%X;", "&#x%02x;", "&#%d;", "&#%06d;")) {
      forms.add(html(secret, _ -> true, as));
      forms.add(html(secret, c -> "/+=\"\\.-".indexOf(c) >= 0, as));
      forms.add(named(html(secret, c -> !Character.isLetterOrDigit(c), as)));
    }
    forms.add(html(secret, c -> "/+.".indexOf(c) >= 0, "&#%d"));
    forms.add(named(secret));
    for (String before : List.of("", "B", "Be", "Bearer ", "user:")) {
      for (String behind : List.of("", "!", " and more")) {
        byte[] all = (before + secret + behind).getBytes(UTF_8);
        for (String end : List.of("\n", "\r\n", "\n    ", "\r\n\t")) {
          forms.add(Base64.getMimeEncoder(8, end.getBytes(UTF_8)).encodeToString(all));
          forms.add(Base64.getMimeEncoder(20, end.getBytes(UTF_8)).encodeToString(all));
        }
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          forms.add(encoder.encodeToString(all));
          forms.add(encoder.withoutPadding().encodeToString(all));
          forms.add(percent(encoder.encodeToString(all), i -> i % 2 == 0, true));
        }
      }
    }
    return forms.stream();
  }

  /// Each way to write `secret` inside a JSON string.
  private static Stream<String> jsonForms(String secret) {
    var random = new Random(7);
    return plainForms(secret)
        .flatMap(
            form ->
                Stream.of(
                    json(form, _ -> false, false),
                    json(form, _ -> true, false),
                    json(form, _ -> true, true),
                    json(form, _ -> random.nextBoolean(), random.nextBoolean()),
                    json(form, _ -> false, false).replace("/", "\\/"),
                    json(json(form, i -> i % 3 == 0, true), _ -> false, true),
                    json(json(form, _ -> false, true).replace("/", "\\/"), i -> i % 2 == 0, true)));
  }

  static Stream<String> secrets() {
    return Stream.of(KEY, HOST);
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void a_secret_is_hidden_in_whatever_way_a_json_string_holds_it(String secret) {
    assertThat(jsonForms(secret).count()).isGreaterThan(500);
    jsonForms(secret)
        .forEach(
            form -> {
              String body = "{\"\\ud83d\\ude00 \\/ é\":[\"wrong: " + form + ", \\u00fc😀\",1.50]}";
              assertThat(shown(body))
                  .startsWith("{\"\\ud83d\\ude00 \\/ é\":[\"wrong: ")
                  .endsWith(", \\u00fc😀\",1.50]}");
            });
  }

  private static String shown(String body) {
    String shown = REDACTION.json(body);
    assertThat(shown).as(body).contains("***");
    read(shown);
    return shown;
  }

  private static void read(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        parser.getText();
      }
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void a_secret_is_hidden_in_whatever_way_a_message_holds_it(String secret) {
    plainForms(secret)
        .forEach(
            form -> {
              String shown = REDACTION.text("wrong: " + form + ", \u00fc");
              assertThat(shown).as(form).startsWith("wrong: ").contains("***").endsWith(", \u00fc");
              assertThat(shown.length()).as(shown).isLessThan(60);
            });
    jsonForms(secret).forEach(form -> assertThat(REDACTION.text(form)).as(form).contains("***"));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void a_secret_is_hidden_in_a_header(String secret) {
    plainForms(secret).forEach(form -> assertThat(REDACTION.header(form)).contains("***"));
  }

  /// Each way to write a beginning of a secret, and what is left of that where it is cut anywhere
  /// behind the eighth character.
  private static Stream<String> cutForms(String secret) {
    return IntStream.range(SecretForm.SHORTEST, secret.length())
        .mapToObj(length -> secret.substring(0, length))
        .flatMap(
            part ->
                Stream.of(
                        part,
                        percent(part, _ -> true, true),
                        json(part, _ -> true, false),
                        json(json(part, _ -> true, false), _ -> false, false),
                        html(part, _ -> true, "&#%d;"),
                        Base64.getEncoder().encodeToString(part.getBytes(UTF_8)),
                        Base64.getEncoder().encodeToString(("Be" + part).getBytes(UTF_8)))
                    .flatMap(form -> cuts(form, part.length() < SecretForm.SHORTEST + 6)));
  }

  /// The form, and what is left of it where its last characters are cut off.
  ///
  /// @param whole whether they are not
  private static Stream<String> cuts(String form, boolean whole) {
    int last = whole ? form.length() : form.length() - 5;
    return IntStream.rangeClosed(last, form.length()).mapToObj(to -> form.substring(0, to));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void a_secret_that_is_cut_off_is_hidden(String secret) {
    cutForms(secret)
        .forEach(
            form -> {
              for (String end : List.of("", "...", "\u2026", " ...", " \u2026")) {
                String shown = REDACTION.text("wrong: " + form + end);
                assertThat(shown).as(form + end).startsWith("wrong: ").contains("***");
                assertThat(shown.length()).as(shown).isLessThan(24);
              }
              String quoted = json("{\"message\":\"wrong: " + form + "\"}", _ -> false, false);
              assertThat(REDACTION.json("{\"a\":\"" + quoted + "\"}")).as(form).contains("***");
              assertThat(REDACTION.header(form)).as(form).contains("***");
            });
  }

  @Test
  void a_beginning_that_is_not_cut_off_or_is_short_is_none() {
    for (String text :
        List.of("gpu-7.internal is there", "gpu-7.i", "see gpu-7.i...", "gpu-7.internal-two")) {
      assertThat(REDACTION.text(text)).isSameAs(text);
    }
  }

  @Test
  void what_looks_like_a_key_or_an_account_is_hidden_too() {
    String text = "key sk-proj-abcdefghijkl of org-AbCdEfGhIjKl, gsk_abcdefghijklmnop, ";
    assertThat(Redaction.NONE.text(text + "AIzaSyabcdefghijkl"))
        .isEqualTo("key *** of ***, ***, ***");
    assertThat(Redaction.NONE.json("{\"a\":\"see\\nsk\\u002dproj-abcdefghijkl\\t\"}"))
        .isEqualTo("{\"a\":\"see\\n***\\t\"}");
    assertThat(Redaction.NONE.text("user_2abcdefghijklmnopqrstuvwxyz of user_preferences_schema"))
        .isEqualTo("*** of user_preferences_schema");
    assertThat(Redaction.NONE.header("org-AbCdEfGhIjKl")).isEqualTo("org-AbCdEfGhIjKl");
  }

  @Test
  void a_host_is_hidden_in_upper_and_in_lower_case() {
    assertThat(REDACTION.text(HOST.toUpperCase(Locale.ROOT) + HOST.toLowerCase(Locale.ROOT)))
        .isEqualTo("******");
  }

  @Test
  void what_is_around_a_secret_stays_as_it_was_written() {
    assertThat(REDACTION.json("[\"\\ud800\\/\\u0041gpu-7%2einternal.example\\udfff\\/%41\\n\"]"))
        .isEqualTo("[\"\\ud800\\/\\u0041***\\udfff\\/%41\\n\"]");
  }

  @Test
  void a_name_of_a_property_is_a_string_too() {
    assertThat(REDACTION.json("{\"gpu-7\\u002einternal.example\" : 1}")).isEqualTo("{\"***\" : 1}");
  }

  @Test
  void a_number_that_holds_a_secret_becomes_a_string() {
    String numbers = "[1234567890, -12345678901.5e3,0, {\"a\":1234567890}]";
    assertThat(REDACTION.json(numbers)).isEqualTo("[\"***\", \"***\",0, {\"a\":\"***\"}]");
  }

  @Test
  void no_secret_reaches_from_one_string_to_the_next() {
    var redaction = new Redaction(Stream.of("ab\",\"cdefgh"));
    assertThat(redaction.json("[\"ab\",\"cdefgh\"]")).isEqualTo("[\"ab\",\"cdefgh\"]");
    assertThat(redaction.json("[\"ab\\\",\\\"cdefgh\"]")).isEqualTo("[\"***\"]");
  }

  @Test
  void an_event_keeps_its_form() {
    String event =
        ": \"odd\nid: 1234567890\nevent: response.failed\ndata: {\"a\":\ndata: \"%s\"}\n\n";
    assertThat(REDACTION.json(event.formatted("gpu-7.internal.\\u0065xample:1")))
        .isEqualTo(event.replace("1234567890", "\"***\"").formatted("***:1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"\\u\\u12\\uzzzz \\x41 %zz %4 100% \\\\ \\\" \"}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "\"",
        "",
        "<html>\u0000",
        "{\"error\":{\"message\":\"C:\\\\new\\/path %20 \\ud800\"}}"
      })
  void what_holds_no_secret_stays_as_it_is(String text) {
    assertThat(REDACTION.json(text)).isSameAs(text);
    assertThat(REDACTION.text(text)).isSameAs(text);
    assertThat(REDACTION.header(text)).isSameAs(text);
  }

  @Test
  void a_short_word_is_no_secret() {
    assertThat(new Redaction(Stream.of("short", "")).text("short a short")).contains("short");
  }

  @Test
  void overlapping_secrets_are_hidden_as_one() {
    var redaction = new Redaction(Stream.of("http://10.0.0.1:8080", "10.0.0.1:8080", "10.0.0.1"));
    assertThat(redaction.text("at http://10.0.0.1:8080/v1, 10.0.0.1 10.0.0.1:8080"))
        .isEqualTo("at ***/v1, *** ***");
  }

  @Test
  void many_secrets_are_looked_for_at_once() {
    List<String> many = new Random(3).ints(2_000).mapToObj(i -> "key-" + i + "-0123").toList();
    String text = String.join(" ", many);
    String shown = new Redaction(many.stream()).text(text);
    assertThat(shown).isEqualTo("*** ".repeat(2_000).strip());
  }
}
