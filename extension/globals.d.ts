// What content/*.js and the popup share through the global `orderwarden`, as types for `tsc`; nothing here runs.

interface Place { id: string; beside: Element }
interface Drawn { id: string; beside: Element; shown: string; own?: { host: HTMLElement; root: ShadowRoot } }
interface Message { words: HTMLElement; text: string; order?: string }
interface Found { message: number; sentence: string; reason: string }
interface Opened { id: string; host: HTMLElement; root: ShadowRoot; panel: HTMLElement }
/** What the worker answers to `badges`. */
interface Said { server: ServerState["state"]; critical: Notice[]; language: string; zone: string; server_line?: string }
interface Context {
  language: string; zone: string; send: (message: object) => Promise<any>; close?: () => void; server_line?: string;
}
type Attributes = { [name: string]: string | number | boolean | undefined | ((event: Event) => unknown) };
type Draws<Thing> = (thing: Thing, context: Context) => HTMLElement | undefined;
type Child = Node | string | false | null | undefined;

interface Orderwarden {
  send(message: object): Promise<any>;
  onEnd(ending: () => void): void;
  end(): void;
  places(): Place[];
  messages(): Message[];
  direction(): "ltr" | "rtl";
  rangeOf(message: Message, sentence: string): Range | undefined;
  dress(root: ShadowRoot | Document, ...more: string[]): void;
  hidden(tag: string, ...look: string[]): { host: HTMLElement; root: ShadowRoot };
  icon(name: string): SVGElement;
  element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Attributes | string, ...children: (Child | Child[])[]): HTMLElementTagNameMap[Tag];
  word(key: string, ...fillings: (string | number)[]): string;
  levelOf(badge: { level: Level } | undefined): Level;
  when(iso: string | undefined, context: Context, withZone?: boolean): string;
  line(...texts: (string | undefined | false)[]): Child[];
  pill(badge: Badge, tag?: "span" | "button"): HTMLElement;
  lookThere(source: SourceAnswer): HTMLElement | undefined;
  parcel(parcel: Parcel, context: Context): HTMLElement;
  card(order: Order, context: Context): HTMLElement;
  /** A card in the place of the one before: what is filled in stays, and who is filling it in stays there. */
  exchange(before: Element, card: Element): void;
  cardLook: string;
  reader?: (shown: { count: number; done: number; total: number; blocked: boolean }) => void;
  opening?: { toggle(id: string, from: HTMLElement, said: Said): Promise<void>; banner(said: Said): void; renew(said: Said): Promise<void> };
}

declare var orderwarden: Orderwarden;
/** What popup/first.js has asked for. */
declare var begun: { keys: string[]; stored: Promise<{ [key: string]: any }>; tabs: Promise<chrome.tabs.Tab[]> };

interface Window {
  Highlight?: typeof Highlight;
  navigation?: EventTarget;
  Request: typeof Request; Response: typeof Response; URL: typeof URL; URLSearchParams: typeof URLSearchParams;
  CustomEvent: typeof CustomEvent; XMLHttpRequest: typeof XMLHttpRequest; MutationObserver: typeof MutationObserver; HTMLScriptElement: typeof HTMLScriptElement;
}
