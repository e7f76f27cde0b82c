package io.ringway.stress;

/**
 * A test that the list of JCStress names.
 *
 * @param name the name of the test, as JCStress prints it
 * @param actors the threads that it races
 */
record Listed(String name, int actors) {}
