import type { AnyModel } from "@anywidget/types";
import { follow } from "../model";
import type { NamedFile } from "./dropped";

/** How far an upload is, see imagerec.widgets.dashboard.uploads. */
export interface UploadState {
  upload: {
    number?: number;
    what?: string;
    received?: number;
    total?: number;
    done?: boolean;
    error?: string;
  };
}

const PIECE = 1 << 20; // bytes

/** Sends files to the kernel as one stream, each piece after the one before has come. */
export class Upload<State extends UploadState> {
  private number = 0;
  private whole = new Blob();
  private sent = -1;

  /** `changed` is told how far this one is, and what went wrong. */
  constructor(
    private readonly model: AnyModel<State>,
    private readonly what: string,
    private readonly changed: (upload: UploadState["upload"]) => void,
    signal: AbortSignal,
  ) {
    follow(model, ["upload"], () => this.hear(), signal);
    signal.addEventListener("abort", () => this.cancel());
  }

  get isUnderWay(): boolean {
    return this.number !== 0;
  }

  send(files: NamedFile[]): void {
    this.number = Date.now() + Math.random();
    this.whole = new Blob(files.map(({ file }) => file));
    this.sent = -1;
    this.changed({ received: 0, total: this.whole.size });
    this.tell("begin", { files: files.map(({ name, file }) => [name, file.size]) });
  }

  /** Nothing of it stays. */
  cancel(): void {
    if (!this.isUnderWay) return;
    this.tell("cancel");
    this.end({});
  }

  private hear(): void {
    const upload = this.model.get("upload");
    if (!this.isUnderWay || upload.number !== this.number) return;
    const { received = 0, total = 0, done = false, error = "" } = upload;
    if (done || error !== "") {
      this.end(upload);
      return;
    }
    this.changed(upload);
    if (received === total || received === this.sent) return;
    this.sent = received;
    void this.sendPiece(this.number, received);
  }

  private async sendPiece(number: number, start: number): Promise<void> {
    try {
      const piece = await this.whole.slice(start, start + PIECE).arrayBuffer();
      if (number === this.number) this.tell("piece", {}, [piece]);
    } catch {
      this.cancel();
      this.changed({ error: "The browser can't read the files any more. Drop them again." });
    }
  }

  private end(upload: UploadState["upload"]): void {
    this.number = 0;
    this.whole = new Blob();
    this.changed(upload);
  }

  private tell(step: string, values: object = {}, pieces: ArrayBuffer[] = []): void {
    const { number, what } = this;
    this.model.send({ kind: "upload", step, number, what, ...values }, undefined, pieces);
  }
}
