package io.lepton.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {
  private static final ModelDescription NETWORK =
      ModelDescription.network(
          "digits",
          TensorDescription.floats("pixels", 64),
          List.of("a", "b", "c"),
          List.of(
              new LayerDescription.Reshape(List.of(1L, 8L, 8L)),
              new LayerDescription.Conv2d(
                  "conv1", 4, List.of(3L, 3L), List.of(1L, 1L), List.of(1L, 1L)),
              new LayerDescription.BatchNorm("norm1"),
              new LayerDescription.Relu(),
              new LayerDescription.MaxPool(List.of(2L, 2L)),
              new LayerDescription.AveragePool(List.of(2L, 2L)),
              new LayerDescription.Flatten(),
              new LayerDescription.Linear("fc1", 5),
              new LayerDescription.Gelu(),
              new LayerDescription.Tanh(),
              new LayerDescription.Dropout(0.1f),
              new LayerDescription.Linear("fc2", 3)),
          Standardisation.uniform(2f, 4f));

  private final Path folder;

  SavedModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void openedModelAnswersAsTheSavedOneDid() throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Block network = initialised(manager);
      NDArray input = manager.randomUniform(0, 10, new Shape(7, 64));
      float[] before = answer(manager, network, input);

      SavedModel.save(folder, NETWORK, network);
      SavedModel loaded = SavedModel.load(folder);
      try (Model model = loaded.open()) {
        assertThat(answer(manager, model.getBlock(), input)).containsExactly(before);
        assertThat(model.getBlock().getChildren().keys()).contains("03conv1", "09fc1", "13fc2");
      }
      assertThat(loaded.description().classes()).containsExactly("a", "b", "c");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder("model.json", "digits-0000.params");
      }
    }
  }

  @Test
  void openedModelCanBeSavedAgain(@TempDir Path other) throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      SavedModel.save(folder, NETWORK, initialised(manager));
    }
    SavedModel first = SavedModel.load(folder);
    try (Model model = first.open()) {
      SavedModel second = SavedModel.save(other, NETWORK, model.getBlock());
      assertThat(second.description()).isEqualTo(first.description());
    }
  }

  @Test
  void standardisationIsTheFirstThingTheNetworkDoes() {
    ModelDescription plain = NETWORK.withStandardisation(null);
    ModelDescription perFeature =
        NETWORK.withStandardisation(
            new Standardisation(
                Stream.iterate(0f, mean -> mean + 1).limit(64).toList(),
                Stream.iterate(1f, deviation -> deviation + 1).limit(64).toList()));
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray means = manager.arange(0f, 64f, 1f);
      NDArray raw = manager.ones(new Shape(2, 64)).mul(means.add(1)).add(means);
      Block standardiser = Networks.build(perFeature).getChildren().get(0).getValue();
      assertThat(answer(manager, standardiser, raw)).containsOnly(1f);
      Block identity = Networks.build(plain).getChildren().get(0).getValue();
      assertThat(answer(manager, identity, raw)).containsExactly(raw.toFloatArray());
    }
  }

  @Test
  void savingAgainReplacesTheModel() throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      SavedModel first = SavedModel.save(folder, NETWORK, initialised(manager));
      SavedModel second = SavedModel.save(folder, NETWORK, initialised(manager));
      assertThat(second.description().paramsSha256())
          .isNotEqualTo(first.description().paramsSha256());
      assertThat(SavedModel.load(folder)).isEqualTo(second);
    }
  }

  @Test
  void damagedParametersAreNamedWithBothDigests() throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      SavedModel.save(folder, NETWORK, initialised(manager));
    }
    Path params = folder.resolve("digits-0000.params");
    byte[] bytes = Files.readAllBytes(params);
    bytes[bytes.length / 2] ^= 1;
    Files.write(params, bytes);
    assertThatThrownBy(() -> SavedModel.load(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("digits-0000.params: is damaged: its SHA-256 is ");
  }

  @Test
  void parametersOfAnotherNetworkAreRefused() throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      SavedModel.save(folder, NETWORK, initialised(manager));
    }
    Path json = folder.resolve("model.json");
    Files.writeString(json, Files.readString(json).replace("\"units\" : 5", "\"units\" : 6"));
    SavedModel model = SavedModel.load(folder);
    assertThatThrownBy(model::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("digits-0000.params: 09fc1_weight has shape (5, 16), but the layers");
  }

  @Test
  void layersThatDoNotFitTheInputAreRefused() throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      SavedModel.save(folder, NETWORK, initialised(manager));
    }
    Path json = folder.resolve("model.json");
    Files.writeString(json, Files.readString(json).replace("[ 64 ]", "[ 63 ]"));
    SavedModel model = SavedModel.load(folder);
    assertThatThrownBy(model::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.json: the layers do not fit together");
  }

  @Test
  void everyOtherFaultNamesTheFileAndWhatWasExpected() throws IOException {
    assertThatThrownBy(() -> SavedModel.load(folder.resolve("no-such")))
        .hasMessageContaining("no-such: there is no such model; expected a folder");
    assertThatThrownBy(() -> SavedModel.load(folder))
        .hasMessageContaining("holds no model.json and no TorchScript file");
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
    assertThatThrownBy(() -> SavedModel.load(text)).hasMessageContaining("notes.txt: is no model");
    Path script = Files.writeString(folder.resolve("fake.pt"), "hello");
    assertThatThrownBy(() -> SavedModel.load(script))
        .hasMessageContaining("fake.pt: is no TorchScript file");
    fault("{", "model.json:1: ");
    fault("{\"format\": 2}", "format is 2; this version of Lepton reads format 1");
    fault(
        "{\"format\":1,\"name\":\"m\",\"input\":{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2]},"
            + "\"output\":{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[2]},"
            + "\"layers\":[{\"type\":\"relu\"}],\"parms\":\"m.params\"}",
        "'parms' is no known key; known are classes, ");
    fault(
        "{\"format\":1,\"name\":\"m\",\"layers\":[{\"type\":\"lstm\"}]}",
        "'lstm' is no known type of layer");
    fault(
        "{\"format\":1,\"name\":\"m\",\"input\":{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2]},"
            + "\"output\":{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[2]},"
            + "\"layers\":[{\"type\":\"relu\"}],\"params\":\"gone.params\"}",
        "'params' names gone.params, which is not there");
    fault(
        "{\"format\":1,\"name\":\"m\",\"input\":{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2]},"
            + "\"output\":{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[2]},"
            + "\"layers\":[{\"type\":\"relu\"}],\"params\":\"../../secret\"}",
        "'params' must name a file beside model.json");
  }

  private void fault(String json, String message) throws IOException {
    Files.writeString(folder.resolve("model.json"), json);
    assertThatThrownBy(() -> SavedModel.load(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }

  private static Block initialised(NDManager manager) {
    Block network = Networks.build(NETWORK);
    network.setInitializer(new NormalInitializer(0.5f), Parameter.Type.WEIGHT);
    network.initialize(manager, DataType.FLOAT32, new Shape(1, 64));
    return network;
  }

  private static float[] answer(NDManager manager, Block network, NDArray input) {
    return network
        .forward(new ParameterStore(manager, false), new NDList(input), false)
        .singletonOrThrow()
        .toFloatArray();
  }
}
