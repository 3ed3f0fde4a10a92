"""The model behind BentoML: `MODEL=model.onnx bentoml serve with_bentoml:Pictures --port PORT`,
POST /predict."""

import bentoml

from picture import answers, open_model, pixels


@bentoml.service(workers=1, traffic={"timeout": 60})
class Pictures:
    """Decodes and asks, one picture at a time: its batching takes arrays and no JSON."""

    def __init__(self):
        self.model = open_model()

    @bentoml.api
    def predict(self, instances: list[dict]) -> dict:
        return {"predictions": answers(self.model, [pixels({"instances": instances})])}
