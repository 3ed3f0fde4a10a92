import asyncio, cProfile, pstats, numpy as np, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from imagerec.deploy.server.servable import open_servable
from imagerec.deploy.server.batching import Batcher, BatchRules
s=open_servable(Path("/tmp/w/mb/models/digits/1")); s.warm_up()
x=np.zeros((1,8,8,1),"f")
b=None
async def main():
    b=Batcher(s,ThreadPoolExecutor(2),BatchRules(),2)
    async def go(n):
        for _ in range(n): await b.submit("",{"images":x})
    await go(200)
    t=time.process_time(); await go(3000); print("cpu µs", (time.process_time()-t)/3000*1e6)
    async def nothing(n):
        loop=asyncio.get_running_loop()
        for _ in range(n):
            f=loop.create_future(); loop.call_soon(f.set_result,1); await f
    t=time.process_time(); await nothing(3000); print("asyncio hop alone cpu µs", (time.process_time()-t)/3000*1e6)
    p=cProfile.Profile(); p.enable(); await go(3000); p.disable()
    pstats.Stats(p).sort_stats("tottime").print_stats(28)
asyncio.run(main())
