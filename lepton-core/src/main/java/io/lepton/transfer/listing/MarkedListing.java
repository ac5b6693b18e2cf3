package io.lepton.transfer.listing;

import io.lepton.spi.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Passes a side on and notes every so many keys, so that the next listing can be cut there. */
public final class MarkedListing implements MergedListing.Side {
  private static final int MOST_MARKS = 1 << 15;

  private final MergedListing.Side side;
  private List<String> marks = new ArrayList<>();
  private Optional<ObjectInfo> head = Optional.empty();
  private long keysPerMark;
  private long sinceMark;

  /** Notes every {@code pageObjects}th key, or when those would be too many, rarer ones. */
  public MarkedListing(MergedListing.Side side, int pageObjects) {
    this.side = side;
    this.keysPerMark = pageObjects;
  }

  @Override
  public Optional<ObjectInfo> peek() throws InterruptedException {
    head = side.peek();
    return head;
  }

  @Override
  public void advance() {
    sinceMark++;
    if (sinceMark >= keysPerMark) {
      sinceMark = 0;
      head.ifPresent(object -> marks.add(object.key()));
      thinOut();
    }
    side.advance();
  }

  private void thinOut() {
    if (marks.size() > MOST_MARKS) {
      List<String> kept = new ArrayList<>();
      for (int i = 1; i < marks.size(); i += 2) {
        kept.add(marks.get(i));
      }
      marks = kept;
      keysPerMark *= 2;
    }
  }

  /** The keys noted, in order; none when one page holds all. */
  public List<String> marks() {
    return List.copyOf(marks);
  }
}
