package io.lepton.migrate;

import io.lepton.deploy.SampleRequest;
import io.lepton.json.Json;
import io.lepton.model.ModelDescription;
import io.lepton.model.SavedModel;
import io.lepton.prepare.Examples;
import io.lepton.prepare.PreparedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Requests of the Open Inference Protocol made of rows of the test split. */
final class Samples {
  private static final int MOST = 200;

  private Samples() {}

  static List<SampleRequest> of(PreparedData data, Path modelFolder) {
    ModelDescription model = SavedModel.load(modelFolder).description();
    Examples test = data.test();
    List<SampleRequest> requests = new ArrayList<>();
    for (int row = 0; row < Math.min(test.size(), MOST); row++) {
      float[] values = new float[test.width()];
      test.copyRow(row, values, 0);
      List<Long> shape = new ArrayList<>(List.of(1L));
      shape.addAll(model.input().shape());
      Request body =
          new Request(
              List.of(new Tensor(model.input().name(), shape, model.input().datatype(), values)));
      requests.add(
          new SampleRequest(
              "/v2/models/" + model.name() + "/infer", "application/json", Json.line(body)));
    }
    return requests;
  }

  private record Request(List<Tensor> inputs) {}

  // Written once and dropped, never compared, so the array's identity does not matter.
  @SuppressWarnings("ArrayRecordComponent")
  private record Tensor(String name, List<Long> shape, String datatype, float[] data) {}
}
