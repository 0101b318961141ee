//! Charts, as SVG.

use std::fmt::Write;

use super::Measured;
use super::measure::Result;
use super::page::escape;

const WIDTH: f64 = 400.0;
const NAMES: f64 = 185.0;
const ROW: f64 = 17.0;

/// A bar for each peer: its ratio to the baseline; nothing where that was not measured.
pub fn ratios(title: &str, results: &[Result]) -> Option<String> {
    let bars: Vec<_> = results
        .iter()
        .filter_map(|result| Some((result.peer, result.outcome.as_ref().ok()?.ratio_to_baseline?)))
        .collect();
    if bars.is_empty() {
        return None;
    }
    let longest = bars.iter().map(|(_, ratio)| *ratio).fold(1.0, f64::max);
    let height = ROW * (bars.len() as f64 + 1.5);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\"><text x=\"0\" y=\"12\" font-weight=\"600\">{}</text>",
        escape(title)
    );
    for (place, (peer, ratio)) in bars.iter().enumerate() {
        let y = ROW * (place as f64 + 1.3);
        let class = match (peer.is_ours(), peer.is_limit()) {
            (true, _) => "ours",
            (_, true) => "limit",
            _ => "bar",
        };
        let length = (WIDTH - NAMES - 45.0) * ratio / longest;
        write!(
            svg,
            "<text class=\"dim\" x=\"0\" y=\"{:.1}\">{}</text><rect class=\"{class}\" x=\"{NAMES}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{:.1}\" rx=\"2\"/><text x=\"{:.1}\" y=\"{:.1}\">{ratio:.1}×</text>",
            y + 11.0,
            escape(peer.name),
            ROW - 4.0,
            NAMES + length + 4.0,
            y + 11.0,
        )
        .unwrap();
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// A peer's name, whether it is this crate, and its points.
type Line = (&'static str, bool, Vec<(f64, f64)>);

/// Time a record against the number of records, both on logarithmic scales, a line for each peer.
pub fn growth(all: &[Measured]) -> Option<String> {
    let mut sizes: Vec<&Measured> =
        all.iter().filter(|measured| measured.name.starts_with("growing")).collect();
    sizes.sort_by_key(|measured| measured.records);
    if sizes.len() < 2 {
        return None;
    }
    let mut lines: Vec<Line> = Vec::new();
    for measured in &sizes {
        for result in measured.jobs.iter().flat_map(|(_, results)| results) {
            let Ok(figures) = &result.outcome else { continue };
            let point = ((measured.records as f64).log10(), figures.ns_per_record.log10());
            match lines.iter_mut().find(|(name, ..)| *name == result.peer.name) {
                Some((_, _, points)) => points.push(point),
                None => lines.push((result.peer.name, result.peer.is_ours(), vec![point])),
            }
        }
    }
    let points = || lines.iter().flat_map(|(_, _, points)| points.iter().copied());
    let range = |value: fn((f64, f64)) -> f64| {
        points().map(value).fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((left, right), (low, high)) = (range(|point| point.0), range(|point| point.1));
    let (width, height) = (600.0, 260.0);
    let place = |(x, y): (f64, f64)| {
        (
            40.0 + (x - left) / (right - left).max(1e-9) * 330.0,
            height - 25.0 - (y - low) / (high - low).max(1e-9) * (height - 45.0),
        )
    };
    let mut svg = format!(
        "<svg class=\"growth\" viewBox=\"0 0 {width} {height}\" role=\"img\"><path class=\"axis\" d=\"M40 10V{0}H370\"/>",
        height - 25.0
    );
    for measured in &sizes {
        let (x, _) = place(((measured.records as f64).log10(), low));
        write!(
            svg,
            "<text class=\"dim\" x=\"{:.0}\" y=\"{:.0}\">{}</text>",
            x - 10.0,
            height - 10.0,
            measured.records
        )
        .unwrap();
    }
    // Names beside the ends of the lines, moved apart where they would cover each other.
    lines.sort_by(|a, b| {
        b.2.last()
            .map(|point| point.1)
            .unwrap_or(0.0)
            .total_cmp(&a.2.last().map(|point| point.1).unwrap_or(0.0))
    });
    let mut free = 0.0f64;
    for (name, ours, points) in &lines {
        let path: Vec<String> =
            points.iter().map(|&point| place(point)).map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        let class = if *ours { "curve ours" } else { "curve" };
        let Some(&last) = points.last() else { continue };
        let y = place(last).1.max(free + 12.0);
        free = y;
        write!(
            svg,
            "<path class=\"{class}\" d=\"M{}\"/><text x=\"378\" y=\"{:.1}\">{} {:.0} ns</text>",
            path.join("L"),
            y + 4.0,
            escape(name),
            10f64.powf(last.1)
        )
        .unwrap();
    }
    svg.push_str("</svg>");
    Some(svg)
}
