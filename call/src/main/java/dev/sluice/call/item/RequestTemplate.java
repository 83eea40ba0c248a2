package dev.sluice.call.item;

import dev.sluice.call.request.Operation;
import java.util.Arrays;

/// Everything that a call asks but its inputs. Two templates are equal if items of one may be asked
/// with the items of the other: the operation, the form of the inputs, and every other property of
/// the request are the same, known or unknown.
///
/// @param form the form in which the inputs are written
/// @param bytes the JSON of all properties but the inputs, in an order of their own, the model
///   first
/// @param modelLength the length in bytes of the model's JSON string
@SuppressWarnings("ArrayRecordComponent") // compared by their bytes
public record RequestTemplate(Operation operation, Form form, byte[] bytes, int modelLength) {
  /// The form in which inputs are written.
  public enum Form {
    TEXTS,
    TOKENS
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestTemplate template
        && operation == template.operation
        && form == template.form
        && Arrays.equals(bytes, template.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + form.hashCode();
  }
}
