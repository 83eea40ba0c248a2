package dev.sluice.batches;

import java.util.regex.Pattern;

/// The identifiers of batches and of their lines.
final class BatchIds {
  static final String BATCH = "batch_";

  private static final Pattern FORM = Pattern.compile("batch_[0-9A-Za-z]{1,64}");

  private BatchIds() {}

  /// Whether a text can be the identifier of a batch.
  static boolean is(String text) {
    return FORM.matcher(text).matches();
  }

  /// The identifier of a line: the same whenever it is asked for.
  static String ofLine(String batch, int line) {
    return "batch_req_" + batch.substring(BATCH.length()) + "_" + line;
  }
}
