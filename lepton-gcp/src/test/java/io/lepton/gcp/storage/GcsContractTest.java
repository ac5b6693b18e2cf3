package io.lepton.gcp.storage;

import io.lepton.gcp.GcpProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.storage.ObjectStoreContract;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** Every promise, over the wire, on whole buckets of fake-gcs-server. */
class GcsContractTest extends ObjectStoreContract {
  @AutoClose private static FakeGcs server;

  @BeforeAll
  static void startServer() {
    server = FakeGcs.start();
  }

  @Override
  protected CloudProvider provider() {
    return new GcpProvider();
  }

  @Override
  protected ProviderConfig config() {
    return server.config();
  }

  @Override
  protected Place emptyPlace() {
    return server.bucket();
  }

  /** "Object names", Cloud Storage documentation. */
  @Override
  protected boolean takesKey(String key) {
    return !key.equals(".") && !key.equals("..") && key.indexOf('\r') < 0 && key.indexOf('\n') < 0;
  }

  @Override
  protected Map<String, String> knownFaults() {
    String ignored =
        "fake-gcs-server takes a compose or rewrite whatever ifGenerationMatch demands; the service"
            + " answers 412 (\"Request preconditions\", Cloud Storage documentation), see"
            + " GcsWireTest";
    return Map.of(
        "aFreeKeyIsDemandedWhenTheUploadIsCompleted", ignored,
        "aPreconditionIsJudgedWhenTheUploadIsCompleted", ignored,
        "aVersionIsJudgedWhenTheUploadIsCompleted", ignored,
        "aCopyReplacesButObeysItsPrecondition", ignored);
  }
}
