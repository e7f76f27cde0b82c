package io.ringway.benchmarks;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a queue offers for moving many elements with one call, or the nearest that it has. */
public interface Batching {

  /**
   * Inserts up to {@code limit} elements.
   *
   * @param source gives the elements
   * @param limit how many at most
   * @return how many were inserted
   */
  int fill(Supplier<Object> source, int limit);

  /**
   * Removes up to {@code limit} elements.
   *
   * @param sink takes the elements
   * @param limit how many at most
   * @return how many were removed
   */
  int drain(Consumer<Object> sink, int limit);
}
