"""The model behind LitServe: `MODEL=model.onnx python with_litserve.py PORT`, POST /predict."""

import sys

import litserve
from picture import answers, open_model, pixels


class Pictures(litserve.LitAPI):
    """Decodes in the web process and asks in batches."""

    def setup(self, device):
        self.model = open_model()

    def decode_request(self, request):
        return pixels(request)

    def batch(self, inputs):
        return inputs

    def predict(self, pictures):
        return answers(self.model, pictures)

    def unbatch(self, outputs):
        return outputs

    def encode_response(self, output):
        return {"predictions": [output]}


if __name__ == "__main__":
    server = litserve.LitServer(Pictures(max_batch_size=16, batch_timeout=0.002), accelerator="cpu",
                                workers_per_device=1)
    server.run(host="127.0.0.1", port=int(sys.argv[1]), generate_client_file=False,
               log_level="warning")
