package io.lepton.aws.storage;

import io.lepton.aws.AwsProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.storage.ObjectStoreContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract over the wire on a server of the S3 protocol; one kind of server a subclass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3Contract extends ObjectStoreContract {
  @AutoClose private @Nullable S3Server server;

  /** Starts the server, with what it keeps in {@code folder}. */
  abstract S3Server start(Path folder);

  @BeforeAll
  void startServer(@TempDir Path folder) {
    server = start(folder);
  }

  private S3Server server() {
    if (server == null) {
      throw new IllegalStateException("the server was not started");
    }
    return server;
  }

  @Override
  protected CloudProvider provider() {
    return new AwsProvider();
  }

  @Override
  protected ProviderConfig config() {
    return server().config();
  }

  @Override
  protected Place emptyPlace() {
    return server().emptyPlace();
  }

  @Override
  protected boolean takesKey(String key) {
    return S3Server.takesKey(key);
  }
}
