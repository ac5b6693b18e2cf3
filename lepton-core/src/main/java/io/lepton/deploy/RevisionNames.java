package io.lepton.deploy;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.lepton.spi.container.RevisionName;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Names a revision after what it runs, so that the same input is the same revision. */
final class RevisionNames {
  private static final int HEX_DIGITS = 12;

  private RevisionNames() {}

  static RevisionName of(DeployInput input) {
    Hasher hasher = Hashing.sha256().newHasher();
    add(hasher, input.imageDigest());
    input.command().forEach(word -> add(hasher, word));
    new TreeMap<>(input.environment())
        .forEach(
            (key, value) -> {
              add(hasher, key);
              add(hasher, value);
            });
    add(hasher, input.readinessPath());
    hasher.putInt(input.spec().replicas());
    hasher.putDouble(input.spec().demand().vcpus());
    hasher.putDouble(input.spec().demand().memoryGib());
    return new RevisionName(
        input.spec().service(), "r" + hasher.hash().toString().substring(0, HEX_DIGITS));
  }

  private static void add(Hasher hasher, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }
}
