package dev.sluice.sim.fault;

/// The faults of batches, each with its argument's standard value and a description; together they
/// are the table of batches in `docs/simulator.md`.
public enum BatchFault {
  // Its beginning
  REFUSED("batch-refused", ArgKind.STATUS, "503", "Not made: the request gets this status"),
  INVALID("batch-invalid", "Fails its validation; no line is answered"),
  // Its course
  TAKES("batch-takes", ArgKind.DURATION, "1h", "Takes so long"),
  STUCK(
      "batch-stuck",
      "Never ends: half of its lines are answered, and no more until it is cancelled"),
  EXPIRED("batch-expired", "Expires when half of its lines are answered"),
  LOST("batch-lost", ArgKind.COUNT, "1", "Unknown after so many looks at it, and not billed"),
  // Its results
  LINES_FAIL(
      "batch-lines-fail",
      ArgKind.COUNT,
      "99999999",
      "The first so many lines get a 500; where all do, there are errors and no output"),
  PARTIAL(
      "batch-partial",
      ArgKind.COUNT,
      "1",
      "The last so many lines are missing from the results, and not billed"),
  REORDERED("batch-reordered", "The results from the last to the first"),
  DOUBLED("batch-doubled", ArgKind.COUNT, "1", "The first so many results twice, and billed once"),
  TORN("batch-torn", "The results end in the middle of their last line"),
  RESULTS_GONE("batch-results-gone", "The results are named, and there are none: 404");

  private final String label;
  private final ArgKind argument;
  private final String standard;
  private final String description;

  BatchFault(String label, String description) {
    this(label, ArgKind.NONE, "", description);
  }

  BatchFault(String label, ArgKind argument, String standard, String description) {
    this.label = label;
    this.argument = argument;
    this.standard = standard;
    this.description = description;
  }

  /// Returns the name of the fault in tests and scenario files.
  public String label() {
    return label;
  }

  /// Returns the effect of the fault, for the table in the documents.
  public String description() {
    return description;
  }

  /// The argument if none is given; empty if it takes none.
  public String standard() {
    return standard;
  }

  /// Returns the description of the fault's argument.
  public String argumentSays() {
    return argument.says();
  }

  ArgKind argument() {
    return argument;
  }
}
