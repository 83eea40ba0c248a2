package dev.sluice.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.AnthropicClientAsyncImpl;
import com.anthropic.client.AnthropicClientImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.http.HttpClient;
import dev.sluice.Gateway;
import dev.sluice.http.GatewayHttp;

/// Anthropic's own client for Java in front of a gateway in the same process: no socket, no port,
/// no key. All of its types stay the client's.
///
/// ```java
/// AnthropicClient client = SluiceAnthropic.client(gateway);
/// client.messages().create(params);
/// ```
///
/// The client repeats nothing, since the gateway does; its timeout for a request is the call's
/// deadline; errors are the client's own by status, and an `AnthropicIoException` says that the
/// gateway is closed. Headers of a call (`putAdditionalHeader("x-sluice-priority", "batch")`) mean
/// what they do at the server. Closing a client does not close the gateway.
public final class SluiceAnthropic {
  /// A name that no resolver knows, for the client's own messages; nothing is sent there.
  private static final String BASE = "http://sluice.invalid";

  private SluiceAnthropic() {}

  /// Makes a client whose calls wait. Safe for any thread.
  public static AnthropicClient client(Gateway gateway) {
    return client(GatewayHttp.of(gateway));
  }

  /// Makes a client whose calls wait, for APIs with a payer of their own. Safe for any thread.
  public static AnthropicClient client(GatewayHttp http) {
    return new AnthropicClientImpl(options(http).build());
  }

  /// Makes a client whose calls return futures, which are completed on virtual threads. Safe for
  /// any thread.
  public static AnthropicClientAsync asyncClient(Gateway gateway) {
    return asyncClient(GatewayHttp.of(gateway));
  }

  /// Makes a client whose calls return futures, for APIs with a payer of their own. Safe for any
  /// thread.
  public static AnthropicClientAsync asyncClient(GatewayHttp http) {
    return new AnthropicClientAsyncImpl(options(http).build());
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
        .maxRetries(0)
        .sleeper(new VirtualSleeper())
        .putHeader("anthropic-version", "2023-06-01")
        .completionExecutor(task -> Thread.ofVirtual().name("anthropic-completion").start(task))
        .streamHandlerExecutor(task -> Thread.ofVirtual().name("anthropic-stream").start(task));
  }

  /// Makes the transport alone. Closing it does not close the gateway.
  public static HttpClient httpClient(Gateway gateway) {
    return new GatewayHttpClient(GatewayHttp.of(gateway));
  }
}
