import asyncio, shutil, time, numpy as np, sys, logging
logging.basicConfig(level="INFO", format="%(message)s")
from pathlib import Path
import tempfile
root=Path(tempfile.mkdtemp())
shutil.copytree("/tmp/w/mb/models/digits/1", root/"ours"/"1", ignore=lambda d,n:[x for x in n if x in("model.onnx","model.tflite","model.xml","model.bin")])
import json
l=json.loads((root/"ours/1/labels.json").read_text()); 
shutil.copytree("/tmp/w/mb/models/digits/1", root/"theirs"/"1", ignore=lambda d,n:[x for x in n if x in("model.onnx","model.tflite","model.xml","model.bin","labels.json")])
from imagerec.deploy.server.models import Models
async def main():
    m=Models(root,poll=0.2); t=time.time(); await m.start(); print("start",time.time()-t)
    x=np.random.default_rng(0).random((2,8,8,1)).astype("f")*255
    a=await m.predict("ours",None,None,"",{"images":x}); b=await m.predict("theirs",None,None,"",{"images":x})
    print(m.find("ours")[0].servable.engine, m.find("theirs")[0].servable.engine, np.abs(a.outputs["probabilities"]-b.outputs["probabilities"]).max(), a.outputs["classes"]==b.outputs["classes"], list(m.signatures("theirs")))
    for n in ("ours","theirs"):
        xs={"images":x[:1]}
        await m.predict(n,None,None,"",xs)
        t=time.perf_counter(); 
        for _ in range(100): await m.predict(n,None,None,"",xs)
        print(n, (time.perf_counter()-t)/100*1e6,"µs")
    await m.close()
asyncio.run(main()); print("keras" in sys.modules)
