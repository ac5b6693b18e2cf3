package io.lepton.local.runtime;

import io.lepton.spi.container.RevisionName;
import io.lepton.spi.container.RevisionSpec;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * A revision as it is written down.
 *
 * @param spec as deployed
 * @param imageId identity of the image at that time
 * @param runtime name of the runtime that runs it
 * @param sequence rises with every deployment of the service
 */
record RevisionRecord(RevisionSpec spec, String imageId, String runtime, long sequence) {

  Properties toProperties() {
    Properties values = new Properties();
    values.put("image", spec.image());
    values.put("imageId", imageId);
    values.put("runtime", runtime);
    values.put("sequence", Long.toString(sequence));
    values.put("replicas", Integer.toString(spec.replicas()));
    values.put("vcpus", Double.toString(spec.vcpus()));
    values.put("memoryGib", Double.toString(spec.memoryGib()));
    values.put("readinessPath", spec.readinessPath());
    spec.fixedPort().ifPresent(port -> values.put("fixedPort", Integer.toString(port)));
    Numbered.put(values, "command", spec.command());
    Numbered.put(values, "env.", spec.environment());
    Numbered.put(values, "label.", spec.labels());
    return values;
  }

  static RevisionRecord of(RevisionName name, Properties values) {
    String port = values.getProperty("fixedPort");
    return new RevisionRecord(
        new RevisionSpec(
            name,
            values.getProperty("image", ""),
            Numbered.list(values, "command"),
            Map.copyOf(Numbered.named(values, "env.")),
            Integer.parseInt(values.getProperty("replicas", "0")),
            Double.parseDouble(values.getProperty("vcpus", "1")),
            Double.parseDouble(values.getProperty("memoryGib", "1")),
            values.getProperty("readinessPath", "/"),
            port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)),
            Map.copyOf(Numbered.named(values, "label."))),
        values.getProperty("imageId", ""),
        values.getProperty("runtime", ""),
        Long.parseLong(values.getProperty("sequence", "0")));
  }
}
