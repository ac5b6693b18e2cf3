package io.lepton.aws.kms;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What names a key ("Key identifiers", KMS documentation): key id, key ARN, alias name, alias ARN.
 *
 * @param id as requests name it
 * @param region of an ARN; empty for a name without one
 */
record KmsKeyName(String id, Optional<String> region) {
  private static final String KEY = "key/[A-Za-z0-9-]{1,2048}";
  private static final String ALIAS = "alias/[A-Za-z0-9:/_-]{1,250}";
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:kms:([a-z0-9-]+):\\d{12}:(" + KEY + "|" + ALIAS + ")");
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-f]{32}");
  private static final Pattern ALIAS_NAME = Pattern.compile(ALIAS);

  /**
   * Reads {@code aws-kms://...}.
   *
   * @throws CloudException INVALID_ARGUMENT
   */
  static KmsKeyName parse(String uri) {
    String prefix = KmsKeys.SCHEME + "://";
    String name = uri.startsWith(prefix) ? uri.substring(prefix.length()) : "";
    Matcher arn = ARN.matcher(name);
    if (arn.matches()) {
      return new KmsKeyName(name, Optional.of(arn.group(1)));
    }
    if (ID.matcher(name).matches() || ALIAS_NAME.matcher(name).matches()) {
      return new KmsKeyName(name, Optional.empty());
    }
    throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
        .operation("open")
        .location(uri)
        .message(
            "this names no key; write aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID, the same with"
                + " alias/NAME, or aws-kms://ID or aws-kms://alias/NAME");
  }
}
