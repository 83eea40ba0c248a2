package dev.sluice.config.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final Vocabulary<Map<String, Object>> VOCABULARY =
      Vocabulary.<Map<String, Object>>builder()
          .fact("key.team", ValueType.STRING, facts -> facts.get("team"))
          .fact("call.stream", ValueType.BOOL, facts -> facts.get("stream"))
          .fact("call.max_tokens", ValueType.INT, facts -> facts.get("max"))
          .fact("budget.left", ValueType.DOUBLE, facts -> facts.get("left"))
          .fact("claims", ValueType.VALUES_BY_NAME, facts -> facts.get("claims"))
          .fact("source", ValueType.STRING, facts -> facts.get("source"))
          .fact("time", ValueType.TIME, facts -> facts.get("time"))
          .named("headers", facts -> facts.get("headers"))
          .build();

  private static final Map<String, Object> FACTS =
      Map.of(
          "team",
          "search",
          "stream",
          true,
          "max",
          500L,
          "left",
          0.25,
          "source",
          "10.1.2.3",
          "time",
          Instant.parse("2026-12-06T22:30:00Z"),
          "claims",
          claims(),
          "headers",
          Map.of("x-tier", "gold"));

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("sub", "alice");
    claims.put("level", 3L);
    claims.put("ratio", 0.5);
    claims.put("admin", false);
    claims.put("groups", List.of("dev", "ops"));
    claims.put("realm", Map.of("roles", List.of("a", "b")));
    claims.put("nothing", null);
    claims.put("many", Collections.nCopies(1_001, "x"));
    return claims;
  }

  private static @Nullable Object value(String text) throws ExpressionException {
    return VOCABULARY.expression(text, ValueType.DYNAMIC).value(FACTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key.team == 'search'",
        "key.team != \"other\" && call.stream",
        "call.max_tokens <= 500 && call.max_tokens > 499",
        "call.max_tokens < 500.5",
        "budget.left < 0.5",
        "key.team in ['a', 'search']",
        "'ops' in claims.groups",
        "!('x' in claims.groups)",
        "'sub' in claims",
        "'x-tier' in headers && !('x-other' in headers)",
        "headers['x-tier'] == 'gold'",
        "has(claims.sub) && !has(claims.other) && !has(claims.realm.b)",
        "claims != null && null != claims",
        "0.0 == -0.0 && !(-0.0 < 0.0) && -0.0 >= 0.0",
        "!(0.0 / 0.0 > 0.9) && !(0.0 / 0.0 < 0.9) && !(0.0 / 0.0 >= 0.0 / 0.0)",
        "'\u212A\u017F\u00DF'.lowerAscii() == '\u212A\u017F\u00DF'",
        "'\u212A\u017F\u00DFz'.upperAscii() == '\u212A\u017F\u00DFZ'",
        "double('-1.5e3') == -1500.0 && int('-12') == -12",
        "has(headers['x-tier'])",
        "claims.realm.roles[1] == 'b'",
        "claims['sub'].startsWith('al') && claims.sub.endsWith('ce') && claims.sub.contains('lic')",
        "claims.sub.matches('^a.*e$')",
        "key.team.upperAscii() == 'SEARCH' && 'A'.lowerAscii() == 'a'",
        "size(claims.groups) == 2 && key.team.size() == 6",
        "claims.groups.exists(g, g == 'dev' && call.stream)",
        "claims.groups.all(g, g.size() == 3)",
        "claims.level + 1 == 4 && 7 / 2 == 3 && 7 % 4 == 3 && 2 * 3 - 1 == 5",
        "-claims.level == -3 && - -1 == 1",
        "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9",
        "claims.ratio * 2.0 == 1.0 && claims.level == 3.0",
        "double(claims.level) / 2.0 == 1.5 && int('12') == 12 && string(12) == '12'",
        "key.team + '-' + claims.sub == 'search-alice'",
        "claims.nothing == null && claims.sub != null",
        "(claims.admin ? 'a' : 'b') == 'b'",
        "time.getDayOfWeek() == 0 && time.getDayOfWeek('Europe/Helsinki') == 1",
        "time.getHours() == 22 && time.getHours('Europe/Berlin') == 23 && time.getMinutes() == 30",
        "time.getFullYear() == 2026 && time.getMonth() == 11 && time.getDate() == 6",
        "time > timestamp('2026-01-01T00:00:00Z')",
        "cidr('10.0.0.0/8').containsIP(source) && !cidr('10.2.0.0/16').containsIP(source)",
        "!cidr('2001:db8::/32').containsIP(source)",
        "r'\\d' == '\\\\d' && '\\u0041' == 'A'",
        "true // a comment\n && true",
        "claims.sub == 3 || claims.sub == 'alice'",
      })
  void holds(String text) throws ExpressionException {
    assertThat(VOCABULARY.expression(text, ValueType.BOOL).holds(FACTS)).as(text).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "claims.other == 'a'|MISSING",
        "claims.realm.none|MISSING",
        "claims.groups[7]|MISSING",
        "headers['x-none'] == 'a'|MISSING",
        "claims.sub > 3|WRONG_TYPE",
        "claims.sub && true|WRONG_TYPE",
        "claims.sub.x|WRONG_TYPE",
        "claims.level.startsWith('a')|WRONG_TYPE",
        "claims.level + 0.5|WRONG_TYPE",
        "claims.sub - claims.sub|WRONG_TYPE",
        "-claims.sub|WRONG_TYPE",
        "!claims.sub|WRONG_TYPE",
        "1 / 0|DIVISION_BY_ZERO",
        "1 % (claims.level - 3)|DIVISION_BY_ZERO",
        "9223372036854775807 + claims.level|NO_NUMBER",
        "-9223372036854775807 - 1 - 1|NO_NUMBER",
        "(-9223372036854775807 - 1) / -1|NO_NUMBER",
        "int('a')|NO_NUMBER",
        "double('NaN')|NO_NUMBER",
        "double('Infinity')|NO_NUMBER",
        "double('1d')|NO_NUMBER",
        "double(' 1')|NO_NUMBER",
        "double('0x1p3')|NO_NUMBER",
        "int('+1')|NO_NUMBER",
        "int('\uff11')|NO_NUMBER",
        "has(claims.a.b)|MISSING",
        "!has(claims.ban.reason)|MISSING",
        "has(claims.sub.x)|WRONG_TYPE",
        "int(1.0 / 0.0)|NO_NUMBER",
        "claims.many.exists(x, x == 'y')|TOO_LARGE",
        "'y' in claims.many|TOO_LARGE",
        "claims.other ? 1 : 2|MISSING",
        "[claims.other]|MISSING",
        "claims.groups.all(g, g > 1)|WRONG_TYPE",
      })
  void has_no_value(String text, EvaluationError fault) throws ExpressionException {
    assertThat(value(text)).as(text).isEqualTo(fault);
  }

  @Test
  void one_side_decides_alone_whatever_the_other_lacks() throws ExpressionException {
    assertThat(value("claims.other == 'a' || call.stream")).isEqualTo(true);
    assertThat(value("claims.other == 'a' && !call.stream")).isEqualTo(false);
    assertThat(value("claims.other == 'a' && call.stream")).isEqualTo(EvaluationError.MISSING);
    assertThat(value("claims.groups.exists(g, g > 1 || g == 'ops')")).isEqualTo(true);
  }

  @Test
  void a_fact_that_is_not_there_is_missing() throws ExpressionException {
    Expression<Map<String, Object>> team = VOCABULARY.expression("key.team == 'a'", ValueType.BOOL);
    assertThat(team.value(Map.of())).isEqualTo(EvaluationError.MISSING);
    assertThat(team.holds(Map.of())).isNull();
    assertThat(VOCABULARY.expression("has(key.team)", ValueType.BOOL).holds(Map.of())).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "key.taem == 'a'|0|did you mean key.team?",
        "kay == 'a'|0|names kay, which is no fact",
        "key == 'a'|0|has key by itself",
        "body.x == 1|0|names body, which is no fact",
        "call.max_tokens == 'a'|16|between int and string",
        "call.max_tokens + 0.5 > 1.0|16|write 2.0 for 2",
        "key.team && true|9|both sides must be conditions",
        "key.team|0|must be of type bool, is of type string",
        "key.team = 'a'|9|write == to compare",
        "true & false|5|write && and",
        "1 < 2 < 3|6|join two of them with &&",
        "call.stream ? 1 : 'a'|12|both must be of one type",
        "key.team.matches('(')|17|Java's syntax",
        "key.team.matches(key.team)|9|it takes one text that stands there",
        "key.team.strip() == 'a'|9|calls strip, which is none of its functions",
        "upper(key.team) == 'a'|0|calls upper, which is no function",
        "time.getHours('Mars/Olympus') == 1|5|name of a time zone",
        "cidr('10.0.0.1/8').containsIP(source)|0|address and the bits",
        "headers['X-Tier'] == 'a'|8|in upper case",
        "headers[key.team] == 'a'|12|must name what it asks of headers",
        "size(headers) == 1|5|names headers by itself",
        "claims.groups.exists(g, claims.groups.exists(h, h == g))|38|let one exists or all stand in"
            + " no other",
        "true true|5|where it should end",
        "(true|5|close what stands in parentheses",
        "true &&|7|write a value there",
        "'a|0|close it with",
        "'\\q' == 'a'|1|escape that means nothing",
        "99999999999999999999 == 1|0|write a smaller one",
        "0x10 == 1|1|numbers are decimal",
        "{'a': 1} == 1|0|maps and messages are not made here",
        "has(key) == true|0|write has(claims.name)",
      })
  void is_refused_with_its_place(String text, int at, String told) {
    assertThatThrownBy(() -> VOCABULARY.expression(text, ValueType.BOOL))
        .isInstanceOfSatisfying(
            ExpressionException.class,
            e -> {
              assertThat(e.at()).as(e.getMessage()).isEqualTo(at);
              assertThat(e.getMessage() + ": " + e.remedy())
                  .contains(told == null ? "pattern" : told);
            });
  }

  @Test
  void length_and_depth_are_bounded() {
    String deep = "(".repeat(40) + "true" + ")".repeat(40);
    String lists = "[".repeat(1_000) + "]".repeat(1_000);
    String nots = "!".repeat(1_000) + "true";
    String minuses = "-".repeat(1_000) + "1 == 1";
    for (String text : List.of(deep, lists, nots, minuses, "true || ".repeat(300) + "true")) {
      assertThatThrownBy(() -> VOCABULARY.expression(text, ValueType.BOOL))
          .isInstanceOf(ExpressionException.class);
    }
  }

  @Test
  void a_long_flat_expression_is_evaluated() throws ExpressionException {
    String text = "false || ".repeat(200) + "true";
    assertThat(value(text)).isEqualTo(true);
  }

  @Test
  void a_pattern_that_would_match_for_ever_gives_up() throws ExpressionException {
    assertThat(matched("^a+$", "a".repeat(1_024))).isEqualTo(true);
    assertThat(matched("^(a|a)*$", "a".repeat(1_000))).isEqualTo(true);
    for (String endless : List.of("^(a+)+$", "(a*)*b", "(a?){20}b", "(.*a){12}b")) {
      assertThat(matched(endless, "a".repeat(1_000) + "!"))
          .as(endless)
          .isEqualTo(EvaluationError.TOO_LARGE);
    }
    assertThat(matched("a", "a".repeat(1_025))).isEqualTo(EvaluationError.TOO_LARGE);
  }

  private static @Nullable Object matched(String pattern, String team) throws ExpressionException {
    var facts = new HashMap<>(FACTS);
    facts.put("team", team);
    String text = "key.team.matches('" + pattern + "')";
    return VOCABULARY.expression(text, ValueType.BOOL).value(facts);
  }

  @Test
  void what_is_done_for_each_element_is_bounded() throws ExpressionException {
    var claims = new HashMap<>(claims());
    var numbers = new ArrayList<Object>();
    for (int i = 0; i < 1_000; i++) {
      numbers.add("n" + i);
    }
    claims.put("a", numbers);
    claims.put("b", new ArrayList<>(numbers.reversed()));
    claims.put("deep", Collections.nCopies(900, numbers));
    claims.put("deeper", new ArrayList<>(Collections.nCopies(900, new ArrayList<>(numbers))));
    claims.put("long", "a".repeat(12_000));
    var facts = new HashMap<>(FACTS);
    facts.put("claims", claims);
    facts.put("headers", Map.of("x-a", "a".repeat(4_096)));
    for (String text :
        List.of(
            "claims.a.all(x, x in claims.b)",
            "claims.a.exists(x, headers['x-a'].matches('(a?){20}b'))",
            "claims.deep == claims.deeper",
            "claims.a.exists(x, claims.long.contains(claims.long + 'b'))",
            "claims.a.exists(x, (claims.long + x).lowerAscii() == x)",
            "claims.a.exists(x, x in ["
                + String.join(",", Collections.nCopies(300, "x+'b'"))
                + "])")) {
      assertThat(VOCABULARY.expression(text, ValueType.BOOL).value(facts))
          .as(text)
          .isEqualTo(EvaluationError.TOO_LARGE);
    }
    assertThat(
            VOCABULARY
                .expression("claims.a.exists(x, x in ['n999', 'q'])", ValueType.BOOL)
                .value(facts))
        .isEqualTo(true);
  }

  @Test
  void texts_do_not_grow_without_bound() throws ExpressionException {
    var facts = new HashMap<>(FACTS);
    facts.put("team", "a".repeat(60_000));
    assertThat(VOCABULARY.expression("key.team + key.team", ValueType.STRING).value(facts))
        .isEqualTo(EvaluationError.TOO_LARGE);
  }

  @Test
  void at_most_eight_patterns_are_looked_for() {
    var nine = new ArrayList<>(Collections.nCopies(9, "key.team.matches('a')"));
    assertThatThrownBy(() -> VOCABULARY.expression(String.join(" || ", nine), ValueType.BOOL))
        .hasMessageContaining("pattern");
  }

  @Test
  void values_become_texts() throws ExpressionException {
    assertThat(VOCABULARY.expression("claims.sub", ValueType.STRING).string(FACTS))
        .isEqualTo("alice");
    assertThat(VOCABULARY.expression("claims.level", ValueType.DYNAMIC).string(FACTS))
        .isEqualTo("3");
    assertThat(VOCABULARY.expression("claims.groups", ValueType.DYNAMIC).strings(FACTS))
        .containsExactly("dev", "ops");
    assertThat(VOCABULARY.expression("claims.sub", ValueType.DYNAMIC).strings(FACTS))
        .containsExactly("alice");
    assertThat(VOCABULARY.expression("claims.realm", ValueType.DYNAMIC).strings(FACTS)).isNull();
    assertThat(VOCABULARY.expression("claims.none", ValueType.STRING).string(FACTS)).isNull();
  }

  @Test
  void it_is_known_which_headers_are_asked_for() throws ExpressionException {
    var expression =
        VOCABULARY.expression(
            "headers['x-a'] == 'a' || 'x-b' in headers || headers.x == ''", ValueType.BOOL);
    assertThat(expression.asked("headers")).containsExactlyInAnyOrder("x-a", "x-b", "x");
  }

  @Test
  void expressions_of_the_same_text_are_equal() throws ExpressionException {
    assertThat(CallCondition.parse("call.stream")).isEqualTo(CallCondition.parse("call.stream"));
    assertThat(CallCondition.parse("call.stream"))
        .isNotEqualTo(CallCondition.parse("!call.stream"));
  }
}
