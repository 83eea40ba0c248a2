import dev.sluice.Answer;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;

/** What "./sluice publish --check" compiles in a project that has seen nothing of Sluice before. */
public class FirstCall {
  private static final String YAML =
      """
      providers:
        openai: {type: openai, url: "${env:OPENAI_BASE_URL}", key: "${env:OPENAI_API_KEY}", allow_private: true}
      routes:
        all: {models: [gpt-5-mini], targets: [{provider: openai}]}
      """;
  private static final String QUESTION =
      """
      {"model": "gpt-5-mini", "max_tokens": 10, "messages": [{"role": "user", "content": "Hello"}]}""";

  public static void main(String[] args) throws Exception {
    Request request = Request.builder(Operation.CHAT).body(QUESTION).build();
    try (Gateway gateway = Gateway.start(YAML);
        Answer answer = gateway.call(request)) {
      System.out.println(answer.status() + " from " + answer.target());
    }
  }
}
