package io.lepton.transfer.listing;

import io.lepton.spi.storage.ObjectInfo;
import java.util.Optional;

/**
 * One key and what each side holds under it; at least one side does.
 *
 * @param key the key
 * @param source the source's object
 * @param target the target's object
 */
public record KeyPair(String key, Optional<ObjectInfo> source, Optional<ObjectInfo> target) {}
