//! Every text of a plan that may have to be said.

use std::collections::HashSet;

use crate::plan::Plan;

/// The texts that stand in the routine, each once, in about the order in which they are needed. The fixed words are not
/// among them.
pub fn texts(plan: &Plan) -> Vec<String> {
    let mut seen = HashSet::new();
    let entries = plan.entries.iter().flat_map(|entry| {
        let called = entry.say.as_ref().unwrap_or(&entry.name);
        let labels = entry.side_labels.iter().flat_map(|labels| [&labels.left, &labels.right]);
        let phases = entry.phases.iter().map(|phase| phase.say.as_ref().unwrap_or(&phase.name));
        let cues = entry.cues.iter().map(|cue| &cue.say);
        let first = [called].into_iter().chain(labels).chain(&entry.target_words);
        first.chain(phases).chain(cues).chain(&entry.how).chain(&entry.cautions)
    });
    let all = [&plan.name].into_iter().chain(entries);
    all.filter(|text| !text.trim().is_empty() && seen.insert(*text)).cloned().collect()
}
