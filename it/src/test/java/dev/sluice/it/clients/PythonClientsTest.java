package dev.sluice.it.clients;

import org.junit.jupiter.api.Nested;

/// The tests that make calls with clients for Python: those of one list of packages share a
/// process, in which most of the time goes into the import of the client, and so they are of one
/// class.
class PythonClientsTest {
  @Nested
  class Anthropic extends AnthropicPython {}

  @Nested
  class Clouds extends CloudClients {}

  @Nested
  class Embeddings extends EmbeddingClients {}

  @Nested
  class Snippets extends ClientSnippets {}

  @Nested
  class StoreKeys extends StoreKeyClients {}

  @Nested
  class Units extends UnitClients {}
}
