package io.lepton.image;

import com.google.cloud.tools.jib.api.InsecureRegistryException;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.registry.RegistryCredentialsNotSentException;
import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/** Says in Lepton's terms what Jib failed with. The one place that knows Jib's exceptions. */
final class ImageFailures {

  private ImageFailures() {}

  static CloudException cancelled(ImageRequest request, InterruptedException cause) {
    return error(ErrorKind.CANCELLED, request, cause)
        .message("interrupted; running again continues from the layer cache");
  }

  static RuntimeException translate(ImageRequest request, Exception failure) {
    Throwable cause = failure;
    while (cause instanceof ExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof InputException input) {
      return input;
    }
    if (cause instanceof RegistryException registry) {
      return registry(request, registry);
    }
    if (cause instanceof SSLException) {
      return insecure(request, cause);
    }
    if (unreachable(cause)) {
      return error(ErrorKind.UNKNOWN, request, cause)
          .retryable()
          .message("the registry cannot be reached: " + reason(cause));
    }
    if (cause instanceof SocketTimeoutException || cause instanceof HttpTimeoutException) {
      return error(ErrorKind.TIMED_OUT, request, cause)
          .retryable()
          .message("the registry did not answer in time: " + reason(cause));
    }
    if (cause instanceof ResponseException response) {
      return status(request, response);
    }
    if (cause instanceof FileSystemException file) {
      return error(
              file instanceof AccessDeniedException
                  ? ErrorKind.PERMISSION_DENIED
                  : ErrorKind.UNKNOWN,
              request,
              file)
          .message("file " + file.getFile() + " cannot be used: " + reason(file));
    }
    return error(ErrorKind.UNKNOWN, request, cause).message(reason(cause));
  }

  private static RuntimeException registry(ImageRequest request, RegistryException cause) {
    if (cause instanceof RegistryUnauthorizedException denied) {
      return denied(request, denied.getImageReference(), denied);
    }
    if (cause instanceof RegistryAuthenticationFailedException denied) {
      if (denied.getCause() != null && unreachable(denied.getCause())) {
        return error(ErrorKind.UNKNOWN, request, denied)
            .retryable()
            .message("the registry cannot be reached: " + reason(denied.getCause()));
      }
      return denied(request, denied.getServerUrl() + "/" + denied.getImageName(), denied);
    }
    if (cause instanceof RegistryCredentialsNotSentException) {
      return error(ErrorKind.PERMISSION_DENIED, request, cause)
          .message(
              "the registry wants credentials over plain HTTP, which would show them to the"
                  + " network; give it TLS");
    }
    if (cause instanceof InsecureRegistryException) {
      return insecure(request, cause);
    }
    if (cause.getCause() instanceof ResponseException response
        && response.getStatusCode() == 404
        && request.base() instanceof ImageBase.Registry base
        && String.valueOf(cause.getMessage()).contains("pull image manifest")) {
      return new InputException(
          "base '" + base.reference() + "' does not exist in its registry; check name and tag",
          cause);
    }
    return error(ErrorKind.UNKNOWN, request, cause).message(reason(cause));
  }

  private static CloudException insecure(ImageRequest request, Throwable cause) {
    return error(ErrorKind.PERMISSION_DENIED, request, cause)
        .message(
            "the registry has no TLS that this machine trusts, and plain HTTP is for registries"
                + " on this machine only ("
                + reason(cause)
                + "); give it a certificate");
  }

  private static CloudException denied(ImageRequest request, String reference, Throwable cause) {
    String registry = reference.replaceFirst("/.*", "");
    return error(ErrorKind.PERMISSION_DENIED, request, cause)
        .message(
            "registry "
                + registry
                + " refuses access to "
                + reference
                + "; log in with 'docker login "
                + registry
                + "' or its credential helper");
  }

  private static CloudException status(ImageRequest request, ResponseException cause) {
    int code = cause.getStatusCode();
    if (code == 429 || code == 503) {
      return error(ErrorKind.RESOURCE_EXHAUSTED, request, cause)
          .retryable()
          .message("the registry is busy (HTTP " + code + "); try again later");
    }
    CloudException.Builder error = error(ErrorKind.UNKNOWN, request, cause);
    return (code >= 500 ? error.retryable() : error).message("the registry answered HTTP " + code);
  }

  private static boolean unreachable(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException
        || cause instanceof SocketException;
  }

  private static CloudException.Builder error(
      ErrorKind kind, ImageRequest request, Throwable cause) {
    return CloudException.of(kind)
        .provider("registry")
        .operation("build image")
        .location(location(request.target()))
        .cause(cause);
  }

  private static String location(ImageTarget target) {
    if (target instanceof ImageTarget.Registry registry) {
      return registry.repository();
    }
    return target instanceof ImageTarget.Tarball tarball
        ? "file:" + tarball.file()
        : "oci:" + ((ImageTarget.Layout) target).folder();
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName().toLowerCase(Locale.ROOT)
        : message.strip();
  }
}
