package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.request.Span;
import dev.sluice.dialect.json.JsonCursor;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The places of what differs in a body of Anthropic's dialect from cloud to cloud: the model, and
/// the version of the API.
///
/// https://docs.anthropic.com/en/api/claude-on-vertex-ai
///
/// @param model empty where the body names none
/// @param version empty where the body names none
record MessageMembers(Optional<Member> model, Optional<Member> version) {
  /// The version of the API that Vertex AI has for what is `2023-06-01` in Anthropic's header.
  private static final String OLDER = "vertex-2023-10-16";

  /// A newer version, which is called the same in both places.
  private static final Pattern NEWER = Pattern.compile("202[4-9]-\\d\\d-\\d\\d");

  /// The member that Vertex AI wants.
  ///
  /// @param header the version that the client has said in Anthropic's header; empty for none
  static byte[] version(String header) {
    String version = NEWER.matcher(header).matches() ? header : OLDER;
    return ("\"anthropic_version\":\"" + version + "\"").getBytes(UTF_8);
  }

  /// A member at the top.
  ///
  /// @param span of its name and its value
  /// @param all the same, with a comma beside it where there is one
  record Member(Span span, Span all) {}

  /// Finds the members.
  ///
  /// @param body a body that a scan has accepted; its position stays as it is
  static MessageMembers in(ByteBuf body) {
    Optional<Member> model = Optional.empty();
    Optional<Member> version = Optional.empty();
    var in = new JsonCursor(body);
    try {
      in.pass();
      int before = in.position();
      boolean more = in.more();
      while (more) {
        int start = in.position();
        String name = in.name();
        in.skip();
        int end = in.position();
        more = in.more();
        Member member =
            new Member(
                new Span(start, end),
                more ? new Span(start, in.position()) : new Span(before, end));
        before = end;
        switch (name) {
          case "model" -> model = Optional.of(member);
          case "anthropic_version" -> version = Optional.of(member);
          default -> {}
        }
      }
    } catch (EOFException _) {
      return new MessageMembers(Optional.empty(), Optional.empty());
    }
    return new MessageMembers(model, version);
  }
}
