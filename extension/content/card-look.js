// How an opened card looks, and the banner: beyond the look of the badges (content/look.js), and only where one is shown.
(() => {
  "use strict";
  orderwarden.cardLook = `
.card { overflow-wrap: anywhere;
h2 { margin: 0; font-size: 14px; line-height: 1.35; font-weight: 650; }
h3 { margin: 16px 0 6px; font-size: 11px; line-height: 1.3; font-weight: 650; color: var(--soft); }
p { margin: 4px 0 0; }
ul { list-style: none; margin: 0; padding: 0; }
a { color: var(--accent); }
.head { display: flex; gap: 10px; align-items: flex-start; }
.head > div { flex: 1; min-width: 0; }
.head h2 { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.state { margin-top: 10px; display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
.advice { margin-top: 12px; padding: 10px 12px; border-radius: 10px; background: var(--bg); color: var(--fg); }
.advice .do { font-weight: 650; margin: 0; }
.advice dl { display: grid; grid-template-columns: auto 1fr; gap: 3px 10px; margin: 8px 0 0; }
.advice dt { font-weight: 600; }
dd { margin: 0; }
.clocks li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; padding: 6px 0; border-bottom: 1px solid var(--line); }
.clocks b { font-weight: 600; }
.clocks .small { width: 100%; }
.parcel { padding: 10px 12px; border: 1px solid var(--line); border-radius: 10px; margin-top: 8px; }
.number { font-weight: 600; unicode-bidi: isolate; }
.sources { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px 14px; margin-top: 8px; }
.sources b { display: block; margin-bottom: 4px; font-size: 12px; }
.scans li { padding: 0 10px 6px; border-inline-start: 2px solid var(--line); }
.scans li:first-child { border-color: var(--accent); }
summary { cursor: pointer; color: var(--accent); font-size: 12px; }
.said { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 8px; align-items: center; }
.said li { display: flex; gap: 8px; align-items: center; padding: 4px 0; flex-basis: 100%; }
.said li span { flex: 1; min-width: 0; }
}
.soft { color: var(--soft); }
.small { font-size: 12px; }
.foot { margin-top: 14px; padding-top: 10px; border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 4px 12px; justify-content: space-between; }
.ow .button { display: inline-flex; align-items: center; gap: 6px; min-height: 28px; padding: 3px 11px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--paper); color: var(--ink); font: inherit; font-size: 12px; text-align: start; cursor: pointer; }
.ow .button:hover { border-color: var(--accent); color: var(--accent); }
.ow .button.bare { border-color: transparent; background: none; padding: 3px 6px; }
.ow input, .ow select { min-height: 30px; padding: 3px 9px; border: 1px solid var(--soft); border-radius: 8px; background: var(--paper); color: var(--ink); font: inherit; }
.floating { position: absolute; inset: auto; margin: 0; width: min(430px, calc(100vw - 16px)); max-height: min(72vh, 600px); overflow: auto;
  padding: 14px 16px; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); box-shadow: 0 12px 36px rgb(15 35 50 / .22); }
.banner { position: fixed; inset: 0 0 auto; z-index: 2147483646; display: flex; gap: 10px; align-items: center; justify-content: center; padding: 4px 12px; min-height: 32px;
  background: var(--bg); color: var(--fg); font-weight: 600; }
.banner span { overflow: hidden; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow-wrap: anywhere; }
@media (max-width: 600px) { .banner { flex-wrap: wrap; } .banner span { flex: 1 0 80%; -webkit-line-clamp: 3; } }
.banner .button { background: none; border-color: currentColor; color: inherit; flex: none; }
.banner .button:hover { color: inherit; background: rgb(255 255 255 / .16); border-color: currentColor; }
@media (prefers-color-scheme: dark) {
.ow { --paper: #1b232a; --ink: #e6ecf0; --soft: #a3b1bc; --line: #35424c; --wash: #232d35; --accent: #6cc7d3;
    --none-bg: #2d3841; --none-ink: #c8d2da; --info-bg: #12384b; --info-ink: #b0dff5; --warn-bg: #43340a; --warn-ink: #f8dc8c;
    --act-bg: #512709; --act-ink: #ffcba6; --critical-bg: #c4232c; --critical-ink: #fff; color-scheme: dark; }
}`;
})();
