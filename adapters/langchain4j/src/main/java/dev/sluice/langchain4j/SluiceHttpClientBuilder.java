package dev.sluice.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpClientBuilderFactory;
import dev.sluice.Gateway;
import dev.sluice.http.GatewayHttp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The HTTP client of a LangChain4j model, whose requests go to a gateway in the same process: no
/// socket, no port, no key. Of the model's base URL the path alone counts.
///
/// ```java
/// ChatModel model =
///     OpenAiChatModel.builder()
///         .httpClientBuilder(new SluiceHttpClientBuilder(gateway))
///         .baseUrl("http://sluice.invalid/v1")
///         .apiKey("none")
///         .modelName("gpt-5-mini")
///         .maxRetries(0)
///         .build();
/// ```
///
/// The read timeout is the deadline of an answer that is not streamed; of a stream it bounds the
/// time to the beginning, as it does with the JDK's client. The connect timeout has no meaning. Not
/// for several threads; the clients that it builds are.
public final class SluiceHttpClientBuilder implements HttpClientBuilder {
  private final GatewayHttp http;
  private @Nullable Duration connectTimeout;
  private @Nullable Duration readTimeout;

  /// @param gateway takes the requests; stays its owner's to close
  public SluiceHttpClientBuilder(Gateway gateway) {
    this(GatewayHttp.of(gateway));
  }

  /// @param http takes the requests, and may have a payer for them
  public SluiceHttpClientBuilder(GatewayHttp http) {
    this.http = http;
  }

  /// Makes a factory of such builders. It is registered nowhere, since which gateway it stands for
  /// would be a global state: an application that wants LangChain4j to find one names a class of
  /// its own in `META-INF/services`.
  public static HttpClientBuilderFactory factory(Gateway gateway) {
    return () -> new SluiceHttpClientBuilder(gateway);
  }

  @Override
  public @Nullable Duration connectTimeout() {
    return connectTimeout;
  }

  @Override
  public HttpClientBuilder connectTimeout(@Nullable Duration timeout) {
    connectTimeout = timeout;
    return this;
  }

  @Override
  public @Nullable Duration readTimeout() {
    return readTimeout;
  }

  @Override
  public HttpClientBuilder readTimeout(@Nullable Duration timeout) {
    readTimeout = timeout;
    return this;
  }

  @Override
  public HttpClient build() {
    return new GatewayHttpClient(http, readTimeout == null ? Duration.ZERO : readTimeout);
  }
}
