package dev.sluice.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.dialect.multipart.MultipartFlaw;
import dev.sluice.dialect.multipart.MultipartScanner;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scanner of a body that is a form in parts, of which files are most: the model may stand
/// behind them.
final class FormScanner implements BodyScanner {
  private final FormReader reader;
  private final MultipartScanner scanner;
  private final int members;
  private @Nullable InvalidRequest invalid;

  /// @param model as the path names it; empty where the form does
  FormScanner(Operation operation, String boundary, String model, MetadataMembers metadata) {
    this.reader = new FormReader(operation, model);
    this.scanner = new MultipartScanner(boundary, reader);
    this.members = metadata.count();
  }

  @Override
  public void add(byte[] a, int from, int to) {
    if (invalid == null) {
      try {
        scanner.feed(a, from, to);
      } catch (MultipartFlaw e) {
        invalid = reader.invalid(e);
      }
    }
  }

  /// Nothing: what is kept of a form is smaller than what is kept of an ordinary request.
  @Override
  public int held() {
    return 0;
  }

  @Override
  public RequestFacts facts() throws InvalidRequest {
    try {
      if (invalid == null) {
        scanner.finish();
      }
    } catch (MultipartFlaw e) {
      invalid = reader.invalid(e);
    }
    if (invalid != null) {
      throw invalid.of(reader.model());
    }
    return reader.facts();
  }

  /// Nothing: forms have no metadata.
  @Override
  public List<String> metadata() {
    return Collections.nCopies(members, "");
  }
}
