import openvino, numpy as np
core=openvino.Core()
for s in ({"ENABLE_MMAP": False},{"ENABLE_MMAP":"NO"}):
    try:
        m=core.compile_model("/tmp/w/mb/models/digits/1/model.xml","CPU",{"INFERENCE_PRECISION_HINT":"f32",**s}); print(s,"ok", m(np.zeros((1,8,8,1),"f"))[0].shape)
    except Exception as e: print(s, str(e)[:300])
maps=[l for l in open("/proc/self/maps") if "model.bin" in l]; print(maps)
m=openvino.Core().compile_model("/tmp/w/mb/models/digits/1/model.xml","CPU",{}); print([l for l in open("/proc/self/maps") if "model.bin" in l])
from ai_edge_litert.interpreter import Interpreter
i=Interpreter("/tmp/w/mb/models/digits/1/model.tflite"); print([l for l in open("/proc/self/maps") if "tflite" in l and "model" in l])
import onnxruntime; s=onnxruntime.InferenceSession("/tmp/w/mb/models/digits/1/model.onnx"); print([l for l in open("/proc/self/maps") if "model.onnx" in l])
