//! Redaction on a corpus written for it: precision and recall.

use domicile::pii::redact::{Segment, segments};

/// The text without its marks, and the marked ranges.
fn unmark(line: &str) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    for part in line.split('⟦') {
        match part.split_once('⟧') {
            None => text.push_str(part),
            Some((marked, rest)) => {
                marks.push((text.len(), text.len() + marked.len()));
                text.push_str(marked);
                text.push_str(rest);
            }
        }
    }
    (text, marks)
}

/// The ranges that were taken out. A piece of text says where it is by its length; what was taken out lies between.
fn found(text: &str) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let mut at = 0;
    let mut pending = 0;
    for segment in segments(text) {
        match segment {
            Segment::Text(kept) => {
                let start = kept.as_ptr() as usize - text.as_ptr() as usize;
                ranges.extend((pending > 0).then_some((at, start)));
                (at, pending) = (start + kept.len(), 0);
            }
            _ => pending += 1,
        }
    }
    ranges.extend((pending > 0).then_some((at, text.len())));
    ranges
}

/// Precision and recall.
fn measured(corpus: &str) -> (f64, f64) {
    let (mut hits, mut false_alarms, mut misses) = (0, Vec::new(), Vec::new());
    for line in corpus.lines().filter(|line| !line.starts_with("# ")) {
        let (text, marks) = unmark(line);
        let found = found(&text);
        let overlaps = |a: &(usize, usize), b: &(usize, usize)| a.0 < b.1 && b.0 < a.1;
        for mark in &marks {
            // What is left of a marked value must not tell it: all of it has to lie in what was taken out.
            let covered = found.iter().any(|range| range.0 <= mark.0 && mark.1 <= range.1);
            if covered { hits += 1 } else { misses.push(line) }
        }
        for range in found.iter().filter(|range| !marks.iter().any(|mark| overlaps(mark, range))) {
            false_alarms.push(format!("{line}: {}", &text[range.0..range.1]));
        }
    }
    let precision = f64::from(hits) / (f64::from(hits) + false_alarms.len() as f64);
    let recall = f64::from(hits) / (f64::from(hits) + misses.len() as f64);
    println!("found {hits}, precision {precision:.3}, recall {recall:.3}");
    println!("false alarms: {false_alarms:#?}\nmisses: {misses:#?}");
    (precision, recall)
}

#[test]
fn precision_and_recall_on_the_corpus() {
    let (precision, recall) = measured(include_str!("data/redact_corpus.txt"));
    assert!(precision >= 0.97 && recall >= 0.94, "precision {precision:.3}, recall {recall:.3}");
}

/// A corpus that nothing was tuned to; the floors are what was measured on it first, rounded down.
#[test]
fn precision_and_recall_on_the_second_corpus() {
    let (precision, recall) = measured(include_str!("data/redact_corpus_second.txt"));
    assert!(precision >= 0.90 && recall >= 0.95, "precision {precision:.3}, recall {recall:.3}");
}

/// The work is bounded per byte. A text as long as these, read with work that grows with its square, would keep this
/// test running for hours; how fast it is stands in the benches.
#[test]
fn hostile_text_is_read_to_its_end() {
    for pattern in
        ["%40", "a%40", "@", "a@", "1 ", "+1 ", "1", "+", "(", "((1", "a.", "1-", "٣", "a@b.", "0 0 0-"]
    {
        let text = pattern.repeat(100_000);
        assert!(segments(&text).count() > 0);
    }
}
