package dev.sluice.dialect.json;

/// The bytes that a tree was read from, and the meter of the tree's heap.
@SuppressWarnings("ArrayRecordComponent")
record JsonSource(byte[] bytes, HeapMeter meter) {}
