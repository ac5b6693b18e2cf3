package io.lepton.allocation.pattern;

import java.time.Duration;

/** Prices of room, improved until they hardly improve any more. */
final class RoomAscents {
  private RoomAscents() {}

  static RoomAscent of(PackingModel model) {
    Budget ample = Budget.nanos(Duration.ofSeconds(10).toNanos(), () -> false);
    AreaRelaxation area = new AreaRelaxation(model, 1_000);
    area.run(ample);
    RoomAscent rooms = new RoomAscent(model, area);
    rooms.run(ample);
    return rooms;
  }
}
