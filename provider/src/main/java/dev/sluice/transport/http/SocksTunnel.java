package dev.sluice.transport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProxyConfig.Login;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.NetUtil;
import java.util.Optional;

/// A tunnel by SOCKS 5 (RFC 1928), with a user and a password (RFC 1929) where they are configured.
/// The proxy resolves the name. Confined to the loop.
final class SocksTunnel extends Tunnel {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int LOGIN = 2;
  private static final int NONE_FITS = 0xff;
  private static final int LOGIN_VERSION = 1;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int LONGEST_NAME = 255;

  private final Optional<Login> login;
  private Step step = Step.METHOD;

  /// What the proxy is to say next.
  private enum Step {
    METHOD,
    LOGIN,
    REPLY
  }

  SocksTunnel(
      LoopSockets sockets, Origin origin, Connection.Opening opening, Optional<Login> login) {
    super(sockets, origin, opening);
    this.login = login;
  }

  @Override
  ByteBuf greeting(ByteBufAllocator allocator) {
    ByteBuf out = allocator.buffer(4).writeByte(VERSION);
    return login.isPresent()
        ? out.writeByte(2).writeByte(NO_LOGIN).writeByte(LOGIN)
        : out.writeByte(1).writeByte(NO_LOGIN);
  }

  @Override
  void read(ChannelHandlerContext ctx, ByteBuf in) {
    int version = in.getUnsignedByte(in.readerIndex());
    if (version != (step == Step.LOGIN ? LOGIN_VERSION : VERSION)) {
      failed("its proxy does not speak SOCKS 5");
      return;
    }
    switch (step) {
      case METHOD -> method(ctx, in);
      case LOGIN -> loggedIn(ctx, in);
      case REPLY -> reply(ctx, in);
    }
  }

  private void method(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.readableBytes() < 2) {
      return;
    }
    int method = in.skipBytes(1).readUnsignedByte();
    if (method == NO_LOGIN) {
      ask(ctx);
    } else if (method == LOGIN && login.isPresent()) {
      step = Step.LOGIN;
      var _ = ctx.writeAndFlush(credentials(ctx.alloc(), login.get()));
    } else if (method == NONE_FITS || method == LOGIN) {
      denied(
          login.isPresent()
              ? "its proxy wants another way to log in than a user and a password"
              : "its proxy asks for a user and a password");
    } else {
      failed("its proxy does not speak SOCKS 5");
    }
  }

  private static ByteBuf credentials(ByteBufAllocator allocator, Login login) {
    byte[] user = login.user().getBytes(UTF_8);
    byte[] password = login.password().reveal().getBytes(UTF_8);
    return allocator
        .buffer(3 + user.length + password.length)
        .writeByte(LOGIN_VERSION)
        .writeByte(user.length)
        .writeBytes(user)
        .writeByte(password.length)
        .writeBytes(password);
  }

  private void loggedIn(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.readableBytes() < 2) {
      return;
    }
    if (in.skipBytes(1).readUnsignedByte() == 0) {
      ask(ctx);
    } else {
      denied("its proxy does not accept the user and password for it");
    }
  }

  private void ask(ChannelHandlerContext ctx) {
    if (origin.host().length() > LONGEST_NAME) {
      denied("its name is too long for SOCKS 5");
      return;
    }
    step = Step.REPLY;
    ByteBuf out = ctx.alloc().buffer(7 + LONGEST_NAME);
    out.writeByte(VERSION).writeByte(CONNECT).writeByte(0);
    byte[] address = NetUtil.createByteArrayFromIpAddressString(origin.host());
    if (address == null) {
      byte[] name = origin.host().getBytes(US_ASCII);
      out.writeByte(NAME).writeByte(name.length).writeBytes(name);
    } else {
      out.writeByte(address.length == 4 ? IPV4 : IPV6).writeBytes(address);
    }
    var _ = ctx.writeAndFlush(out.writeShort(origin.port()));
  }

  private void reply(ChannelHandlerContext ctx, ByteBuf in) {
    int from = in.readerIndex();
    if (in.readableBytes() >= 2 && in.getUnsignedByte(from + 1) != 0) {
      refused(in.getUnsignedByte(from + 1));
      return;
    }
    if (in.readableBytes() < 5) {
      return;
    }
    int length =
        switch (in.getUnsignedByte(from + 3)) {
          case IPV4 -> 10;
          case IPV6 -> 22;
          case NAME -> 7 + in.getUnsignedByte(from + 4);
          default -> -1;
        };
    if (length < 0) {
      failed("its proxy does not speak SOCKS 5");
    } else if (in.readableBytes() >= length) {
      agreed(ctx, in.skipBytes(length));
    }
  }

  private void refused(int reply) {
    String answered = ": the proxy answered " + reply;
    switch (reply) {
      case 2 -> denied("the rules of its proxy do not let the connection pass" + answered);
      case 7, 8 -> denied("its proxy does not do what it is asked for" + answered);
      default -> failed("its proxy could not connect to it" + answered);
    }
  }
}
