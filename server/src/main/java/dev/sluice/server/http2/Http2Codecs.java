package dev.sluice.server.http2;

import dev.sluice.server.http.HeadLimits;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The codecs of connections, with the bounds that are theirs.
final class Http2Codecs {
  /// How many streams a client may have open at a time.
  static final int STREAMS = 100;

  /// How many bytes of a request's body may be on their way. They are taken as they arrive.
  private static final int WINDOW = 256 * 1024;

  /// The overhead of a header that counts with it (RFC 9113, 6.5.2).
  private static final int PER_HEADER = 32;

  /// How many answers to settings, pings and the like may wait for a client that does not read.
  private static final int WAITING = 1000;

  /// The codec's own log, which would have a line for each frame of a hostile client. A logger that
  /// nothing refers to forgets its level.
  private static final Logger LOG = Logger.getLogger("io.netty.handler.codec.http2");

  static {
    LOG.setLevel(Level.OFF);
  }

  private Http2Codecs() {}

  /// Makes the codec of a connection.
  static Http2FrameCodec make() {
    Http2FrameCodec codec = new Builder().build();
    boundTable(codec);
    return codec;
  }

  /// Keeps no table of the headers that were sent, however large a one the client offers: what an
  /// answer's head has is mostly of one answer alone. To be called when settings have come.
  static void boundTable(Http2FrameCodec codec) {
    try {
      codec.encoder().configuration().headersConfiguration().maxHeaderTableSize(0);
    } catch (Http2Exception notNegative) {
      throw new IllegalStateException(notNegative);
    }
  }

  /// A builder whose codecs treat all streams alike: priorities were a burden on the server, and
  /// are deprecated (RFC 9113, 5.3). The guard counts resets, empty frames and CONTINUATION by
  /// bounds that fit calls, so the codec need not.
  private static final class Builder extends Http2FrameCodecBuilder {
    Builder() {
      connection(streams());
      initialSettings(
          new Http2Settings()
              .maxConcurrentStreams(STREAMS)
              .initialWindowSize(WINDOW)
              .maxHeaderListSize(HeadLimits.HEADERS + PER_HEADER * HeadLimits.HEADER_COUNT));
      gracefulShutdownTimeoutMillis(0);
      encoderEnforceMaxQueuedControlFrames(WAITING);
      encoderEnforceMaxRstFramesPerWindow(0, 0);
      decoderEnforceMaxRstFramesPerWindow(0, 0);
      decoderEnforceMaxConsecutiveEmptyDataFrames(0);
    }

    private static Http2Connection streams() {
      var streams = new DefaultHttp2Connection(true);
      streams
          .remote()
          .flowController(
              new DefaultHttp2RemoteFlowController(
                  streams, new UniformStreamByteDistributor(streams)));
      return streams;
    }
  }
}
