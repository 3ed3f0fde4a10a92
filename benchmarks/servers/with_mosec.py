"""The model behind mosec: `MODEL=model.onnx python with_mosec.py --port PORT`, POST /inference."""

from mosec import Server, Worker

from picture import answers, open_model, pixels


class Pictures(Worker):
    """Decodes and asks in batches."""

    def __init__(self):
        super().__init__()
        self.model = open_model()

    def forward(self, requests):
        said = answers(self.model, [pixels(request) for request in requests])
        return [{"predictions": [one]} for one in said]


if __name__ == "__main__":
    server = Server()
    server.append_worker(Pictures, num=1, max_batch_size=16, max_wait_time=2)
    server.run()
