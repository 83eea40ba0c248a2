package dev.sluice.it.agents;

/// What a provider behind a gateway speaks, and nothing else.
enum Vendor {
  CHAT("type: compatible, api: chat", "/v1", "gpt-5-mini", "/v1/chat/completions"),
  RESPONSES("type: compatible, api: responses", "/v1", "gpt-5-mini", "/v1/responses"),
  MESSAGES("type: anthropic", "", "claude-sonnet-4-6", "/v1/messages"),
  GEMINI(
      "type: gemini, api: gemini",
      "",
      "gemini-3-flash-preview",
      "/v1beta/models/gemini-3-flash-preview:streamGenerateContent");

  private final String type;
  private final String version;
  private final String model;
  private final String path;

  Vendor(String type, String version, String model, String path) {
    this.type = type;
    this.version = version;
    this.model = model;
    this.path = path;
  }

  /// Where its calls go.
  String path() {
    return path;
  }

  /// The configuration of a gateway in front of it.
  ///
  /// @param host its address without a version
  String config(String host) {
    return """
    providers:
      vendor: {%s, url: "%s", key: sk-provider, allow_private: true}
    routes:
      all: {models: ["*"], targets: [{provider: vendor, model: %s}]}
    """
        .formatted(type, host + version, model);
  }
}
