package io.lepton.transfer.account;

/**
 * Requests to one side, by the classes that clouds price, repetitions included.
 *
 * @param lists pages of listings
 * @param reads objects read or described
 * @param writes objects written, copied inside, and every step of an upload in parts
 * @param deletes delete requests
 */
public record Usage(long lists, long reads, long writes, long deletes) {

  /** All of them. */
  public long requests() {
    return lists + reads + writes + deletes;
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        lists + other.lists, reads + other.reads, writes + other.writes, deletes + other.deletes);
  }

  /** No request at all. */
  public static Usage none() {
    return new Usage(0, 0, 0, 0);
  }
}
