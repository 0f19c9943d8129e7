/** The look of the report: readable on a screen in light and dark, and on A4 paper. No address is loaded from anywhere. */
export const style = `
:root{color-scheme:light dark;--ink:#1b2330;--soft:#5a6678;--line:#d9dee6;--paper:#fff;--panel:#f5f7fa;--bar:#3b76b5;--full:#b5533b;--good:#1d7a46;--warn:#9a6200;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ef;--soft:#a3adbd;--line:#38424f;--paper:#14181f;--panel:#1d232c;--bar:#6aa5e0;--full:#e08a6a;--good:#5cc48a;--warn:#e0b45c;--bad:#f2877f}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem 1.25rem 3rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1{font-size:1.5rem;margin:0 0 .25rem}
h2{font-size:1.1rem;margin:2.25rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
p{margin:.4rem 0;max-width:46rem}
.soft{color:var(--soft)}
.verdict{margin:1rem 0;padding:.8rem 1rem;background:var(--panel);border-left:4px solid var(--soft);border-radius:3px}
.verdict strong{display:block;font-size:1.1rem}
.optimal{border-color:var(--good)}.within-gap,.feasible{border-color:var(--warn)}.infeasible,.unproved{border-color:var(--bad)}
dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin:1rem 0}
dl.facts div{background:var(--panel);padding:.6rem .8rem;border-radius:3px}
dl.facts dt{color:var(--soft);font-size:.85rem}
dl.facts dd{margin:0;font-size:1.25rem;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:.3rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600;vertical-align:bottom}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}td.number{white-space:nowrap}
td.id{white-space:nowrap}@media screen and (max-width:36rem){td:not([class]){min-width:7rem}}
td.day{white-space:nowrap;font-variant-numeric:tabular-nums}
.yes{color:var(--good)}.no{color:var(--warn)}
svg{display:block;width:100%;max-width:52rem;height:auto;margin:.5rem 0}
svg text{fill:var(--ink);font-size:12px}@media screen and (max-width:36rem){svg{overflow:visible}svg text{font-size:16px}}
svg .value{fill:var(--soft)}
svg .bar{fill:var(--bar)}svg .full{fill:var(--full)}
svg .limit{stroke:var(--ink);stroke-width:1.5}
svg .band{fill:none;stroke:var(--bar);stroke-opacity:.35}svg .band:hover{stroke-opacity:.7}svg .area{fill:var(--bar);fill-opacity:.75}svg .axis{stroke:var(--line)}
.tools{display:flex;flex-wrap:wrap;gap:.6rem 1rem;margin:.5rem 0}.tools label{color:var(--soft);font-size:.85rem}
input,select,button{font:inherit;color:var(--ink);background:var(--panel);border:1px solid var(--soft);border-radius:3px;padding:.2rem .45rem;max-width:14rem}
th button{background:none;border:0;padding:0;color:inherit;font-weight:600;cursor:pointer;text-align:inherit}th[aria-sort=ascending] button::after{content:' ▲'}th[aria-sort=descending] button::after{content:' ▼'}
th[scope=rowgroup]{color:var(--ink);background:var(--panel)}:focus-visible{outline:2px solid var(--bar);outline-offset:2px}button:disabled{opacity:.5}
[hidden]{display:none!important}
code{font-family:ui-monospace,Consolas,monospace;font-size:.85em;overflow-wrap:anywhere}
@page{size:A4;margin:14mm}
@media print{.tools,.pages{display:none}#explorer{display:none}#plain-rows[hidden]{display:block!important}:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--panel:#f3f3f3;--bar:#446;--full:#a33}
body{max-width:none;padding:0;font-size:9.5pt}thead{display:table-header-group}tr,svg,.verdict,dl.facts div{break-inside:avoid}h2{break-after:avoid}.wide{overflow:visible}table{font-size:8pt}td,th{padding:.15rem .3rem}td.id{white-space:normal}}
`;
