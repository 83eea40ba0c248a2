/// A call, a stream and embeddings with nothing but the JDK and the gateway.
package plain;
