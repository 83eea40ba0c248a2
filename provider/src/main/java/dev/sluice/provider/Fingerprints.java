package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.Items;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.dialect.json.Canonical;
import dev.sluice.dialect.rule.Digests;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;

/// The fingerprints that tell calls apart which may get different answers. Two calls have the same
/// fingerprint only when operation, route, owner, model, whether they ask for a stream, the headers
/// that pass to the provider (but for those that name the request or session), and the whole body
/// are the same, so that an unknown property counts as much as any other. In the body, only the
/// order of its properties and the white space between its tokens do not matter.
///
/// A pure function; safe for any thread. It takes a few microseconds for a body of a few KB.
public final class Fingerprints {
  private Fingerprints() {}

  /// The fingerprint of a call on the route named `route`.
  public static Fingerprint of(String route, Call call) {
    MessageDigest digest = Digests.sha256();
    asker(digest, route, call);
    body(digest, call.body().bytes());
    return Fingerprint.of(digest.digest());
  }

  /// The fingerprint of a call that its client may send again under a key: of the key, and of the
  /// body as it was sent, of a form without the boundary, which clients make anew each time. None
  /// equals one that [#of(String, Call)] gives.
  public static Fingerprint underKey(String route, Call call) {
    MessageDigest digest = Digests.sha256();
    asker(digest, route, call);
    field(digest, "idempotency-key");
    field(digest, call.repeatKey());
    if (FormBody.isInParts(call)) {
      parts(digest, call.body().bytes());
    } else {
      update(digest, call.body().bytes());
    }
    return Fingerprint.of(digest.digest());
  }

  private static void update(MessageDigest digest, ByteBuf bytes) {
    for (ByteBuffer part : bytes.nioBuffers()) {
      digest.update(part);
    }
  }

  /// Adds what stands between the delimiters of a form, each behind its length. No part has a
  /// delimiter in it, since such a form is refused.
  private static void parts(MessageDigest digest, ByteBuf body) {
    ByteBuf delimiter = Unpooled.wrappedBuffer(FormBody.delimiter(body).getBytes(UTF_8));
    ByteBuf rest = body.slice();
    for (int end = ByteBufUtil.indexOf(delimiter, rest); end >= 0; ) {
      part(digest, rest.slice(0, end));
      int next = end + delimiter.readableBytes();
      rest = rest.slice(next, rest.readableBytes() - next);
      end = ByteBufUtil.indexOf(delimiter, rest);
    }
    part(digest, rest);
  }

  private static void part(MessageDigest digest, ByteBuf bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.readableBytes()).flip());
    update(digest, bytes);
  }

  /// The fingerprints of the items of a call, each made of the item and of all else that the call
  /// asks; none of them equals one that [#of(String, Call)] gives.
  public static List<Fingerprint> of(String route, Call call, Items items) {
    MessageDigest digest = Digests.sha256();
    asker(digest, route, call);
    field(digest, items.frame().form().name());
    digest.update(items.frame().bytes());
    byte[] frame = digest.digest();
    return items.items().stream().map(item -> of(digest, frame, item)).toList();
  }

  private static Fingerprint of(MessageDigest digest, byte[] frame, Item item) {
    digest.update(frame);
    digest.update(item.json());
    return Fingerprint.of(digest.digest());
  }

  private static void asker(MessageDigest digest, String route, Call call) {
    field(digest, call.operation().name());
    field(digest, route);
    field(digest, call.hints().tenant());
    field(digest, call.hints().subtenant());
    field(digest, call.model());
    // What one target has answered is not for a call that may not go there.
    call.failedTargets().unfit().stream().sorted().forEach(target -> field(digest, target));
    // In Gemini's dialect the path says it, and not the body.
    field(digest, String.valueOf(call.facts().stream()));
    new TreeMap<>(call.commonHeaders())
        .forEach(
            (name, value) -> {
              field(digest, name);
              field(digest, name.equals(FormBody.TYPE) ? FormBody.withoutBoundary(value) : value);
            });
  }

  private static void body(MessageDigest digest, ByteBuf body) {
    // Ends the fields, since none of them is so long.
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(-1).flip());
    if (body.hasArray()) {
      int from = body.arrayOffset() + body.readerIndex();
      Canonical.of(body.array(), from, from + body.readableBytes(), digest::update);
    } else {
      byte[] bytes = ByteBufUtil.getBytes(body);
      Canonical.of(bytes, 0, bytes.length, digest::update);
    }
  }

  /// Adds a field with its length in front, so that no two fields can look like two others.
  private static void field(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
