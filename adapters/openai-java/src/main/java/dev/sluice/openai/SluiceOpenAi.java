package dev.sluice.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.OpenAIClientAsyncImpl;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.http.HttpClient;
import dev.sluice.Gateway;
import dev.sluice.http.GatewayHttp;

/// OpenAI's own client for Java in front of a gateway in the same process: no socket, no port, no
/// key. All of its types stay the client's.
///
/// ```java
/// OpenAIClient client = SluiceOpenAi.client(gateway);
/// client.chat().completions().create(params);
/// ```
///
/// The client repeats nothing, since the gateway does; its timeout for a request is the call's
/// deadline; errors are the client's own by status, and an `OpenAIIoException` says that the
/// gateway is closed. Headers of a call (`putAdditionalHeader("x-sluice-priority", "batch")`) mean
/// what they do at the server. Closing a client does not close the gateway.
public final class SluiceOpenAi {
  /// A name that no resolver knows, for the client's own messages; nothing is sent there.
  private static final String BASE = "http://sluice.invalid/v1";

  private SluiceOpenAi() {}

  /// Makes a client whose calls wait. Safe for any thread.
  public static OpenAIClient client(Gateway gateway) {
    return client(GatewayHttp.of(gateway));
  }

  /// Makes a client whose calls wait, for APIs with a payer of their own. Safe for any thread.
  public static OpenAIClient client(GatewayHttp http) {
    return new OpenAIClientImpl(options(http).build());
  }

  /// Makes a client whose calls return futures, which are completed on virtual threads. Safe for
  /// any thread.
  public static OpenAIClientAsync asyncClient(Gateway gateway) {
    return asyncClient(GatewayHttp.of(gateway));
  }

  /// Makes a client whose calls return futures, for APIs with a payer of their own. Safe for any
  /// thread.
  public static OpenAIClientAsync asyncClient(GatewayHttp http) {
    return new OpenAIClientAsyncImpl(options(http).build());
  }

  /// Makes the options of such a client, to be changed before it is built: another timeout, headers
  /// for all calls.
  public static ClientOptions.Builder options(Gateway gateway) {
    return options(GatewayHttp.of(gateway));
  }

  private static ClientOptions.Builder options(GatewayHttp http) {
    return ClientOptions.builder()
        .httpClient(new GatewayHttpClient(http))
        .baseUrl(BASE)
        .apiKey("none")
        .maxRetries(0)
        .sleeper(new VirtualSleeper())
        .streamHandlerExecutor(task -> Thread.ofVirtual().name("openai-stream").start(task));
  }

  /// Makes the transport alone. Closing it does not close the gateway.
  public static HttpClient httpClient(Gateway gateway) {
    return new GatewayHttpClient(GatewayHttp.of(gateway));
  }
}
