import type { Explained, ServiceState } from "../shared/records";

const KEPT = "imagerec-token";

/** The service asks for a token, or for another one. */
export class TokenWanted extends Error {}

/** The likeliest classes of a picture. */
export interface Answer { number: number; name: string; probability: number }

/** Asks the service that this page came from. The token stays in this tab. */
export class Service {
  get token(): string {
    return sessionStorage.getItem(KEPT) ?? "";
  }

  set token(value: string) {
    if (value === "") sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, value);
  }

  async state(): Promise<ServiceState> {
    return (await this.ask("imagerec/state")).json();
  }

  /** How probable each class is, by the same request that a program sends. */
  async predict(model: string, picture: Blob): Promise<number[]> {
    const body = JSON.stringify({
      signature_name: "serving_bytes", instances: [{ b64: await base64(picture) }],
    });
    const path = `v1/models/${encodeURIComponent(model)}:predict`;
    const said = await this.ask(path, { method: "POST", body, headers: JSON_BODY });
    return probabilitiesIn(await said.json());
  }

  async explain(model: string, picture: Blob, target: number): Promise<Explained> {
    const query = new URLSearchParams({ model, target: String(target) });
    const said = await this.ask(`imagerec/explain?${query}`, {
      method: "POST", body: picture, headers: { "Content-Type": "application/octet-stream" },
    });
    return said.json();
  }

  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.token !== "") headers.set("Authorization", `Bearer ${this.token}`);
    const response = await this.fetched(path, { ...init, headers });
    if (response.ok) return response;
    const words = await errorIn(response);
    throw response.status === 401 ? new TokenWanted(words) : new Error(words);
  }

  private async fetched(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(path, init);
    } catch {
      throw new Error("The service doesn't answer: it was stopped, or the network is away.");
    }
  }
}

const JSON_BODY = { "Content-Type": "application/json" };

async function errorIn(response: Response): Promise<string> {
  try {
    const { error } = await response.json();
    if (typeof error === "string") return error;
  } catch {
    // no JSON: its status says it
  }
  return `The service answers ${response.status} ${response.statusText}.`;
}

/** The bytes of a file as text. */
async function base64(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 32768)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 32768)));
  return btoa(parts.join(""));
}

/** The bytes that such a text stands for. */
export function bytesOf(text: string): DataView {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return new DataView(bytes.buffer);
}

/** The probabilities in an answer to one picture. */
export function probabilitiesIn(said: unknown): number[] {
  const { predictions } = said as { predictions?: { probabilities?: number[] }[] };
  const found = predictions?.[0]?.probabilities;
  if (Array.isArray(found)) return found;
  throw new Error("The model answers no probabilities.");
}

/** The likeliest classes, the likeliest first. */
export function likeliest(probabilities: number[], classes: string[], most: number): Answer[] {
  return probabilities
    .map((probability, number) => ({
      number, name: classes[number] ?? `class ${number}`, probability,
    }))
    .sort((one, other) => other.probability - one.probability)
    .slice(0, most);
}
