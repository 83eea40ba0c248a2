package dev.sluice.dialect.rerank;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.WholeTranslation.Answer;
import dev.sluice.dialect.rule.WholeTranslation.Refused;
import dev.sluice.dialect.rule.WholeTranslation.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reranks between all forms, byte for byte.
class GoldenRerankTest {
  private static final String TWO =
      "{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\",\"b\"]%s}";

  private static Request translated(RerankClient client, RerankForm provider, String body) {
    var result =
        RerankTranslation.of(client, provider)
            .orElseThrow()
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
          RERANK | COHERE | {"model":"m","query":"q","documents":["a",{"text":"b"}],"top_n":1} | {"model":"x","query":"q","documents":["a","b"],"top_n":1} | ``
          RERANK | COHERE | {"model":"m","query":"q","documents":["a"],"top_k":2,"truncation":false} | {"model":"x","query":"q","documents":["a"],"top_n":2} | truncation
          RERANK | COHERE | {"model":"m","query":"q","documents":["a"],"max_tokens_per_doc":9,"zz":1} | {"model":"x","query":"q","documents":["a"],"max_tokens_per_doc":9} | zz
          RERANK | VOYAGE | {"model":"m","query":"q","documents":["a"],"top_n":1,"return_documents":true} | {"model":"x","query":"q","documents":["a"],"top_k":1,"return_documents":false} | ``
          RERANK | VOYAGE | {"model":"m","query":"q","documents":["a"],"top_k":null,"truncation":true} | {"model":"x","query":"q","documents":["a"],"return_documents":false,"truncation":true} | ``
          RERANK | NIM    | {"model":"m","query":{"text":"q"},"documents":["a"],"top_n":1,"truncation":true} | {"model":"x","query":{"text":"q"},"passages":[{"text":"a"}],"truncate":"END"} | ``
          COHERE_RERANK | JINA   | {"model":"m","query":"q","documents":["a"],"top_n":3,"max_tokens_per_doc":9} | {"model":"x","query":"q","documents":["a"],"top_n":3,"return_documents":false} | max_tokens_per_doc
          COHERE_RERANK | VOYAGE | {"model":"m","query":"q","documents":["a"],"priority":1} | {"model":"x","query":"q","documents":["a"],"return_documents":false} | priority
          COHERE_RERANK | NIM    | {"model":"m","query":"\\"é","documents":["a"]} | {"model":"x","query":{"text":"\\"é"},"passages":[{"text":"a"}]} | ``
          NIM_RANKING | COHERE | {"model":"m","query":{"text":"q"},"passages":[{"text":"a"}],"truncate":"NONE"} | {"model":"x","query":"q","documents":["a"]} | truncate
          NIM_RANKING | JINA   | {"model":"m","query":{"text":"q"},"passages":[{"text":"a"}],"truncate":"END"} | {"model":"x","query":"q","documents":["a"],"return_documents":false} | ``
          NIM_RANKING | JINA   | {"model":"m","query":{"text":"q"},"passages":[{"text":"a"}],"truncate":"NONE"} | {"model":"x","query":"q","documents":["a"],"return_documents":false} | truncate
          """)
  void a_request_is_what_its_provider_documents(
      RerankClient client, RerankForm provider, String body, String expected, String dropped) {
    Request request = translated(client, provider, body);
    assertThat(new String(request.body(), UTF_8)).isEqualTo(expected);
    assertThat(String.join(",", request.dropped())).isEqualTo(dropped);
    assertThat(
            RerankTranslation.of(client, provider)
                .orElseThrow()
                .request(body.getBytes(UTF_8), "x", true, HeapMeter.unbounded()))
        .isInstanceOf(dropped.isEmpty() ? Request.class : Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"model":"m","query":"q","documents":[]}                    | documents          | nothing in it
          {"model":"m","query":"q"}                                   | documents          | nothing in it
          {"model":"m","documents":["a"]}                             | query              | is missing
          {"model":"m","query":"q","documents":["a",7]}               | documents[1]       | takes texts
          {"model":"m","query":"q","documents":[{"image":"data:"}]}   | documents[0]       | takes texts
          {"model":"m","query":"q","documents":[{"text":"a","image":"b"}]} | documents[0]  | takes texts
          {"model":"m","query":"q","documents":["a"],"top_n":0}       | top_n              | 1 or more
          {"model":"m","query":"q","documents":["a"],"top_n":"2.5"}   | top_n              | 1 or more
          {"model":"m","query":"q","documents":["a"],"truncation":1}  | truncation         | true or false
          """)
  void what_cannot_be_carried_is_refused_by_its_path(String body, String path, String why) {
    var result =
        RerankTranslation.of(RerankClient.RERANK, RerankForm.COHERE)
            .orElseThrow()
            .request(body.getBytes(UTF_8), "x", false, HeapMeter.unbounded());
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(((Refused) result).path()).isEqualTo(path);
    assertThat(((Refused) result).why()).contains(why);
  }

  private static Answer answer(
      RerankClient client, RerankForm provider, String more, String answer) {
    String body =
        client == RerankClient.NIM_RANKING
            ? "{\"model\":\"m\",\"query\":{\"text\":\"q\"},\"passages\":[{\"text\":\"a\"},{\"text\":\"b\"}]}"
            : TWO.formatted(more);
    return translated(client, provider, body)
        .answers()
        .of(answer.getBytes(UTF_8), 77, HeapMeter.unbounded());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          COHERE_RERANK | JINA   | ``  | {"model":"j","results":[{"index":1,"relevance_score":0.90},{"index":0,"relevance_score":-1e-3}],"usage":{"total_tokens":5}} | "results":[{"index":1,"relevance_score":0.90},{"index":0,"relevance_score":-1e-3}],"meta":{"api_version":{"version":"2"},"billed_units":{"search_units":1}}}
          COHERE_RERANK | VOYAGE | ``  | {"data":[{"index":0,"relevance_score":0.5}],"usage":{"total_tokens":5}} | "results":[{"index":0,"relevance_score":0.5}],"meta"
          COHERE_RERANK | NIM    | ,"top_n":1 | {"rankings":[{"index":1,"logit":4.5},{"index":0,"logit":-9}]} | "results":[{"index":1,"relevance_score":4.5}],"meta"
          RERANK | COHERE | ``         | {"id":"i","results":[{"index":1,"relevance_score":0.9}],"meta":{"billed_units":{"search_units":3}}} | "object":"list","model":"x","results":[{"index":1,"relevance_score":0.9,"document":{"text":"b"}}],"usage":{"total_tokens":77},"meta":{"api_version":{"version":"1"},"billed_units":{"search_units":3}}}
          RERANK | COHERE | ,"return_documents":false | {"results":[{"index":1,"relevance_score":0.9}]} | "results":[{"index":1,"relevance_score":0.9}],"usage"
          RERANK | COHERE | ,"return_documents":null | {"results":[{"index":1,"relevance_score":0.9}]} | {"index":1,"relevance_score":0.9,"document":{"text":"b"}}
          RERANK | COHERE | ,"return_documents":true | {"results":[{"index":1,"relevance_score":0.9}],"meta":{"billed_units":{"search_units":3}}} | {"index":1,"relevance_score":0.9,"document":{"text":"b"}}
          RERANK | COHERE | ,"top_k":2 | {"results":[{"index":1,"relevance_score":0.9}],"meta":{"billed_units":{"search_units":3}}} | "data":[{"index":1,"relevance_score":0.9}],"usage":{"total_tokens":77}}
          RERANK | VOYAGE | ,"top_k":2,"return_documents":true | {"data":[{"index":0,"relevance_score":1}],"model":"rerank-2","usage":{"total_tokens":5}} | "model":"rerank-2","data":[{"index":0,"relevance_score":1,"document":"a"}],"usage":{"total_tokens":5}}
          RERANK | NIM    | ``         | {"rankings":[{"index":1,"logit":4.5}],"usage":{"prompt_tokens":8,"total_tokens":8}} | "results":[{"index":1,"relevance_score":4.5,"document":{"text":"b"}}],"usage":{"total_tokens":8}
          NIM_RANKING | COHERE | ``    | {"results":[{"index":1,"relevance_score":0.9}]} | {"rankings":[{"index":1,"logit":0.9}],"usage":{"prompt_tokens":77,"total_tokens":77}}
          """)
  void an_answer_is_what_its_client_reads(
      RerankClient client, RerankForm provider, String more, String answer, String expected) {
    Answer whole = answer(client, provider, more, answer);
    assertThat(whole).isInstanceOf(Answer.Whole.class);
    assertThat(new String(((Answer.Whole) whole).body(), UTF_8)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "<html>",
        "{\"results\":{}}",
        "{\"results\":[{\"index\":2,\"relevance_score\":1}]}",
        "{\"results\":[{\"index\":-1,\"relevance_score\":1}]}",
        "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":0,\"relevance_score\":2}]}",
        "{\"results\":[{\"index\":0,\"relevance_score\":\"1\"}]}",
        "{\"results\":[{\"relevance_score\":1}]}",
        "{\"results\":[{\"index\":0}]}"
      })
  void an_order_that_contradicts_the_request_is_broken(String answer) {
    assertThat(answer(RerankClient.COHERE_RERANK, RerankForm.JINA, "", answer))
        .isInstanceOf(Answer.Broken.class);
  }

  @Test
  void a_request_in_the_providers_own_form_passes_as_it_is() {
    assertThat(RerankTranslation.of(RerankClient.RERANK, RerankForm.JINA)).isEmpty();
    assertThat(RerankTranslation.of(RerankClient.COHERE_RERANK, RerankForm.COHERE)).isEmpty();
    assertThat(RerankTranslation.of(RerankClient.RERANK, RerankForm.VOYAGE)).isPresent();
  }

  @Test
  void documents_that_the_answer_is_to_have_are_counted() {
    assertThat(
            translated(RerankClient.RERANK, RerankForm.COHERE, TWO.formatted(",\"top_k\":1"))
                .held())
        .isZero();
    String returned = TWO.formatted(",\"return_documents\":true");
    assertThat(translated(RerankClient.RERANK, RerankForm.COHERE, returned).held()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          COHERE_RERANK | VOYAGE | 400 | {"detail":"no such model"} | 400 | {"message":"no such model"}
          RERANK        | COHERE | 429 | {"message":"slow down"}    | 429 | slow down
          """)
  void an_error_is_told_in_the_clients_words(
      RerankClient client,
      RerankForm provider,
      int status,
      String body,
      int expected,
      String words) {
    var translation = RerankTranslation.of(client, provider).orElseThrow();
    var fault = translation.fault(status, body.getBytes(UTF_8));
    assertThat(translation.status(fault)).isEqualTo(expected);
    assertThat(translation.errorBody(fault)).contains(words);
  }
}
