package io.ringway.benchmarks.page;

/**
 * One row of a picture with rows: a name at the left, a figure at the right, marks below them.
 *
 * @param label its name
 * @param figure its figure, with unit
 */
record Row(String label, String figure) {}
