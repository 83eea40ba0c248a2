package dev.sluice.dialect.rerank;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.HeapMeter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A request to order documents by how well they answer a query.
///
/// @param documents at least one
/// @param top how many of the best are wanted; empty for all
/// @param returns whether the answer is to have the documents in it
/// @param perDocument how many tokens of a document count at most
/// @param cut whether a text that is too long is cut; empty where the client does not say
/// @param voyage whether the client is one of Voyage's, by what it says
/// @param others the paths of what only the client's dialect has
record RerankRequest(
    String query,
    List<Document> documents,
    Optional<Option<Long>> top,
    boolean returns,
    Optional<Option<Long>> perDocument,
    Optional<Option<Boolean>> cut,
    boolean voyage,
    List<String> others) {
  public RerankRequest {
    documents = List.copyOf(documents);
    others = List.copyOf(others);
  }

  /// A document.
  ///
  /// @param path the path of the document in the client's request
  record Document(String path, String text) {}

  /// A value that a client has given under a name of its own dialect.
  record Option<T>(String path, T value) {}

  /// The part of the request that its answer needs.
  Asked asked() {
    List<String> texts = documents.stream().map(Document::text).toList();
    byte[] seed = (query.hashCode() + ":" + texts.hashCode()).getBytes(UTF_8);
    return new Asked(
        documents.size(),
        top.map(Option::value).orElse(Long.MAX_VALUE),
        returns ? texts : List.of(),
        voyage,
        UUID.nameUUIDFromBytes(seed).toString());
  }

  /// The part of a request that its answer needs.
  ///
  /// @param count the number of documents
  /// @param top how many of the best are wanted
  /// @param texts the documents, where the answer is to have them in it
  /// @param voyage whether the client is one of Voyage's
  /// @param id a name for the answer, which is the same for the same request
  record Asked(int count, long top, List<String> texts, boolean voyage, String id) {
    /// The bytes that are kept for the answer.
    long held() {
      return texts.stream().mapToLong(HeapMeter::text).sum();
    }
  }
}
