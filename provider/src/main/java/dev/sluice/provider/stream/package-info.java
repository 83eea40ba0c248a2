/// The decision whether a whole answer is asked for as a stream
/// ([dev.sluice.provider.stream.StreamNegotiation]), and the memory of which models' streams say as
/// much ([dev.sluice.provider.stream.StreamTrust]). Safe for any thread but loops.
@NullMarked
package dev.sluice.provider.stream;

import org.jspecify.annotations.NullMarked;
