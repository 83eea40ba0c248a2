package dev.sluice.sim.fault;

import dev.sluice.sim.dialect.Shape.UsageForm;

/// The faults, each with its argument's standard value and a description; together they are the
/// table in `docs/simulator.md`.
///
/// Events are counted from the start of a stream, the role's event included, for which
/// `message_start`, `ping` and the first `content_block_start` of Anthropic's dialect stand. An
/// answer that is not a stream counts as two halves: after one event means in the middle of its
/// body.
public enum Fault {
  // The connection
  REFUSE(
      "refuse",
      "Reset as soon as the request's head has come, its body unread (by header; else after the body)",
      Breaks::beforeHead),
  RESET_BEFORE_HEAD("reset-before-head", "RST instead of an answer", Breaks::beforeHead),
  FIN_BEFORE_HEAD("fin-before-head", "FIN instead of an answer", Breaks::finBeforeHead),
  RESET_IN_HEAD(
      "reset-in-head", ArgKind.COUNT, "40", "RST after so many bytes of the head", Breaks::inHead),
  SILENCE("silence", "No answer at all, the connection stays open", Breaks::silence),
  SILENCE_AFTER_HEAD(
      "silence-after-head", "The head of a 200, then nothing", Breaks::silenceAfterHead),
  RESET_AFTER("reset-after", ArgKind.COUNT, "3", "RST after so many events", Breaks::resetAfter),
  FIN_AFTER(
      "fin-after",
      ArgKind.COUNT,
      "3",
      "FIN after so many events, without the chunked terminator",
      Breaks::finAfter),
  STALL_AFTER(
      "stall-after",
      ArgKind.COUNT,
      "3",
      "Nothing more after so many events, the connection stays open",
      Breaks::stallAfter),
  END_AFTER(
      "end-after",
      ArgKind.COUNT,
      "3",
      "A clean end of the body after so many events: no finish reason, no [DONE] or message_stop",
      Breaks::endAfter),
  CUT(
      "cut",
      ArgKind.SIZE,
      "100",
      "FIN after so many bytes of the body, whatever its framing",
      Breaks::cut),
  CONNECTION_CLOSE(
      "connection-close", "A right answer with Connection: close", Heads::connectionClose),
  HTTP_1_0("http-1.0", "A right answer in HTTP/1.0 that ends with the connection", Heads::http10),
  // The pace
  DELAY("delay", ArgKind.DURATION, "2s", "A right answer, later by so much", Bodies::delay),
  KEEP_ALIVES(
      "keep-alives",
      ArgKind.DURATION,
      "1s",
      "The head of a stream, then only comments, one each so often; pings in Anthropic's dialect",
      Bodies::keepAlives),
  TRICKLE(
      "trickle",
      ArgKind.DURATION,
      "1s",
      "The body byte by byte, one each so often",
      Bodies::trickle),
  SPLIT(
      "split",
      ArgKind.SIZE,
      "1",
      "The body in writes of so many bytes, at its usual pace",
      Bodies::split),
  ENDLESS(
      "endless",
      ArgKind.DURATION,
      "0ms",
      "The third event again and again, one each so often, without an end",
      Bodies::endless),
  // The body
  MALFORMED_EVENT(
      "malformed-event",
      ArgKind.COUNT,
      "2",
      "The JSON of the event with this number (from 0) breaks off",
      Bodies::malformed),
  INVALID_UTF8(
      "invalid-utf8",
      ArgKind.COUNT,
      "2",
      "Invalid UTF-8 in a text of the event with this number",
      Bodies::invalidUtf8),
  TRUNCATED_JSON("truncated-json", "Half the body, with a length that fits", Bodies::truncatedJson),
  ERROR_IN_200(
      "error-in-200",
      ArgKind.STATUS,
      "503",
      "A 200 that holds nothing but an error with this code (as an event in a stream)",
      Bodies::errorIn200),
  ERROR_AFTER(
      "error-after",
      ArgKind.COUNT,
      "3",
      "An error event after so many events, then a clean end",
      Bodies::errorAfter),
  FAILED_AFTER(
      "failed-after",
      ArgKind.COUNT,
      "3",
      "response.failed after so many events of a response, elsewhere as error-after",
      Grammars::failedAfter),
  END_IN_EVENT(
      "end-in-event",
      ArgKind.COUNT,
      "3",
      "A clean end of the body in the middle of the event with this number; of an array: inside a brace",
      Grammars::endInEvent),
  LAST_TWICE(
      "last-twice",
      "The last event of a stream twice: [DONE], message_stop, response.completed, an end with a reason",
      Grammars::lastTwice),
  SEQUENCE_JUMP(
      "sequence-jump",
      ArgKind.COUNT,
      "3",
      "The sequence numbers of a response's events are 100 more from the event with this number on",
      Grammars::sequenceJump),
  OVERSIZED_EVENT(
      "oversized-event",
      ArgKind.SIZE,
      "9MiB",
      "The third event has a text of so many bytes",
      Bodies::oversized),
  ODD_EVENTS(
      "odd-events",
      "A right stream in odd dress: byte order mark, comments, blank lines, CR LF, no blank after the colon",
      Bodies::oddEvents),
  GZIP("gzip", "Compressed, although no client has asked for it", Bodies::gzip),
  HTML("html", ArgKind.STATUS, "502", "The HTML page of a CDN with this status", HttpErrors::html),
  // The head
  STATUS(
      "status",
      ArgKind.STATUS,
      "500",
      "An error with this status in the dialect's envelope; the bare number works too",
      HttpErrors::status),
  THROTTLE(
      "throttle",
      ArgKind.HINT,
      "none",
      "A 429 with a hint when to come again: FORM or FORM:VALUE",
      Throttles::throttle),
  INSUFFICIENT_QUOTA(
      "insufficient-quota",
      "A 429 because the account is exhausted; a 402 in Anthropic's dialect",
      HttpErrors::insufficientQuota),
  REDIRECT("redirect", ArgKind.REDIRECT, "307", "A redirect to /v1/elsewhere", Heads::redirect),
  CONTENT_TYPE(
      "content-type",
      ArgKind.TEXT,
      "text/plain",
      "A right answer with this content type",
      Heads::contentType),
  NO_CONTENT_TYPE("no-content-type", "A right answer without a content type", Heads::noContentType),
  LARGE_HEAD(
      "large-head",
      ArgKind.SIZE,
      "100KiB",
      "A header of so many bytes in front of a right answer",
      Heads::large),
  MANY_HEADERS(
      "many-headers",
      ArgKind.COUNT,
      "1000",
      "So many headers in front of a right answer",
      Heads::many),
  BAD_HEADER("bad-header", "A bare CR and a NUL inside a header's value", Heads::bad),
  INFORMATIONAL(
      "informational",
      ArgKind.COUNT,
      "1000",
      "So many 100 Continue in front of a right answer",
      Heads::informational),
  EARLY_HINTS("early-hints", "A 103 in front of a right answer", Heads::earlyHints),
  SWITCHING("switching", "A 101 that no client has asked for", Heads::switching),
  LENGTH_TOO_LONG(
      "length-too-long",
      ArgKind.COUNT,
      "10",
      "Announces so many bytes more than come before the FIN",
      Heads::tooLong),
  LENGTH_TOO_SHORT(
      "length-too-short",
      ArgKind.COUNT,
      "10",
      "Announces so many bytes less than come",
      Heads::tooShort),
  // Answers with false statements about themselves.
  WRONG_COUNT(
      "wrong-count",
      ArgKind.DELTA,
      "-1",
      "So many choices (or vectors, or blocks of a message) more than asked for"),
  FILTERED(
      "filtered",
      ArgKind.FILTER,
      "answer",
      "The content filter ends the answer in its middle, or before its first word, or refuses the prompt"),
  NO_FINISH(
      "no-finish",
      "All is said, and no reason is given for the end, in Gemini's dialect, which has no other mark for it"),
  POISON("poison", ArgKind.TEXT, "poison", "A 400 if an input holds this text, else none"),
  CRASH("crash", ArgKind.TEXT, "crash", "A 500 if an input holds this text, else none"),
  UNORDERED(
      "unordered", ArgKind.COUNT, "2", "Vectors from the last to the first, if there are so many"),
  HALF_MISSING(
      "half-missing", ArgKind.COUNT, "2", "Every second vector left out, if there are so many"),
  DUPLICATES("duplicates", ArgKind.COUNT, "2", "Each vector twice, if there are so many"),
  CONTRADICTION(
      "contradiction",
      ArgKind.COUNT,
      "2",
      "The first vector twice, not alike, if there are so many"),
  NO_USAGE("no-usage", "No usage", UsageForm.MISSING),
  NEGATIVE_USAGE("negative-usage", "Negative numbers of tokens", UsageForm.NEGATIVE),
  ABSURD_USAGE("absurd-usage", "Numbers of tokens above 10^15", UsageForm.ABSURD);

  private final String label;
  private final ArgKind argument;
  private final String standard;
  private final String description;
  private final Twist twist;
  private final UsageForm usage;

  Fault(String label, String description) {
    this(label, description, Twist.NONE);
  }

  Fault(String label, String description, Twist twist) {
    this(label, ArgKind.NONE, "", description, twist);
  }

  Fault(String label, ArgKind argument, String standard, String description, Twist twist) {
    this(label, argument, standard, description, twist, UsageForm.TRUE);
  }

  Fault(String label, ArgKind argument, String standard, String description) {
    this(label, argument, standard, description, Twist.NONE, UsageForm.TRUE);
  }

  Fault(String label, String description, UsageForm usage) {
    this(label, ArgKind.NONE, "", description, Twist.NONE, usage);
  }

  Fault(
      String label,
      ArgKind argument,
      String standard,
      String description,
      Twist twist,
      UsageForm usage) {
    this.label = label;
    this.argument = argument;
    this.standard = standard;
    this.description = description;
    this.twist = twist;
    this.usage = usage;
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

  Twist twist() {
    return twist;
  }

  UsageForm usage() {
    return usage;
  }
}
