import type { AnyModel } from "@anywidget/types";
import type { Row } from "../records";

/** A format that can be asked for, who reads it, and why it can't be written here, or nothing. */
export interface FormatRow { name: string; says: string; missing: string }

/** The traits of imagerec.widgets.dashboard.exporting. */
export interface ExportingState {
  can_export: { name?: string; folder?: string; formats?: FormatRow[] };
  exported: {
    busy?: string; path?: string; bytes?: number; differences?: Record<string, number>;
    error?: string;
  };
  export_wish: { number?: number; folder?: string; formats?: string[] };
}

/** A method that can be asked for, as "prune=0.8"; and whether it takes a training. */
export interface MethodRow { name: string; says: string; trains: boolean }

/** What was found so far. */
export interface Found {
  /** the method that is made; nothing when it is over */
  busy?: string;
  stops?: boolean;
  rows?: Row[];
  /** the methods that no other dominates */
  front?: string[];
  chosen?: string;
  sentence?: string;
  failed?: { method: string; why: string }[];
  error?: string;
}

/** What one of the two says of a picture. */
export interface Answer { name: string; probability: number; right: boolean }

/** A picture about which a file and its original differ. */
export interface Apart { true: string; before: Answer; after: Answer }

export interface Wish {
  number?: number; target?: string; methods?: string[]; stop?: boolean; look?: string;
  open?: number;
}

/** The traits of imagerec.widgets.dashboard.compressing. */
export interface CompressingState {
  can_compress: { name?: string; methods?: MethodRow[]; missing?: string };
  compression: Found;
  compress_wish: Wish;
  apart: {
    method?: string; total?: number; n?: number; tile?: [number, number]; pictures?: Apart[];
    error?: string;
  };
  apart_sheet: DataView;
  apart_view: { place?: number; gradient?: string; before?: string; after?: string };
  apart_picture: DataView; apart_gradient: DataView; apart_before: DataView; apart_after: DataView;
}

export type Exporting = AnyModel<ExportingState>;
export type Compressing = AnyModel<CompressingState>;
