package dev.sluice.sim.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode sample(String schema) throws IOException {
    return JSON.readTree(Sample.of(JSON.readTree(schema)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'integer'}                              | 7",
        "{'type':'integer','minimum':12}                 | 12",
        "{'type':'number','maximum':2}                   | 2.5",
        "{'type':'boolean'}                              | true",
        "{'type':'null'}                                 | null",
        "{'type':['null','string']}                      | null",
        "{'enum':['b','a']}                              | 'b'",
        "{'const':{'a':1}}                               | {'a':1}",
        "{'anyOf':[{'const':1},{'const':2}]}             | 1",
        "{'type':'string','format':'date'}               | '2026-01-31'",
        "{'type':'array','items':{'const':0},'minItems':3} | [0,0,0]",
        "{'properties':{'a':{'const':1},'b':{'const':2}}} | {'a':1,'b':2}",
        "{'$defs':{'x':{'const':3}},'properties':{'a':{'$ref':'#/$defs/x'}}} | {'a':3}"
      })
  void values_fit_their_schema(String schema, String value) throws IOException {
    assertThat(sample(schema.replace('\'', '"')))
        .isEqualTo(JSON.readTree(value.replace('\'', '"')));
  }

  @Test
  void a_schema_that_holds_itself_ends() throws IOException {
    assertThat(sample("{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}}}").isObject())
        .isTrue();
    assertThat(sample("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}").isArray()).isTrue();
    assertThat(sample("{\"$ref\":\"#\"}").isTextual()).isTrue();
  }
}
