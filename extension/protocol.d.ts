// What docs/protocol.md says, as types for the editor and for `tsc`; nothing here runs.
// Instants are ISO 8601 in UTC, dates are YYYY-MM-DD. Texts come in the buyer's language and are plain text.

type Level = "none" | "info" | "warn" | "act" | "critical";

interface Badge { level: Level; icon: string; text: string; title: string }
interface Clock { kind: string; case?: string; label: string; ends_at?: string; on?: string; basis: "read" | "estimated"; worked_out?: boolean; page?: string; read_at?: string }
interface Scan { local_time?: string; place?: string; text: string; status?: string }
interface SourceAnswer { source: string; name: string; asked_at?: string; outcome: string; link?: string | null; status?: string; events?: Scan[] }
interface Parcel {
  number?: string; numbers?: string[]; carrier?: string; status?: string; status_text?: string; disagree?: boolean;
  sources?: SourceAnswer[]; marks_offered?: string[];
}
interface Line { line_id?: string; title: string; quantity?: number; parcel?: string; image_url?: string }
interface Dispute { dispute_id?: string; state: string; state_text?: string; answer_due?: string; marks_offered?: string[] }
interface Advice { do?: string; until?: string; why?: string; otherwise?: string; avoid?: string }
interface Mark { mark_id: string; kind: string; parcel?: string; line_id?: string; dispute_id?: string; number?: string; at?: string }
interface Order {
  order_id: string; url?: string; title?: string; lines?: Line[]; store?: string;
  total?: { amount: string; currency: string }; status?: string; status_text?: string; placed_on?: string; read_at?: string; pages_read?: { [page: string]: string };
  settled?: boolean; badge?: Badge; urgent_at?: string; clocks?: Clock[]; parcels?: Parcel[]; disputes?: Dispute[];
  advice?: Advice; marks?: Mark[]; marks_offered?: string[];
}

interface Notice {
  id: string; covers?: string[]; kind: string; level: Level; at: string; deadline?: string; order_ids?: string[];
  parcels?: string[]; basis?: string; folded?: string[]; traps?: string[]; about?: string; title: string; why?: string; do?: string;
  otherwise?: string; link?: string; state?: "planned" | "due" | "shown" | "acknowledged" | "snoozed" | "cleared";
}
interface NoticeEvent { id: string; what: "shown" | "acknowledged" | "snoozed"; at: string; until?: string }

interface PageProblem { page?: string; text: string; times?: number; last_at?: string }
interface SourceState { source: string; name: string; state: string; asked?: boolean; until?: string | null }
interface Changes {
  cursor: string; more?: boolean; full?: boolean; now?: string; clock_moved_by?: number; orders?: Order[];
  notices?: Notice[]; plan?: Notice[]; problems?: PageProblem[]; sources?: SourceState[]; language?: string; zone?: string;
}

/** One copied answer on its way to the server (`POST /api/v1/pages`). */
interface Reading { id: string; url: string; seen_at: string; language: string; body: string }

interface Pairing { port: number; token: string; client_id: string; paired_at: string }
/** How the last talk with the server went; `state` decides what the buyer is told about it. */
interface ServerState {
  state: "ok" | "unpaired" | "unreachable" | "refused" | "outdated" | "failing"; at: string; since: string; message?: string;
  answered_at?: string; clock_moved_by: number; language?: string; zone?: string;
}
