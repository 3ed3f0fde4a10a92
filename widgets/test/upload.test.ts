import { expect, test } from "vitest";
import { visible } from "../src/shared/files/dropped";
import { Upload, type UploadState } from "../src/shared/files/upload";

interface Sent { step: string; number: number; files?: [string, number][] }

/** The kernel's end: keeps what is sent, and answers as it is told. */
class Kernel {
  readonly sent: Sent[] = [];
  readonly bytes: number[] = [];
  private upload: UploadState["upload"] = {};
  private heard: () => void = () => undefined;

  get = () => this.upload;
  on = (_: string, heard: () => void) => {
    this.heard = heard;
  };
  send = (content: Sent, _: unknown, pieces: ArrayBuffer[]) => {
    this.sent.push(content);
    this.bytes.push(...pieces.map(({ byteLength }) => byteLength));
  };

  answer(values: UploadState["upload"]): void {
    this.upload = { number: this.sent.at(-1)?.number, ...values };
    this.heard();
  }
}

const file = (name: string, size: number) => ({ name, file: new File(["x".repeat(size)], name) });
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test("all files go as one stream, each piece when the one before has come", async () => {
  const kernel = new Kernel();
  const told: UploadState["upload"][] = [];
  const upload = new Upload<UploadState>(
    kernel as never, "data", (now) => told.push(now), new AbortController().signal,
  );
  upload.send([file("a/1", 1_000_000), file("a/2", 500_000)]);
  expect(kernel.sent[0]?.files).toEqual([["a/1", 1_000_000], ["a/2", 500_000]]);
  kernel.answer({ received: 0, total: 1_500_000 });
  kernel.answer({ received: 0, total: 1_500_000 }); // the same again sends nothing twice
  await settled();
  expect(kernel.bytes).toEqual([1 << 20]);
  kernel.answer({ received: 1 << 20, total: 1_500_000 });
  await settled();
  expect(kernel.bytes).toEqual([1 << 20, 1_500_000 - (1 << 20)]);
  kernel.answer({ received: 1_500_000, total: 1_500_000, done: true });
  expect([upload.isUnderWay, told.at(-1)?.done]).toEqual([false, true]);
});

test("a cancelled upload sends nothing more, and another one's answer is not its own", async () => {
  const kernel = new Kernel();
  const upload = new Upload<UploadState>(
    kernel as never, "data", () => undefined, new AbortController().signal,
  );
  upload.send([file("1", 10)]);
  upload.cancel();
  kernel.answer({ received: 0, total: 10 });
  upload.send([file("2", 10)]);
  kernel.answer({ number: 1, received: 0, total: 10 });
  await settled();
  expect(kernel.sent.map(({ step }) => step)).toEqual(["begin", "cancel", "begin"]);
  expect(kernel.bytes).toEqual([]);
});

test("what systems put into folders is passed over", () => {
  const names = ["a/.DS_Store", "__MACOSX/a/1.jpg", ".git/x", "a/1.jpg"];
  expect(visible(names.map((name) => file(name, 1))).map(({ name }) => name)).toEqual(["a/1.jpg"]);
});
