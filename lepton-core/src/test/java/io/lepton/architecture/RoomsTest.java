package io.lepton.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house rules: who may import whom. */
@AnalyzeClasses(packages = "io.lepton", importOptions = DoNotIncludeTests.class)
class RoomsTest {

  @ArchTest
  static final ArchRule roomsFormNoCycle =
      slices().matching("io.lepton.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theSpiImportsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("io.lepton.spi..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are Lepton's but not the SPI's",
                  type ->
                      type.getPackageName().startsWith("io.lepton")
                          && !type.getPackageName().startsWith("io.lepton.spi")));

  @ArchTest
  static final ArchRule theHttpClientImportsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("io.lepton.http..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.lepton.http..", "java..", "javax.net..", "javax.xml.stream..", "org.jspecify..");

  @ArchTest
  static final ArchRule providersImportTheSpiOnly =
      classes()
          .that()
          .resideInAPackage("io.lepton.local..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.lepton.local..", "io.lepton.spi..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule amazonImportsTheSpiItsSdkAndOurHttpClientOnly =
      classes()
          .that()
          .resideInAPackage("io.lepton.aws..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.lepton.aws..",
              "io.lepton.http..",
              "io.lepton.spi..",
              "java..",
              "javax.net..",
              "javax.xml..",
              "org.jspecify..",
              "software.amazon.awssdk..");

  @ArchTest
  static final ArchRule googleCloudImportsTheSpiItsSdkAndOurHttpClientOnly =
      classes()
          .that()
          .resideInAPackage("io.lepton.gcp..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.lepton.gcp..",
              "io.lepton.http..",
              "io.lepton.spi..",
              "java..",
              "javax.net..",
              "org.jspecify..",
              "com.google.api..",
              "com.google.auth..",
              "com.google.cloud..",
              "com.google.common..",
              "com.google.gson..");

  @ArchTest
  static final ArchRule azureImportsTheSpiItsSdkAndOurHttpClientOnly =
      classes()
          .that()
          .resideInAPackage("io.lepton.azure..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.lepton.azure..",
              "io.lepton.http..",
              "io.lepton.spi..",
              "java..",
              "javax.crypto..",
              "javax.net..",
              "javax.xml.stream..",
              "org.jspecify..",
              "com.azure..",
              "reactor.core..");

  /** The inference server reads saved models too, and must not drag the core in. */
  @ArchTest
  static final ArchRule theSavedModelImportsNothingElseOfOurs =
      classes()
          .that()
          .resideInAPackage("io.lepton.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.lepton.model..",
              "java..",
              "ai.djl..",
              "com.fasterxml.jackson..",
              "org.jspecify..");

  /** A stage may use earlier stages' results; none knows a later one, and only migrate sees all. */
  @ArchTest
  static final ArchRule stagesDoNotLookAhead =
      com.tngtech.archunit.library.Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.lepton..")
          .withOptionalLayers(true)
          .layer("migrate")
          .definedBy("io.lepton.migrate..", "io.lepton")
          .layer("watch")
          .definedBy("io.lepton.watch..")
          .layer("deploy")
          .definedBy("io.lepton.deploy..")
          .layer("image")
          .definedBy("io.lepton.image..")
          .layer("tune")
          .definedBy("io.lepton.tune..")
          .layer("prepare")
          .definedBy("io.lepton.prepare..")
          .layer("transfer")
          .definedBy("io.lepton.transfer..")
          .layer("schedule")
          .definedBy("io.lepton.schedule..")
          .layer("allocation")
          .definedBy("io.lepton.allocation..")
          .layer("autoscale")
          .definedBy("io.lepton.autoscale..")
          .layer("balance")
          .definedBy("io.lepton.balance..")
          .layer("catalog")
          .definedBy("io.lepton.catalog..")
          .whereLayer("migrate")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("watch")
          .mayOnlyBeAccessedByLayers("migrate")
          .whereLayer("deploy")
          .mayOnlyBeAccessedByLayers("migrate", "watch")
          .whereLayer("image")
          .mayOnlyBeAccessedByLayers("migrate", "watch", "deploy")
          .whereLayer("tune")
          .mayOnlyBeAccessedByLayers("migrate", "watch", "deploy", "image")
          .whereLayer("prepare")
          .mayOnlyBeAccessedByLayers("migrate", "watch", "tune")
          .whereLayer("transfer")
          .mayOnlyBeAccessedByLayers("migrate", "watch", "schedule")
          .whereLayer("schedule")
          .mayOnlyBeAccessedByLayers("migrate", "watch")
          .whereLayer("allocation")
          .mayOnlyBeAccessedByLayers("migrate", "watch", "schedule", "deploy", "autoscale")
          .whereLayer("autoscale")
          .mayOnlyBeAccessedByLayers("migrate", "watch")
          .whereLayer("balance")
          .mayOnlyBeAccessedByLayers("migrate", "watch", "deploy", "autoscale")
          .whereLayer("catalog")
          .mayOnlyBeAccessedByLayers(
              "migrate", "watch", "deploy", "schedule", "allocation", "autoscale");

  @ArchTest
  static final ArchRule djlStaysInsideTune =
      noClasses()
          .that()
          .resideInAPackage("io.lepton..")
          .and()
          .resideOutsideOfPackages("io.lepton.tune..", "io.lepton.serving..", "io.lepton.model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule jibStaysInsideImage =
      noClasses()
          .that()
          .resideInAPackage("io.lepton..")
          .and()
          .resideOutsideOfPackage("io.lepton.image..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.cloud.tools.jib..");

  @ArchTest
  static final ArchRule tinkStaysInsideEncryption =
      noClasses()
          .that()
          .resideInAPackage("io.lepton..")
          .and()
          .resideOutsideOfPackage("io.lepton.transfer.crypt..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.crypto.tink..");
}
