package dev.sluice.dialect.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.WholeTranslation.Answer;
import dev.sluice.dialect.rule.WholeTranslation.Refused;
import dev.sluice.dialect.rule.WholeTranslation.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests, answers and errors as vendors document them, byte for byte.
class GoldenEmbeddingsTest {
  private static EmbeddingTranslation translation(ClientForm client, EmbeddingForm provider) {
    return EmbeddingTranslation.of(client, provider).orElseThrow();
  }

  private static Request translated(ClientForm client, EmbeddingForm provider, String body) {
    var result =
        translation(client, provider)
            .request(body.getBytes(UTF_8), "x", false, HeapMeter.unbounded());
    assertThat(result).isInstanceOf(Request.class);
    return (Request) result;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          EMBEDDINGS | GEMINI | {"model":"m","input":"a"} | {"requests":[{"model":"models/x","content":{"parts":[{"text":"a"}]}}]} | ``
          EMBEDDINGS | GEMINI | {"model":"m","input":["a","b"],"dimensions":8,"user":"u"} | {"requests":[{"model":"models/x","content":{"parts":[{"text":"a"}]},"outputDimensionality":8},{"model":"models/x","content":{"parts":[{"text":"b"}]},"outputDimensionality":8}]} | user
          EMBEDDINGS | GEMINI | {"model":"m","input":"a","input_type":"search_query","encoding_format":"base64"} | {"requests":[{"model":"models/x","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY"}]} | ``
          EMBEDDINGS | GEMINI | {"model":"m","input":"a","input_type":null,"truncation":false} | {"requests":[{"model":"models/x","content":{"parts":[{"text":"a"}]}}]} | truncation
          EMBEDDINGS | VERTEX | {"model":"m","input":["a","b"],"dimensions":8,"input_type":"search_query"} | {"instances":[{"content":"a","task_type":"RETRIEVAL_QUERY"},{"content":"b","task_type":"RETRIEVAL_QUERY"}],"parameters":{"autoTruncate":false,"outputDimensionality":8}} | ``
          EMBEDDINGS | GEMINI_CONTENT | {"model":"m","input":"a","dimensions":8} | {"content":{"parts":[{"text":"a"}]},"embedContentConfig":{"autoTruncate":false,"outputDimensionality":8}} | ``
          EMBED_CONTENT | VERTEX | {"content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_DOCUMENT","title":"t"} | {"instances":[{"content":"a","task_type":"RETRIEVAL_DOCUMENT","title":"t"}],"parameters":{"autoTruncate":true}} | ``
          PREDICT | OPENAI | {"instances":[{"content":"a","task_type":"RETRIEVAL_QUERY"},{"content":"b","task_type":"RETRIEVAL_QUERY"}],"parameters":{"outputDimensionality":4,"autoTruncate":false}} | {"model":"x","input":["a","b"],"dimensions":4,"encoding_format":"float"} | instances[0].task_type
          EMBEDDINGS | MISTRAL | {"model":"m","input":"a","dimensions":8,"metadata":{"a":1.0}} | {"model":"x","input":["a"],"output_dimension":8,"metadata":{"a":1.0}} | ``
          EMBEDDINGS | MISTRAL | {"model":"m","input":"a","output_dtype":"int8","encoding_format":"base64"} | {"model":"x","input":["a"],"output_dtype":"int8","encoding_format":"base64"} | ``
          EMBEDDINGS | VOYAGE | {"model":"m","input":"a","encoding_format":"float"} | {"model":"x","input":["a"],"truncation":false} | ``
          EMBEDDINGS | VOYAGE | {"model":"m","input":["a"],"input_type":"query","truncation":true,"output_dimension":4} | {"model":"x","input":["a"],"output_dimension":4,"input_type":"query","truncation":true} | ``
          EMBEDDINGS | VOYAGE | {"model":"m","input":["a"],"input_type":"clustering"} | {"model":"x","input":["a"],"truncation":false} | input_type
          EMBEDDINGS | COHERE | {"model":"m","input":"a"} | {"model":"x","texts":["a"],"input_type":"search_document","embedding_types":["float"],"truncate":"NONE"} | input_type
          EMBEDDINGS | COHERE | {"model":"m","input":"a","input_type":"query","encoding_format":"base64","dimensions":4} | {"model":"x","texts":["a"],"input_type":"search_query","embedding_types":["base64"],"output_dimension":4,"truncate":"NONE"} | ``
          EMBEDDINGS | COHERE_AT_BEDROCK | {"model":"m","input":["a","b"],"input_type":"search_query","encoding_format":"base64"} | {"texts":["a","b"],"input_type":"search_query","embedding_types":["float"],"truncate":"NONE"} | ``
          COHERE_EMBED | COHERE_AT_BEDROCK | {"model":"m","texts":["a"],"input_type":"search_document","embedding_types":["int8"],"output_dimension":512} | {"texts":["a"],"input_type":"search_document","embedding_types":["int8"],"output_dimension":512,"truncate":"END"} | ``
          EMBEDDINGS | TITAN | {"model":"m","input":"a","dimensions":256} | {"inputText":"a","dimensions":256} | ``
          EMBEDDINGS | TITAN | {"model":"m","input":["a"],"input_type":"search_query","user":"u"} | {"inputText":"a"} | input_type,user
          EMBED_CONTENT | TITAN | {"content":{"parts":[{"text":"a"}]},"title":"t"} | {"inputText":"a"} | title
          EMBED_CONTENT | OPENAI | {"content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":4} | {"model":"x","input":["a"],"dimensions":4,"encoding_format":"float"} | taskType
          BATCH_EMBED_CONTENTS | OPENAI | {"requests":[{"model":"models/m","content":{"role":"user","parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]} | {"model":"x","input":["a","b"],"encoding_format":"float"} | ``
          EMBED_CONTENT | OPENAI | {"content":{"parts":[{"text":"a"}]},"outputDimensionality":4,"taskType":"CLUSTERING","embedContentConfig":{"outputDimensionality":8,"documentOcr":true}} | {"model":"x","input":["a"],"dimensions":8,"encoding_format":"float"} | taskType,embedContentConfig.documentOcr
          BATCH_EMBED_CONTENTS | COHERE | {"requests":[{"content":{"parts":[{"text":"a"}]},"task_type":"CLUSTERING","title":"t"}]} | {"model":"x","texts":["a"],"input_type":"clustering","embedding_types":["float"],"truncate":"END"} | requests[0].title
          COHERE_EMBED | OPENAI | {"model":"m","texts":["a"],"input_type":"search_query","truncate":"END"} | {"model":"x","input":["a"],"encoding_format":"float"} | input_type,truncate
          COHERE_EMBED | GEMINI | {"model":"m","inputs":[{"content":[{"type":"text","text":"a"}]}],"input_type":"search_document","output_dimension":4} | {"requests":[{"model":"models/x","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_DOCUMENT","outputDimensionality":4}]} | ``
          COHERE_EMBED | VOYAGE | {"model":"m","texts":["a"],"input_type":"search_query","embedding_types":["int8"]} | {"model":"x","input":["a"],"output_dtype":"int8","input_type":"query","truncation":true} | ``
          """)
  void a_request(
      ClientForm client, EmbeddingForm provider, String body, String out, String dropped) {
    Request translated = translated(client, provider, body);
    assertThat(new String(translated.body(), UTF_8)).isEqualTo(out);
    assertThat(String.join(",", translated.dropped())).isEqualTo(dropped);
    assertThat(
            translation(client, provider)
                .request(body.getBytes(UTF_8), "x", true, HeapMeter.unbounded()))
        .isInstanceOf(dropped.isEmpty() ? Request.class : Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          EMBEDDINGS | GEMINI  | {"model":"m","input":[1,2]}                       | input       | list of tokens
          EMBEDDINGS | MISTRAL | {"model":"m","input":[[1],[2]]}                   | input[0]    | list of tokens
          EMBEDDINGS | COHERE  | {"model":"m","input":[1]}                         | input       | list of tokens
          EMBEDDINGS | GEMINI  | {"model":"m","input":[]}                          | input       | nothing in it
          EMBEDDINGS | GEMINI  | {"model":"m","input":["a"],"output_dtype":"int8"} | output_dtype| floats alone
          EMBEDDINGS | GEMINI  | {"model":"m","input":["a"],"dimensions":"many"}   | dimensions  | whole number
          EMBEDDINGS | GEMINI  | {"model":"m","input":["a"],"input_type":"poem"}   | input_type  | does not know
          EMBEDDINGS | TITAN   | {"model":"m","input":["a","b"]}                   | input       | at most 1 in a call
          EMBEDDINGS | TITAN   | {"model":"m","input":["a"],"output_dtype":"binary"} | output_dtype | floats alone
          EMBEDDINGS | GEMINI  | {"model":"m","input":["a",{}]}                    | input[1]    | string or a list
          EMBED_CONTENT | OPENAI | {"content":{"parts":[{"text":"a"},{"text":"b"}]}} | content   | 2 parts
          EMBED_CONTENT | OPENAI | {"content":{"parts":[{"inlineData":{}}]}}       | content.parts[0] | no text
          EMBED_CONTENT | OPENAI | {"content":{}}                                  | content     | 0 parts
          BATCH_EMBED_CONTENTS | OPENAI | {"requests":[]}                          | requests    | nothing in it
          BATCH_EMBED_CONTENTS | OPENAI | {"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"a"}]},"outputDimensionality":3}]} | requests[1] | another vector
          COHERE_EMBED | OPENAI | {"model":"m","images":["data:"]}                 | images      | texts alone
          COHERE_EMBED | OPENAI | {"model":"m","texts":["a"],"embedding_types":["float","int8"]} | embedding_types | several
          COHERE_EMBED | OPENAI | {"model":"m","texts":["a"],"embedding_types":["binary"]} | embedding_types[0] | floats alone
          """)
  void what_would_be_another_vector_is_refused(
      ClientForm client, EmbeddingForm provider, String body, String path, String why) {
    var result =
        translation(client, provider)
            .request(body.getBytes(UTF_8), "x", false, HeapMeter.unbounded());
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(((Refused) result).path()).isEqualTo(path);
    assertThat(((Refused) result).why()).contains(why);
  }

  @Test
  void more_inputs_than_a_call_may_have_are_refused() {
    String body = "{\"model\":\"m\",\"input\":[" + "\"a\",".repeat(100) + "\"a\"]}";
    var result =
        translation(ClientForm.EMBEDDINGS, EmbeddingForm.GEMINI)
            .request(body.getBytes(UTF_8), "x", false, HeapMeter.unbounded());
    assertThat(((Refused) result).why()).contains("101 inputs", "at most 100");
  }

  private static String answer(
      ClientForm client, EmbeddingForm provider, String request, String answer) {
    var whole =
        translated(client, provider, request)
            .answers()
            .of(answer.getBytes(UTF_8), 9, HeapMeter.unbounded());
    assertThat(whole).isInstanceOf(Answer.Whole.class);
    return new String(((Answer.Whole) whole).body(), UTF_8);
  }

  @Test
  void an_answer_of_geminis_is_one_of_openais_with_estimated_tokens() {
    String gemini = "{\"embeddings\": [{\"values\": [1.50, -2e-3]}, {\"values\": [3]}]}";
    assertThat(answer(ClientForm.EMBEDDINGS, EmbeddingForm.GEMINI, two(""), gemini))
        .isEqualTo(
            "{\"id\":\"798fb83c-0c56-32dc-aa25-e709f12d7a1e\",\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[1.50,"
                + " -2e-3]},{\"object\":\"embedding\",\"index\":1,\"embedding\":[3]}],"
                + "\"model\":\"x\",\"usage\":{\"prompt_tokens\":9,\"total_tokens\":9}}");
    String told = gemini.replaceFirst("}$", ",\"usageMetadata\":{\"promptTokenCount\":4}}");
    assertThat(answer(ClientForm.EMBEDDINGS, EmbeddingForm.GEMINI, two(""), told))
        .contains("\"prompt_tokens\":4,");
    String base64 = two(",\"encoding_format\":\"base64\"");
    assertThat(answer(ClientForm.EMBEDDINGS, EmbeddingForm.GEMINI, base64, gemini))
        .contains("\"embedding\":\"AADAP28SA7s=\"", "\"embedding\":\"AABAQA==\"");
  }

  @Test
  void answers_of_titan_and_of_cohere_at_bedrock_are_openais() {
    String titan =
        "{\"embedding\":[1.50, -2e-3],\"embeddingsByType\":{\"float\":[1.50, -2e-3]},"
            + "\"inputTextTokenCount\":4}";
    assertThat(answer(ClientForm.EMBEDDINGS, EmbeddingForm.TITAN, one(), titan))
        .contains("\"embedding\":[1.50, -2e-3]", "\"prompt_tokens\":4,");
    String cohere =
        "{\"id\":\"i\",\"texts\":[\"a\",\"b\"],\"embeddings\":{\"float\":[[1.50],[3]]},"
            + "\"response_type\":\"embeddings_by_type\"}";
    assertThat(
            answer(
                ClientForm.EMBEDDINGS,
                EmbeddingForm.COHERE_AT_BEDROCK,
                two(",\"encoding_format\":\"base64\""),
                cohere))
        .contains("\"embedding\":\"AADAPw==\"", "\"embedding\":\"AABAQA==\"");
  }

  private static String one() {
    return "{\"model\":\"m\",\"input\":\"a\"}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                           | {"embeddings":{"float":[[1],null]}}
          ``                           | {"embeddings":{"float":[1,[1],[2]]}}
          ``                           | {"embeddings":{"float":[[1],[]]}}
          ,"encoding_format":"base64"  | {"embeddings":{"base64":["AACAPw==",null]}}
          ,"encoding_format":"base64"  | {"embeddings":{"base64":["AACAPw==",1]}}
          ,"encoding_format":"base64"  | {"embeddings":{"base64":["AACAPw==",""]}}
          """)
  void an_answer_of_coheres_in_which_a_vector_is_missing_is_broken(String more, String answer) {
    var translated = translated(ClientForm.EMBEDDINGS, EmbeddingForm.COHERE, two(more));
    assertThat(translated.answers().of(answer.getBytes(UTF_8), 9, HeapMeter.unbounded()))
        .isInstanceOf(Answer.Broken.class);
  }

  private static String two(String more) {
    return "{\"model\":\"m\",\"input\":[\"a\",\"b\"]" + more + "}";
  }

  @Test
  void an_answer_of_openais_is_one_of_geminis_in_the_order_of_the_inputs() {
    String openAi =
        "{\"data\":[{\"index\":1,\"embedding\":[2.0]},{\"index\":0,\"embedding\":[1]}],"
            + "\"model\":\"y\",\"usage\":{\"prompt_tokens\":3}}";
    String batch =
        "{\"requests\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}},"
            + "{\"content\":{\"parts\":[{\"text\":\"b\"}]}}]}";
    assertThat(answer(ClientForm.BATCH_EMBED_CONTENTS, EmbeddingForm.OPENAI, batch, openAi))
        .isEqualTo(
            "{\"embeddings\":[{\"values\":[1]},{\"values\":[2.0]}],"
                + "\"usageMetadata\":{\"promptTokenCount\":3}}");
    String one = "{\"content\":{\"parts\":[{\"text\":\"a\"}]}}";
    assertThat(
            answer(
                ClientForm.EMBED_CONTENT,
                EmbeddingForm.OPENAI,
                one,
                "{\"data\":[{\"embedding\":[1]}]}"))
        .isEqualTo("{\"embedding\":{\"values\":[1]}}");
  }

  @Test
  void an_answer_of_vertexs_and_one_for_it() {
    String vertex =
        "{\"predictions\":[{\"embeddings\":{\"values\":[1.0,2],\"statistics\":{\"token_count\":2}}},"
            + "{\"embeddings\":{\"values\":[3,4],\"statistics\":{\"token_count\":3}}}]}";
    assertThat(answer(ClientForm.EMBEDDINGS, EmbeddingForm.VERTEX, two(""), vertex))
        .contains("\"embedding\":[1.0,2]}", "\"embedding\":[3,4]}", "\"prompt_tokens\":5");
    String asked = "{\"instances\":[{\"content\":\"a\"},{\"content\":\"b\"}]}";
    String openAi =
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[2]}],"
            + "\"usage\":{\"prompt_tokens\":3}}";
    assertThat(answer(ClientForm.PREDICT, EmbeddingForm.OPENAI, asked, openAi))
        .isEqualTo(
            "{\"predictions\":[{\"embeddings\":{\"values\":[1],\"statistics\":{\"token_count\":3}}},"
                + "{\"embeddings\":{\"values\":[2],\"statistics\":{\"token_count\":0}}}]}");
  }

  @Test
  void an_answer_of_coheres_and_one_for_it() {
    String cohere =
        "{\"id\":\"i\",\"embeddings\":{\"float\":[[1.0,2],[3,4]]},\"texts\":[\"a\",\"b\"],"
            + "\"meta\":{\"billed_units\":{\"input_tokens\":2}}}";
    assertThat(answer(ClientForm.EMBEDDINGS, EmbeddingForm.COHERE, two(""), cohere))
        .contains("\"embedding\":[1.0,2]}", "\"embedding\":[3,4]}", "\"prompt_tokens\":2");
    String int8 = two(",\"output_dtype\":\"int8\",\"encoding_format\":\"base64\"");
    assertThat(
            answer(
                ClientForm.EMBEDDINGS,
                EmbeddingForm.COHERE,
                int8,
                "{\"embeddings\":{\"int8\":[[-1,2],[3,4]]}}"))
        .contains("\"embedding\":\"/wI=\"", "\"embedding\":\"AwQ=\"");
    String asked = "{\"model\":\"m\",\"texts\":[\"a\"],\"embedding_types\":[\"base64\"]}";
    assertThat(
            answer(
                ClientForm.COHERE_EMBED,
                EmbeddingForm.OPENAI,
                asked,
                "{\"data\":[{\"index\":0,\"embedding\":\"AACAPw==\"}],\"usage\":{\"prompt_tokens\":1}}"))
        .contains(
            "\"response_type\":\"embeddings_by_type\",\"embeddings\":{\"base64\":[\"AACAPw==\"]}",
            "\"billed_units\":{\"input_tokens\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          OPENAI | {"data":[{"index":0,"embedding":[1]}]}
          OPENAI | {"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}]}
          OPENAI | {"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[2]}]}
          OPENAI | {"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[ ]}]}
          OPENAI | {"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":null}]}
          OPENAI | {"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":"AACAPw=="}]}
          OPENAI | {"data":[{"index":0,"embedding":[1]},{"index":"one","embedding":[2]}]}
          OPENAI | {"data":[{"index":0,
          COHERE | {"embeddings":{"float":[[1]]}}
          COHERE | {"embeddings":{"float":[[1],[]]}}
          COHERE | {"embeddings":{"int8":[[1],[2]]}}
          """)
  void an_answer_without_a_vector_for_each_input_is_none(EmbeddingForm provider, String answer) {
    Request asked =
        translated(
            ClientForm.BATCH_EMBED_CONTENTS,
            provider,
            "{\"requests\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}},"
                + "{\"content\":{\"parts\":[{\"text\":\"b\"}]}}]}");
    assertThat(asked.answers().of(answer.getBytes(UTF_8), 1, HeapMeter.unbounded()))
        .isInstanceOf(Answer.Broken.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          EMBEDDINGS    | GEMINI | 400 | {"error":{"code":400,"message":"no","status":"INVALID_ARGUMENT"}} | 400 | {"error":{"message":"no","type":"invalid_request_error","param":null,"code":null}}
          EMBEDDINGS    | VOYAGE | 400 | {"detail":"no"}   | 400 | {"error":{"message":"no","type":"invalid_request_error","param":null,"code":null}}
          EMBEDDINGS    | COHERE | 404 | {"message":"no"}  | 404 | {"error":{"message":"no","type":"invalid_request_error","param":null,"code":"model_not_found"}}
          EMBED_CONTENT | MISTRAL| 422 | {"object":"error","message":"no","type":"invalid"} | 400 | {"error":{"code":400,"message":"no","status":"INVALID_ARGUMENT"}}
          COHERE_EMBED  | OPENAI | 413 | {"error":{"message":"no"}} | 413 | {"message":"no"}
          """)
  void an_error_is_in_the_clients_words(
      ClientForm client, EmbeddingForm provider, int status, String body, int as, String out) {
    EmbeddingTranslation translation = translation(client, provider);
    var fault = translation.fault(status, body.getBytes(UTF_8));
    assertThat(translation.errorBody(fault)).isEqualTo(out);
    assertThat(translation.status(fault)).isEqualTo(as);
  }
}
