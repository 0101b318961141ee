//! The report for people: one HTML file that needs nothing else.

use std::fmt::Write;

use super::Measured;
use super::bars::Verdict;
use super::chart;
use super::table::{peers, thousands};
use super::worst::{self, Worst};

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1c2430; --dim: #667085; --line: #d7dce3; --back: #fff; --bar: #9fb3c8; --ours: #c2571a; --limit: #cfd6dd }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #98a2b3; --line: #333b47; --back: #14181f; --bar: #4f6478; --ours: #f08a4b; --limit: #333b47 } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem }
p.about, dl { color: var(--dim) } dl { display: grid; grid-template-columns: 7rem 1fr; gap: .2rem } dd { margin: 0 }
nav a { margin-right: .8rem } a { color: inherit }
table { border-collapse: collapse; font-size: 13px; width: 100%; font-variant-numeric: tabular-nums } th, td { padding: .2rem .5rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line) }
th:first-child, td:first-child { text-align: left } small { color: var(--dim) } tr.ours td, tr.ours small { font-weight: 600; color: var(--ours) } tr.missed td { color: var(--ours) }
.scroll { overflow-x: auto } .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(21rem, 1fr)); gap: 1rem; margin: 1rem 0 }
svg { width: 100%; height: auto } svg.growth { max-width: 48rem } svg text { font: 11px system-ui, sans-serif; fill: var(--ink) } svg .dim { fill: var(--dim) }
svg .bar { fill: var(--bar) } svg .ours { fill: var(--ours) } svg .limit { fill: var(--limit) } svg .axis { stroke: var(--line); fill: none }
svg .curve { fill: none; stroke: var(--bar); stroke-width: 1.5 } svg .curve.ours { stroke: var(--ours); stroke-width: 2.5; fill: none }
";

pub fn page(all: &[Measured], worst: &[Worst], verdicts: &[Verdict], machine: &[(&str, String)]) -> String {
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>millstream barometer</title><style>{STYLE}</style><h1>millstream barometer</h1>\
         <p>From the bytes of a Lambda event to every record's envelope, keys and images, checksummed; all peers gave the same \
         checksums before they were timed. Bars show how many times faster than what a Rust Lambda does today a peer is: longer is \
         better. Medians of the ratios within rounds of turns; the clock is the thread's processor time.</p><dl>"
    );
    for (what, text) in machine {
        write!(html, "<dt>{what}</dt><dd>{}</dd>", escape(text)).unwrap();
    }
    html.push_str("</dl><nav>");
    for measured in all {
        write!(html, "<a href=\"#{0}\">{0}</a>", escape(measured.name)).unwrap();
    }
    if !worst.is_empty() {
        write!(html, "<a href=\"#{0}\">{0}</a>", worst::NAME).unwrap();
    }
    if !verdicts.is_empty() {
        html.push_str("<a href=\"#bars\">bars</a>");
    }
    html.push_str("</nav>");
    if let Some(growth) = chart::growth(all) {
        write!(html, "<h2>Growing events</h2><p class=\"about\">Nanoseconds a record, typed, as an event grows.</p><div class=\"charts\">{growth}</div>").unwrap();
    }
    for measured in all {
        section(&mut html, measured);
    }
    if !worst.is_empty() {
        worst::section(&mut html, worst);
    }
    if !verdicts.is_empty() {
        bars(&mut html, verdicts);
    }
    html.push_str("<h2>Peers</h2><dl style=\"grid-template-columns: 17rem 1fr\">");
    for peer in millstream_benches::peers::PEERS {
        write!(html, "<dt>{}</dt><dd>{}</dd>", escape(peer.name), escape(peer.about)).unwrap();
    }
    html.push_str("</dl></html>\n");
    html
}

fn section(html: &mut String, measured: &Measured) {
    let Measured { name, about, records, bytes, jobs } = measured;
    write!(
        html,
        "<h2 id=\"{0}\">{0}</h2><p class=\"about\">{1}; {2} records, {3:.2} MB</p><div class=\"charts\">",
        escape(name),
        escape(about),
        thousands(*records),
        *bytes as f64 / 1e6
    )
    .unwrap();
    for (job, results) in jobs {
        html.push_str(&chart::ratios(job.name(), results).unwrap_or_default());
    }
    html.push_str(
        "</div><div class=\"scroll\"><table><tr><th>ns a record <small>MB/s · × baseline</small></th>",
    );
    for (job, _) in jobs {
        write!(html, "<th>{}</th>", job.name()).unwrap();
    }
    html.push_str("<th>allocations</th><th>peak bytes</th></tr>");
    for peer in peers(measured) {
        let class = if peer.is_ours() { " class=\"ours\"" } else { "" };
        write!(html, "<tr{class}><td title=\"{}\">{}</td>", escape(peer.about), escape(peer.name)).unwrap();
        let mut memory = None;
        for (_, results) in jobs {
            let result = results.iter().find(|result| std::ptr::eq(result.peer, peer));
            match result.map(|result| &result.outcome) {
                Some(Ok(figures)) => {
                    memory = memory.or(figures.memory);
                    let ratio =
                        figures.ratio_to_baseline.map_or(String::new(), |ratio| format!(", {ratio:.2}×"));
                    write!(
                        html,
                        "<td>{:.0} <small>{:.0}{ratio}</small></td>",
                        figures.ns_per_record, figures.mb_per_s
                    )
                    .unwrap();
                }
                Some(Err(message)) => write!(html, "<td title=\"{}\">failed</td>", escape(message)).unwrap(),
                None => html.push_str("<td>–</td>"),
            }
        }
        match memory {
            Some(memory) => {
                let [allocations, peak] = [memory.allocations, memory.peak_bytes].map(thousands);
                write!(html, "<td>{allocations}</td><td>{peak}</td></tr>").unwrap();
            }
            None => html.push_str("<td>–</td><td>–</td></tr>"),
        }
    }
    html.push_str("</table></div>");
}

fn bars(html: &mut String, verdicts: &[Verdict]) {
    let met = verdicts.iter().filter(|verdict| verdict.is_met()).count();
    write!(
        html,
        "<h2 id=\"bars\">Bars</h2><p class=\"about\">How many times as fast this crate has to be; {met} of {} met.</p>\
         <div class=\"scroll\"><table><tr><th>corpus</th><th>job</th><th>against</th><th>bar</th><th>measured</th>\
         <th>by fastest rounds</th><th></th></tr>",
        verdicts.len()
    )
    .unwrap();
    for verdict in verdicts {
        let Verdict { corpus, job, against, least, measured, at_best } = verdict;
        let (class, word) = if verdict.is_met() { ("", "met") } else { (" class=\"missed\"", "missed") };
        write!(
            html,
            "<tr{class}><td>{}</td><td>{}</td><td>{}</td><td>{least:.2}</td><td>{measured:.2}</td><td>{at_best:.2}</td><td>{word}</td></tr>",
            escape(corpus),
            job.name(),
            escape(against)
        )
        .unwrap();
    }
    html.push_str("</table></div>");
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
