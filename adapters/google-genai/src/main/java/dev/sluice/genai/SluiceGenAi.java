package dev.sluice.genai;

import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.HttpOptions;
import dev.sluice.Gateway;
import dev.sluice.http.GatewayHttp;
import java.util.concurrent.Executors;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/// Google's own Gen AI client for Java in front of a gateway in the same process: no socket, no
/// port, no key. All of its types stay the client's.
///
/// ```java
/// try (Client client = SluiceGenAi.client(gateway)) {
///   client.models.generateContent("gemini-3-flash", "Hello", null);
/// }
/// ```
///
/// The client has no seam for a transport of another kind, but takes an `OkHttpClient`; the one
/// that is made here answers in its first interceptor, before a connection is looked for. So the
/// client's own repeats, which stand behind it, never happen: the gateway repeats. A timeout of
/// `HttpOptions` is the call's deadline. Errors are the client's own by status, and a
/// `GenAiIOException` says that the gateway is closed.
public final class SluiceGenAi {
  /// A name that no resolver knows, for the client's own messages; nothing is sent there.
  private static final String BASE = "http://sluice.invalid";

  private SluiceGenAi() {}

  /// Makes a client, whose `async` part completes its futures on virtual threads. Safe for any
  /// thread. Closing it does not close the gateway.
  public static Client client(Gateway gateway) {
    return client(GatewayHttp.of(gateway));
  }

  /// Makes a client for APIs with a payer of their own, by the rules of [#client(Gateway)].
  public static Client client(GatewayHttp http) {
    return Client.builder()
        .apiKey("none")
        .vertexAI(false)
        .httpOptions(HttpOptions.builder().baseUrl(BASE).build())
        .clientOptions(ClientOptions.builder().customHttpClient(httpClient(http)).build())
        .build();
  }

  /// Makes the transport alone, for a client with other options. Closing it does not close the
  /// gateway.
  public static OkHttpClient httpClient(Gateway gateway) {
    return httpClient(GatewayHttp.of(gateway));
  }

  private static OkHttpClient httpClient(GatewayHttp http) {
    var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("genai").factory());
    var dispatcher = new Dispatcher(threads);
    // How many calls run at once is the gateway's to decide.
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .addInterceptor(new GatewayInterceptor(http))
        .build();
  }
}
