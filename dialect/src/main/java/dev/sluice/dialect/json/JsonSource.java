package dev.sluice.dialect.json;

/// The bytes that a tree was read from, and what counts its heap.
@SuppressWarnings("ArrayRecordComponent")
record JsonSource(byte[] bytes, HeapMeter meter) {}
