package io.lepton.schedule;

/** Options of each task that are still open, and a bound on every choice among them. */
final class Node {
  final int[][] domains;
  final long bound;

  Node(int[][] domains, long bound) {
    this.domains = domains;
    this.bound = bound;
  }
}
