package dev.sluice.server;

/// A process that serves one call without TLS, for a test that looks at what it has loaded.
final class PlainCall {
  private PlainCall() {}

  public static void main(String[] arguments) throws Exception {
    try (TestServer server = new TestServer();
        RawClient client = server.connect()) {
      int status = client.get("/v1/models", "Connection: close").reply().status();
      System.out.println("status " + status);
    }
  }
}
