import type { AnyModel } from "@anywidget/types";
import type { ServiceState } from "../records";

/** The service as Python knows it; see imagerec.widgets.dashboard.serving. */
export interface ServiceMessage {
  /** what is done at the moment; nothing when it is over */
  busy?: string;
  error?: string;
  /** the folder of the models */
  models?: string;
  /** of its page; nothing where no service runs */
  url?: string;
  /** that it listens at */
  address?: string;
  /** HOST:PORT */
  grpc?: string;
  pid?: number;
  /** when it ends, in words */
  ends?: string;
  wants_token?: boolean;
  /** ten lines that ask it */
  code?: string;
  /** the services of this folder: the page of each, and what tells it from the others */
  choices?: [url: string, name: string][];
}

/** The traits of imagerec.widgets.dashboard.serving. */
export interface ServingState {
  /** what is served: a run's name where it is to be exported, and the folder */
  can_serve: { name?: string; models?: string };
  service: ServiceMessage;
  /** what it says of itself; nothing in it where it says nothing */
  service_state: Partial<ServiceState>;
  serve_wish: { number?: number; do?: "start" | "stop" | "follow"; keep?: boolean;
    another?: boolean; url?: string };
}

export type Serving = AnyModel<ServingState>;
