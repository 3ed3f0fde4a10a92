import { make } from "../shared/dom";
import { button } from "../shared/fields";

/** The camera's picture, and a button that takes it; hidden until it is opened. */
export class Camera {
  readonly element: HTMLElement;
  private readonly video = make("video", { attributes: { "data-testid": "camera" } });
  private stream: MediaStream | null = null;

  constructor(
    private readonly taken: (picture: File) => void,
    private readonly failed: (words: string) => void,
  ) {
    this.video.autoplay = this.video.muted = this.video.playsInline = true;
    this.video.ariaLabel = "What the camera sees";
    this.element = make("div", { class: "ir-camera" }, [
      this.video,
      make("div", { class: "ir-buttons" }, [
        button("camera-take", "Take the picture", () => void this.take(), {
          class: "ir-button ir-start",
        }),
        button("camera-close", "Close", () => this.close()),
      ]),
    ]);
    this.element.hidden = true;
  }

  /** Browsers give a camera only to pages of this machine, or by TLS. */
  static get isThere(): boolean {
    return navigator.mediaDevices !== undefined;
  }

  async open(): Promise<void> {
    this.failed("");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: true });
    } catch (error) {
      const denied = (error as DOMException).name === "NotAllowedError";
      this.failed(denied ? "The browser wasn't allowed to use the camera."
        : "There is no camera that can be used.");
      return;
    }
    this.video.srcObject = this.stream;
    this.element.hidden = false;
    this.element.querySelector("button")?.focus();
  }

  close(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = this.video.srcObject = null;
    this.element.hidden = true;
  }

  private async take(): Promise<void> {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (width === 0) return;
    const canvas = make("canvas", { attributes: { width: String(width), height: String(height) } });
    canvas.getContext("2d")?.drawImage(this.video, 0, 0);
    const blob = await new Promise<Blob | null>((told) => canvas.toBlob(told, "image/jpeg", 0.95));
    this.close();
    if (blob !== null) this.taken(new File([blob], "from the camera"));
  }
}
