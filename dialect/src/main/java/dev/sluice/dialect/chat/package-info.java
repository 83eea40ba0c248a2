/// The codec of OpenAI's Chat Completions ([dev.sluice.dialect.chat.ChatCodec]): requests of
/// clients are read into the neutral conversation and requests to providers written from it, and
/// answers, whole and in events, and errors both ways. Stateless, but for what reads or writes the
/// events of one answer, which belongs to one thread.
@NullMarked
package dev.sluice.dialect.chat;

import org.jspecify.annotations.NullMarked;
