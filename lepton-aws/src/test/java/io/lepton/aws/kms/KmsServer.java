package io.lepton.aws.kms;

import io.lepton.aws.client.AwsClients;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.MotoServer;
import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.Toolchain;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireScript;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.KmsClient;

/** A real server of the KMS protocol behind a proxy, and a client of its owner past the proxy. */
final class KmsServer implements AutoCloseable {
  private static final String REGION = "eu-west-1";
  private static final String LOCAL_KMS = "v0.0.0-20260228092603-2a5e92d09ab6";

  final WireScript faults = new WireScript();
  final FaultProxy proxy;
  private final ServerProcess process;
  private final AwsClients ownerClients;
  private final KmsClient owner;

  private KmsServer(ServerProcess process) {
    this.process = process;
    this.proxy = FaultProxy.before(process.endpoint()).plan(faults).start();
    this.ownerClients = new AwsClients(config(process.endpoint()));
    this.owner = ownerClients.configure(KmsClient.builder(), ownerClients.endpoint("KMS")).build();
  }

  /** Moto, in Python. */
  static KmsServer moto(Path folder) {
    return new KmsServer(MotoServer.start(folder));
  }

  /** Local KMS, in Go. */
  static KmsServer localKms(Path folder) {
    Path program = Toolchain.goCommand("github.com/nsmithuk/local-kms", LOCAL_KMS);
    return new KmsServer(
        ServerProcess.start(
            port -> List.of("/usr/bin/env", "PORT=" + port, program.toString()),
            Map.of(
                "KMS_REGION",
                REGION,
                "KMS_DATA_PATH",
                folder.resolve("local-kms").toString(),
                "KMS_SEED_PATH",
                folder.resolve("none.yaml").toString()),
            folder.resolve("local-kms.log")));
  }

  /** Settings of a client that sends to {@code endpoint}. */
  static ProviderConfig config(String endpoint) {
    return new ProviderConfig(
        Map.of(
            "AWS_ENDPOINT_URL_KMS",
            endpoint,
            "AWS_ACCESS_KEY_ID",
            "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY",
            "secret",
            "AWS_REGION",
            REGION),
        Path.of("."));
  }

  ProviderConfig config() {
    return config(proxy.endpoint());
  }

  /** The owner's own client, straight to the server. */
  KmsClient owner() {
    return owner;
  }

  /** Makes a key and returns its ARN. */
  String newKey() {
    return owner.createKey().keyMetadata().arn();
  }

  void alias(String name, String arn) {
    owner.createAlias(request -> request.aliasName(name).targetKeyId(arn));
  }

  void disable(String arn) {
    // By its id: Moto finds no ARN here.
    owner.disableKey(request -> request.keyId(arn.substring(arn.lastIndexOf('/') + 1)));
  }

  /** Has the service refuse to use a key from now on, as it does when no policy allows it. */
  void forbid() {
    faults.onAny().then(refusal("AccessDeniedException", "User is not authorized"));
  }

  /** An error in the form of the service's JSON protocol. */
  static WireFault refusal(String code, String message) {
    return WireFault.answer(
        400,
        Map.of("Content-Type", "application/x-amz-json-1.1", "x-amzn-RequestId", "wire"),
        "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}");
  }

  @Override
  public void close() {
    proxy.close();
    owner.close();
    ownerClients.close();
    process.close();
  }
}
