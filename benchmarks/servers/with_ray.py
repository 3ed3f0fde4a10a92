"""The model behind Ray Serve: `MODEL=model.onnx python with_ray.py PORT`, POST /predict."""

import os
import sys
import time

import ray
from fastapi import FastAPI, Request
from ray import serve

from picture import answers, open_model, pixels

web = FastAPI()


@serve.deployment(ray_actor_options={"num_cpus": 0.5}, max_ongoing_requests=200)
@serve.ingress(web)
class Pictures:
    """Decodes and asks in batches."""

    def __init__(self):
        self.model = open_model()

    @serve.batch(max_batch_size=16, batch_wait_timeout_s=0.002)
    async def ask(self, pictures: list) -> list:
        return answers(self.model, pictures)

    @web.post("/predict")
    async def predict(self, request: Request) -> dict:
        return {"predictions": [await self.ask(pixels(await request.json()))]}


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, runtime_env={
        "env_vars": {"MODEL": os.environ["MODEL"], "PYTHONPATH": here}})
    serve.start(http_options={"host": "127.0.0.1", "port": int(sys.argv[1])})
    serve.run(Pictures.bind())
    while True:
        time.sleep(60)
