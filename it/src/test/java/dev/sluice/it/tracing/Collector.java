package dev.sluice.it.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/// A collector of traces: takes OTLP over HTTP, as protobuf, and keeps the spans. One that hangs
/// takes requests and never answers them.
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ResourceSpans> taken = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  Collector(boolean hangs) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/traces", exchange -> take(exchange, hangs));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange, boolean hangs) throws IOException {
    try (exchange;
        InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
      taken.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
      tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-token")));
      asked.countDown();
      if (hangs) {
        released.await();
      }
      exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until something has come.
  void awaitRequest() throws InterruptedException {
    asked.await();
  }

  List<Span> spans() {
    return taken.stream()
        .flatMap(of -> of.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /// The spans of this name.
  List<Span> spans(String name) {
    return spans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  /// What the spans are said to come from.
  Map<String, String> resource() {
    return attributes(taken.getFirst().getResource().getAttributesList());
  }

  /// The header `x-token` of each request.
  List<String> tokens() {
    return tokens;
  }

  static Map<String, String> attributes(Span span) {
    return attributes(span.getAttributesList());
  }

  private static Map<String, String> attributes(List<KeyValue> list) {
    var all = new TreeMap<String, String>();
    list.forEach(one -> all.put(one.getKey(), text(one)));
    return all;
  }

  private static String text(KeyValue one) {
    return switch (one.getValue().getValueCase()) {
      case STRING_VALUE -> one.getValue().getStringValue();
      case INT_VALUE -> String.valueOf(one.getValue().getIntValue());
      case DOUBLE_VALUE -> String.valueOf(one.getValue().getDoubleValue());
      case BOOL_VALUE -> String.valueOf(one.getValue().getBoolValue());
      default -> one.getValue().toString();
    };
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.close();
  }
}
