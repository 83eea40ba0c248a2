package dev.sluice.server.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScimFilterTest {
  private final ObjectNode ada = resource();

  private static ObjectNode resource() {
    try {
      return ScimJson.read(
          """
          {"id": "7", "userName": "Ada@Example.com", "externalId": "Ex7", "active": true,
           "name": {"familyName": "Lovelace"},
           "emails": [{"value": "ada@work.example", "type": "work", "primary": true},
                      {"value": "ada@home.example", "type": "home"}],
           "groups": [{"value": "g1"}],
           "meta": {"lastModified": "2026-11-30T10:00:00Z", "resourceType": "User"}}
          """);
    } catch (ScimProblem e) {
      throw new AssertionError(e);
    }
  }

  private static ScimFilter filter(String text) throws ScimProblem {
    return FilterParser.filter(ResourceKind.USER, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userName eq \"ada@example.com\"",
        "USERNAME Eq \"ADA@EXAMPLE.COM\"",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"ada\"",
        "externalId eq \"Ex7\"",
        "id eq \"7\" and active eq true",
        "active eq \"True\"",
        "name.familyName co \"love\"",
        "emails eq \"ada@home.example\"",
        "emails.type eq \"work\"",
        "emails[type eq \"work\" and value ew \".example\"]",
        "emails[type eq \"work\" and (value co \"x\" or primary eq true)]",
        "not (userName eq \"bob\")",
        "userName ne \"bob\"",
        "emails pr and not (name.givenName pr)",
        "displayName eq null",
        "groups eq \"g1\" or userName eq \"x\"",
        "userName eq \"x\" and userName eq \"y\" or id eq \"7\"",
        "meta.lastModified gt \"2026-11-30T11:59:59+02:00\"",
        "meta.lastModified le \"2026-11-30T10:00:00.000Z\""
      })
  void holds(String text) throws ScimProblem {
    assertThat(filter(text).matches(ada)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "externalId eq \"ex7\"",
        "userName eq \"\"",
        "active eq false",
        "active gt false",
        "emails[type eq \"work\" and value eq \"ada@home.example\"]",
        "manager eq \"7\"",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr",
        "nickName pr",
        "userName eq 7",
        "meta.lastModified gt \"yesterday\"",
        "userName eq \"x' or '1'='1\"",
        "userName eq \"x\\\" or userName pr or userName eq \\\"\""
      })
  void fails(String text) throws ScimProblem {
    assertThat(filter(text).matches(ada)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userName",
        "userName eq",
        "userName eq ada",
        "userName = \"ada\"",
        "userName eq \"ada",
        "userName eq 'ada'",
        "userName eq \"ada\" or",
        "userName eq \"ada\"; drop table people",
        "userName eq \"ada\" userName eq \"b\"",
        "(userName eq \"ada\"",
        "userName eq \"ada\")",
        "emails[type eq \"work\"",
        "emails[emails[type eq \"work\"]]",
        "not userName eq \"ada\"",
        "userName eq \"\\x\"",
        "userName eq \"a\u0001\"",
        "\"userName\" eq \"ada\"",
        "userName like \"ada\"",
        "userName eq 1e400",
        "userName eq --1"
      })
  void is_none(String text) {
    assertThatExceptionOfType(ScimProblem.class)
        .isThrownBy(() -> filter(text))
        .satisfies(
            why -> {
              assertThat(why.status()).isEqualTo(400);
              assertThat(why.kind()).isEqualTo(ScimProblem.Kind.FILTER);
              assertThat(why.message()).startsWith("the filter cannot be read: at character ");
            });
  }

  @Test
  void what_a_filter_may_cost_is_bounded() {
    String deep = "(".repeat(100) + "id pr" + ")".repeat(100);
    assertThatExceptionOfType(ScimProblem.class)
        .isThrownBy(() -> filter(deep))
        .withMessageContaining("nested deeper than 16");
    String wide = "id pr" + " or id pr".repeat(100);
    assertThatExceptionOfType(ScimProblem.class)
        .isThrownBy(() -> filter(wide))
        .withMessageContaining("one comparison more than 64");
    String longer = "id eq \"" + "x".repeat(3_000) + "\"";
    assertThatExceptionOfType(ScimProblem.class)
        .isThrownBy(() -> filter(longer))
        .withMessageContaining("more than 2048 characters");
  }

  @Test
  void an_attribute_that_a_resource_must_have_is_known_before_it_is_looked_at() throws ScimProblem {
    assertThat(filter("active eq true and userName eq \"ada\"").needed())
        .hasValueSatisfying(equal -> assertThat(equal.text()).isEqualTo("ada"));
    assertThat(filter("userName eq \"ada\" or id eq \"7\"").needed()).isEmpty();
    assertThat(filter("not (userName eq \"ada\")").needed()).isEmpty();
  }
}
