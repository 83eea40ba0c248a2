package dev.sluice.server.tls;

import dev.sluice.server.tls.Handshakes.Result;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// The handler behind TLS: adds those of HTTP when the handshake has succeeded, and ends the
/// connection with TLS. Confined to the loop.
final class TlsHandshake extends ChannelInboundHandlerAdapter {
  private final SslHandler tls;
  private final Optional<ClientTrust> clients;
  private final Handshakes handshakes;
  private final InstantSource time;
  private final TlsEntry.Then then;

  /// @param clients whose certificates are accepted
  /// @param time tells whether a certificate holds
  TlsHandshake(
      SslHandler tls,
      Optional<ClientTrust> clients,
      Handshakes handshakes,
      InstantSource time,
      TlsEntry.Then then) {
    this.tls = tls;
    this.clients = clients;
    this.handshakes = handshakes;
    this.time = time;
    this.then = then;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done) {
      ended(ctx, done);
    } else if (event instanceof SslCloseCompletionEvent) {
      // As by a FIN, the client has left.
      var _ = ctx.close();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void ended(ChannelHandlerContext ctx, SslHandshakeCompletionEvent done) {
    Optional<X509Certificate> shown = done.isSuccess() ? shown() : Optional.empty();
    if (shown.isPresent() && !holds(shown.get())) {
      handshakes.ended(ctx.channel(), Result.CERTIFICATE);
      var _ = ctx.close();
      return;
    }
    handshakes.ended(ctx.channel(), result(done));
    if (done.isSuccess()) {
      String protocol = tls.applicationProtocol();
      then.serve(
          protocol == null ? "" : protocol,
          clients.flatMap(of -> shown.flatMap(of::keyOf)),
          shown.map(TlsHandshake::digest).orElse(null));
    }
  }

  /// The client's certificate; empty for none.
  private Optional<X509Certificate> shown() {
    try {
      return clients.isPresent()
              && tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate one
          ? Optional.of(one)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  private static @Nullable String digest(X509Certificate shown) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(shown.getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      // What is bound to a certificate is then bound to another one.
      return null;
    }
  }

  /// Whether a certificate is within its time. Where a session is resumed nobody else looks.
  private boolean holds(X509Certificate shown) {
    try {
      shown.checkValidity(Date.from(time.instant()));
      return true;
    } catch (CertificateException over) {
      return false;
    }
  }

  private static Result result(SslHandshakeCompletionEvent done) {
    if (done.isSuccess()) {
      return Result.COMPLETED;
    }
    return switch (done.cause()) {
      case SslHandshakeTimeoutException _ -> Result.TIMEOUT;
      case ClosedChannelException _ -> Result.LEFT;
      case Throwable why when isOfCertificate(why) -> Result.CERTIFICATE;
      case null, default -> Result.FAILED;
    };
  }

  private static boolean isOfCertificate(@Nullable Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handshakes.ended(ctx.channel(), Result.LEFT);
    ctx.fireChannelInactive();
  }

  /// What a client sends that is no TLS ends its connection, and is no bug.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException
        || (cause instanceof DecoderException && cause.getCause() instanceof IOException)) {
      var _ = ctx.close();
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }
}
