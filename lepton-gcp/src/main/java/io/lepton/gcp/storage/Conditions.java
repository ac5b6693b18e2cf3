package io.lepton.gcp.storage;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Precondition;
import java.util.regex.Pattern;

/** Preconditions as parameters of a request. */
final class Conditions {

  private static final Pattern GENERATION = Pattern.compile("[1-9][0-9]{0,18}");

  private Conditions() {}

  /** The query parameter with its separator in front, or nothing. */
  static String query(GcsErrors errors, String operation, String key, Precondition precondition) {
    if (precondition instanceof Precondition.Absent) {
      return "&ifGenerationMatch=" + ObjectResource.NO_GENERATION;
    }
    if (precondition instanceof Precondition.Unchanged unchanged) {
      return "&ifGenerationMatch=" + generation(errors, operation, key, unchanged.version());
    }
    return "";
  }

  /** A version that can be a generation; any other is not current, whatever is. */
  static String generation(GcsErrors errors, String operation, String key, String version) {
    if (GENERATION.matcher(version).matches()) {
      return version;
    }
    throw errors
        .of(ErrorKind.PRECONDITION_FAILED, operation, key)
        .message("version '" + version + "' is no generation; read the object again");
  }
}
