/** How the documentation pages look; it asks for no font and no picture from anywhere. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ink: #1f2933; --soft: #52606d; --paper: #ffffff; --band: #f4f7f8; --line: #dde3e8; --accent: #0f4c5c; --link: #0b6477;
  --get: #0b6477; --post: #2f6b2f; --patch: #8a5a00; --put: #8a5a00; --code: #f4f7f8; --warn: #a4341c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e7eb; --soft: #9fb0bd; --paper: #12181d; --band: #192229; --line: #2c3943; --accent: #7cc4d4; --link: #7cc4d4;
    --get: #1d7f95; --post: #3f8a3f; --patch: #a06d0c; --put: #a06d0c; --code: #192229; --warn: #ff9e85;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 16px; }
body {
  margin: 0; color: var(--ink); background: var(--paper);
  font: 15px/1.6 system-ui, "Segoe UI", Helvetica, Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; font-size: 13px; }
h1 { margin: 0 0 4px; font-size: 28px; line-height: 1.25; }
h2 { margin: 56px 0 8px; padding-bottom: 6px; border-bottom: 2px solid var(--accent); font-size: 22px; }
h3 { margin: 0 0 4px; font-size: 18px; line-height: 1.4; }
h4 { margin: 20px 0 6px; font-size: 14px; }
p { margin: 0 0 10px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 32px; font-size: 14px; }
.pair [lang="en"] p { color: var(--soft); }
.second { color: var(--soft); font-weight: normal; }
.layout { display: grid; grid-template-columns: 280px minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 24px 20px; background: var(--band); border-right: 1px solid var(--line); }
nav strong { display: block; margin: 18px 0 4px; font-size: 13px; color: var(--soft); }
nav a { display: flex; gap: 8px; align-items: baseline; padding: 3px 0; color: var(--ink); font-size: 13px; overflow-wrap: anywhere; }
nav .product { margin: 0; font-size: 17px; font-weight: 600; color: var(--accent); }
main { max-width: 980px; padding: 32px 40px 96px; }
main.single { max-width: 820px; margin: 0 auto; }
.method { flex: none; display: inline-block; min-width: 46px; padding: 1px 6px; border-radius: 4px; color: #fff; font: 600 11px/1.6 ui-monospace, Menlo, Consolas, monospace; text-align: center; }
.GET { background: var(--get); } .POST { background: var(--post); } .PATCH { background: var(--patch); } .PUT { background: var(--put); }
article { margin: 20px 0 36px; padding: 20px 24px; border: 1px solid var(--line); border-radius: 8px; }
.route { margin: 0 0 10px; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 15px; overflow-wrap: anywhere; }
.role { display: inline-block; margin: 2px 4px 2px 0; padding: 0 8px; border: 1px solid var(--line); border-radius: 10px; background: var(--band); font-size: 12px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13.5px; }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; font-size: 12.5px; white-space: nowrap; }
td code { overflow-wrap: anywhere; }
.fields th:nth-child(1) { width: 27%; } .fields th:nth-child(2) { width: 17%; } .fields th:nth-child(3) { width: 12%; }
td.limits { overflow-wrap: anywhere; min-width: 200px; }
.required, .always { color: var(--warn); font-size: 12px; white-space: nowrap; }
.always { color: var(--soft); }
.sample { position: relative; }
pre { margin: 0; padding: 12px 14px; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--code); line-height: 1.5; }
button { position: absolute; top: 8px; right: 8px; padding: 2px 10px; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: var(--soft); font: inherit; font-size: 12px; cursor: pointer; }
button:hover { color: var(--ink); }
summary { margin: 20px 0 6px; font-size: 14px; font-weight: 600; cursor: pointer; }
.problems { columns: 2; margin: 0; padding: 0; list-style: none; font-size: 13px; }
.operations { margin: 0; padding: 0; list-style: none; font-size: 13px; }
.operations li { padding: 2px 0; }
.problems li { break-inside: avoid; padding: 2px 0; }
.status { display: inline-block; min-width: 32px; color: var(--soft); }
dl { display: grid; grid-template-columns: 150px minmax(0, 1fr); gap: 8px 16px; margin: 20px 0; }
dt { color: var(--soft); } dd { margin: 0; }
dd p { margin: 0 0 6px; }
var { padding: 0 4px; border-radius: 3px; background: var(--band); font-style: normal; color: var(--soft); }
@media (max-width: 860px) {
  .layout { display: block; }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding: 20px 16px 64px; }
  article { padding: 16px; }
  .problems { columns: 1; }
  .pair { grid-template-columns: 1fr; }
  dl { grid-template-columns: 1fr; gap: 2px; } dd { margin-bottom: 12px; }
}
@media print { nav, button { display: none; } .layout { display: block; } article { break-inside: avoid; } }
`;
