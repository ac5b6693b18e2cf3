/**
 * The saved model that tuning writes and the inference server reads. A model is a folder:
 *
 * <pre>
 * digits/
 *   model.json           the description, written last: a folder without it holds no model
 *   digits-0000.params   the parameters, as DJL saves them; or model.pt, a TorchScript file
 * </pre>
 *
 * The parameters file knows no architecture, so {@code model.json} describes it:
 *
 * <pre>
 * {"format": 1,
 *  "name": "digits",
 *  "input":  {"name": "pixels", "datatype": "FP32", "shape": [784]},     without the batch dimension
 *  "output": {"name": "scores", "datatype": "FP32", "shape": [10]},
 *  "classes": ["0", "1", ...],                                          empty: classes have no names
 *  "layers": [{"type": "reshape", "shape": [1, 28, 28]},
 *             {"type": "conv2d", "name": "conv1", "filters": 16, "kernel": [3, 3], "padding": [1, 1]},
 *             {"type": "batch_norm", "name": "norm1"}, {"type": "relu"},
 *             {"type": "max_pool", "kernel": [2, 2]}, {"type": "dropout", "rate": 0.2},
 *             {"type": "flatten"},
 *             {"type": "linear", "name": "fc1", "units": 128}, ...],
 *  "standardisation": {"mean": [33.3], "deviation": [78.5]},            one figure, or one a feature
 *  "params": "digits-0000.params",
 *  "params_sha256": "..."}
 * </pre>
 *
 * A TorchScript model has {@code "torchscript": "model.pt"} and {@code "torchscript_sha256"} in
 * place of {@code layers}, {@code params} and {@code params_sha256}. Standardisation, {@code (x -
 * mean) / deviation} over the flattened input, is the network's first layer: whoever opens a model
 * gives it the raw values. The scores are logits. Start at {@link io.lepton.model.SavedModel}.
 */
@NullMarked
package io.lepton.model;

import org.jspecify.annotations.NullMarked;
