"""Infers through the gateway with Triton's own client at a steady rate and reports failures as JSON.

Arguments: host:port, requests a second, file whose appearance ends the run.
"""

import json
import os
import sys
import threading
import time

import numpy as np
import tritonclient.http as triton

address, rate, stop_file = sys.argv[1], float(sys.argv[2]), sys.argv[3]
THREADS = 4
pixels = np.random.default_rng(7).uniform(0, 255, (2, 784))
lock = threading.Lock()
together = threading.Barrier(THREADS)
spans = []
latencies, failures, wrong = [], [], []


def check(client):
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("digits")
    metadata = client.get_model_metadata("digits")
    assert metadata["inputs"] == [{"name": "pixels", "datatype": "FP32", "shape": [-1, 784]}], metadata
    try:
        bad = triton.InferInput("pixels", [1, 10], "FP32")
        bad.set_data_from_numpy(np.zeros((1, 10), np.float32))
        client.infer("digits", [bad])
        raise AssertionError("a tensor of the wrong shape was taken")
    except triton.InferenceServerException as refused:
        assert refused.status() == "400" and "[-1,784]" in refused.message(), refused


def infer(client, variant):
    datatype, numpy_type = (("FP32", np.float32), ("FP64", np.float64))[variant % 2]
    tensor = triton.InferInput("pixels", [2, 784], datatype)
    tensor.set_data_from_numpy(pixels.astype(numpy_type), binary_data=variant % 3 != 0)
    outputs = None
    if variant % 4 == 1:
        outputs = [
            triton.InferRequestedOutput("scores", binary_data=False),
            triton.InferRequestedOutput("label", binary_data=True),
        ]
    compression = (None, "gzip", "deflate")[variant % 5 % 3]
    result = client.infer(
        "digits",
        [tensor],
        outputs=outputs,
        request_id=str(variant),
        request_compression_algorithm=compression,
        response_compression_algorithm=compression,
    )
    scores, label = result.as_numpy("scores"), result.as_numpy("label")
    assert scores.shape == (2, 10) and label.shape == (2,), (scores.shape, label.shape)
    assert [str(best) for best in scores.argmax(axis=1)] == [
        text.decode() if isinstance(text, bytes) else text for text in label
    ]
    assert result.get_response()["id"] == str(variant)


def work(number):
    with triton.InferenceServerClient(address) as client:
        try:
            check(client)
            infer(client, number)
        except Exception as error:
            with lock:
                wrong.append(repr(error))
            together.abort()
            return
        together.wait()
        start = time.monotonic()
        turn = 0
        while not os.path.exists(stop_file):
            due = start + (turn * THREADS + number) / rate
            time.sleep(max(0.0, due - time.monotonic()))
            began = time.monotonic()
            try:
                infer(client, turn)
                with lock:
                    latencies.append(time.monotonic() - began)
            except Exception as error:
                with lock:
                    failures.append(repr(error))
            turn += 1
        with lock:
            spans.append(time.monotonic() - start)


threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
for thread in threads:
    thread.start()
print("started", flush=True)
for thread in threads:
    thread.join()
seconds = max(spans, default=1.0)
ordered = sorted(latencies) or [0.0]
print(
    json.dumps(
        {
            "answered": len(latencies),
            "failures": failures[:5],
            "failed": len(failures),
            "wrong": wrong,
            "perSecond": (len(latencies) + len(failures)) / seconds,
            "p50Millis": 1000 * ordered[len(ordered) // 2],
            "p99Millis": 1000 * ordered[int(len(ordered) * 0.99)],
        }
    ),
    flush=True,
)
