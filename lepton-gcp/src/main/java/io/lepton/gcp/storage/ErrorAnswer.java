package io.lepton.gcp.storage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an error answer says ("HTTP status and error codes for JSON", Cloud Storage documentation):
 * JSON with message and reason, or plain text from a download.
 *
 * @param reason one word such as {@code forbidden}, or empty
 */
record ErrorAnswer(String message, String reason) {
  private static final Pattern PERMISSION =
      Pattern.compile("does not have ([a-z]+(?:\\.[A-Za-z]+)+) access");

  static ErrorAnswer of(RefusedException answer) {
    String body = answer.content();
    try {
      if (JsonParser.parseString(body) instanceof JsonObject document
          && document.get("error") instanceof JsonObject error) {
        return new ErrorAnswer(text(error.get("message")), firstReason(error));
      }
    } catch (JsonParseException e) {
      // Downloads answer errors in plain text.
    }
    return new ErrorAnswer(body, "");
  }

  private static String firstReason(JsonObject error) {
    JsonElement errors = error.get("errors");
    if (errors != null && errors.isJsonArray() && !errors.getAsJsonArray().isEmpty()) {
      JsonElement first = errors.getAsJsonArray().get(0);
      return first instanceof JsonObject object ? text(object.get("reason")) : "";
    }
    return "";
  }

  private static String text(@Nullable JsonElement element) {
    return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
  }

  boolean isThrottling() {
    return reason.endsWith("ateLimitExceeded") || reason.equals("quotaExceeded");
  }

  boolean isAboutBucket() {
    return message.contains("bucket does not exist");
  }

  boolean isAboutObject() {
    return message.contains("No such object") || message.startsWith("Object ");
  }

  boolean isAboutCredentials() {
    return reason.equals("authError") || reason.equals("invalidCredentials");
  }

  boolean isAboutWhoPays() {
    return message.contains("requester pays");
  }

  /** Why a 403 was given and what helps. */
  String whyForbidden() {
    Matcher permission = PERMISSION.matcher(message);
    if (permission.find()) {
      return "the credentials in use need " + grant(permission.group(1));
    }
    if (message.contains("billing account")) {
      return "the project's billing is off; switch it on in Google Cloud's console";
    }
    if (reason.equals("retentionPolicyNotMet")) {
      return "its retention forbids to delete or replace it; wait until then, or write elsewhere";
    }
    if (message.contains(" hold ")) {
      return "it is under a hold; release it, or write elsewhere";
    }
    if (reason.equals("insufficientPermissions")) {
      return "the access token lacks a scope; give the machine's service account the scope"
          + " devstorage.read_write";
    }
    if (message.contains("organization's policy")) {
      return "a perimeter (VPC Service Controls) shuts this machine out; ask who keeps it to let"
          + " this machine in";
    }
    return "these credentials may not do this; look at the bucket's permissions";
  }

  /** A permission with a role that has it ("IAM roles", Cloud Storage documentation). */
  private static String grant(String permission) {
    return permission
        + switch (permission) {
          case "storage.objects.list", "storage.objects.get" ->
              "; grant it, for example by roles/storage.objectViewer";
          case "storage.objects.delete" ->
              ", also to replace an object; grant it, for example by roles/storage.objectUser";
          case "serviceusage.services.use" ->
              " in the project that pays; grant it, for example by"
                  + " roles/serviceusage.serviceUsageConsumer";
          default ->
              permission.startsWith("storage.objects.")
                  ? "; grant it, for example by roles/storage.objectUser"
                  : "; grant it";
        };
  }
}
